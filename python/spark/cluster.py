"""What runs in a local cluster, and how it is killed."""

import json
import os
import pathlib
import shutil
import signal
import threading
import time
import urllib.request

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def gate(folder, held=()):
    """For mapInArrow: hands rows on; tells of each task; tasks of the partitions `held` then stay
    until the file `open` is there."""
    folder, held = str(folder), set(held)

    # Within another function it is sent as it is, and not by the name of this module.
    def passed(batches):
        import os
        import time

        from pyspark import TaskContext

        yield from batches
        task = TaskContext.get()
        with open(f"/proc/{os.getppid()}/stat") as daemon:
            executor = daemon.read().rpartition(")")[2].split()[1]
        note = f"{folder}/{task.partitionId()}-{task.taskAttemptId()}"
        with open(note + ".part", "w") as file:
            file.write(executor)
        os.rename(note + ".part", note)
        while task.partitionId() in held and not os.path.exists(f"{folder}/open"):
            time.sleep(0.05)

    os.makedirs(folder, exist_ok=True)
    return passed


def tasks(folder):
    """The tasks that came to a gate: partition, and the process of the executor."""
    notes = [note for note in pathlib.Path(folder).iterdir() if note.name.replace("-", "").isdigit()]
    return [(int(note.name.split("-")[0]), int(note.read_text())) for note in sorted(notes)]


def until(what, seconds=200):
    """Waits until something is there."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what.__name__} did not come to pass in {seconds} s")


class Running:
    def __init__(self, spark):
        self.context = spark.sparkContext
        self.app = self.context.applicationId

    def ask(self, path):
        port = self.context.uiWebUrl.rpartition(":")[2]
        with DIRECT.open(f"http://127.0.0.1:{port}/api/v1/applications/{self.app}/{path}") as answer:
            return json.load(answer)

    def executors(self):
        """Those alive, by name."""
        return {one["id"] for one in self.ask("executors") if one["id"] != "driver" and one["isActive"]}

    def stage(self):
        """How many tasks of the stage that runs are done, and how many run."""
        tracker = self.context.statusTracker()
        infos = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        return [(one.numCompletedTasks, one.numActiveTasks) for one in infos if one]

    def processes(self):
        """The executors' processes, by name."""
        found = {}
        for folder in pathlib.Path("/proc").iterdir():
            try:
                line = (folder / "cmdline").read_bytes().decode().split("\0")
            except (OSError, UnicodeDecodeError):
                continue
            if "--executor-id" in line and self.app in line:
                found[line[line.index("--executor-id") + 1]] = int(folder.name)
        return found

    def workers(self, executor):
        """The Python workers of an executor, with the seconds of processor that each has used."""
        parents, used = {}, {}
        for folder in pathlib.Path("/proc").iterdir():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if folder.name.isdigit():
                parents[int(folder.name)] = int(fields[1])
                used[int(folder.name)] = int(fields[11]) / os.sysconf("SC_CLK_TCK")
        daemons = {one for one, parent in parents.items() if parent == executor}
        return {one: used[one] for one, parent in parents.items() if parent in daemons}

    def kill(self, process):
        """An executor, and what it had on disk."""
        [name] = [name for name, one in self.processes().items() if one == process]
        environment = pathlib.Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
        [folders] = [one.partition("=")[2] for one in environment if one.startswith("SPARK_EXECUTOR_DIRS=")]
        os.kill(process, signal.SIGKILL)
        removed = 0
        for folder in folders.split(":"):
            assert self.context.getConf().get("spark.local.dir") in folder
            for one in pathlib.Path(folder).iterdir():
                shutil.rmtree(one)
                removed += 1
        assert removed, "the executor had nothing on disk"
        return name


class Query(threading.Thread):
    """A query that runs while something else is done."""

    def __init__(self, df):
        super().__init__(daemon=True)
        self.df, self.rows, self.error = df, None, None
        self.start()

    def run(self):
        try:
            self.rows = self.df.collect()
        except Exception as error:
            self.error = error

    def result(self, seconds=300):
        self.join(seconds)
        assert not self.is_alive(), "the query did not end"
        if self.error:
            raise self.error
        return self.rows
