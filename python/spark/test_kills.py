"""Whatever dies while a query runs: exactly one row a meeting, with equal bits.

A kill proves something only if it landed while the stage ran. So tasks stay at a gate until it has,
and each test asserts what had to run again."""

import os
import signal

import cluster
import pytest
from cluster import gate, tasks, until
from corpora import corpus, crowd, each_by_itself, told
from sociogram.spark import check_executors, score_meetings
from test_equal import frame

FILES = 6
TWICE = pytest.mark.parametrize(("partitions", "seed"), [(None, 11), (6, 12)])


def at_gate(running, folder, held):
    """The executor's process of a task that stays at the gate after others are done."""

    def stays():
        here = [task for task in tasks(folder) if task[0] in held]
        done = [done for done, active in running.stage() if done >= 2 and active]
        return here and done and here[0]

    partition, process = until(stays)
    assert process in running.processes().values()
    return partition, process


def replaced(running, name, before):
    def gone_and_replaced():
        alive = running.executors()
        return name not in alive and alive - before

    assert until(gone_and_replaced)


@TWICE
def test_an_executor_dies_in_the_map_stage(spark, running, tmp_path, partitions, seed):
    heard = corpus(seed)
    (tmp_path / "in").mkdir()
    df = frame(spark, tmp_path / "in", heard, "scattered", FILES)
    mapped, held = tmp_path / "map", range(2, FILES)
    check_executors(spark)
    before = running.executors()
    assert len(before) == 2
    query = cluster.Query(score_meetings(df.mapInArrow(gate(mapped, held), df.schema), partitions=partitions))
    partition, process = at_gate(running, mapped, held)
    name = running.kill(process)
    (mapped / "open").touch()
    assert told(query.result()) == each_by_itself(heard)[0]
    ran = [task for task, _ in tasks(mapped)]
    assert ran.count(partition) > 1, "the task that was killed did not run again"
    replaced(running, name, before)


@TWICE
def test_an_executor_dies_in_the_reduce_stage(spark, running, tmp_path, partitions, seed):
    heard = corpus(seed)
    (tmp_path / "in").mkdir()
    df = frame(spark, tmp_path / "in", heard, "scattered", FILES)
    mapped, reduced, held = tmp_path / "map", tmp_path / "reduce", range(2, 6)
    check_executors(spark)
    before = running.executors()
    assert len(before) == 2
    scores = score_meetings(df.mapInArrow(gate(mapped), df.schema), partitions=partitions)
    query = cluster.Query(scores.mapInArrow(gate(reduced, held), scores.schema))
    partition, process = at_gate(running, reduced, held)
    assert sorted(task for task, _ in tasks(mapped)) == list(range(FILES)), "the map stage is over"
    lost = {task for task, executor in tasks(mapped) if executor == process}
    assert lost, "the executor had none of the shuffle's files"
    name = running.kill(process)
    (reduced / "open").touch()
    assert told(query.result()) == each_by_itself(heard)[0]
    again = [task for task, _ in tasks(mapped)]
    assert all(again.count(task) > 1 for task in lost), "map tasks did not run again"
    assert [task for task, _ in tasks(reduced)].count(partition) > 1
    replaced(running, name, before)


@TWICE
def test_a_python_worker_dies(spark, running, tmp_path, partitions, seed):
    heard = corpus(seed, meetings=20)
    heard["crowd"] = crowd(40_000, 300)
    (tmp_path / "in").mkdir()
    df = frame(spark, tmp_path / "in", heard, "scattered", FILES)
    mapped = tmp_path / "map"
    check_executors(spark)
    used = {}
    for process in running.processes().values():
        used |= running.workers(process)
    scores = score_meetings(df.mapInArrow(gate(mapped), df.schema), partitions=partitions, intervals=True)
    query = cluster.Query(scores)

    def scoring():
        if len(tasks(mapped)) < FILES:
            return None
        for process in running.processes().values():
            for worker, seconds in running.workers(process).items():
                if seconds - used.get(worker, 0) > 1:
                    return worker
        return None

    worker = until(scoring)
    assert any(active for _, active in running.stage()) and query.is_alive()
    os.kill(worker, signal.SIGKILL)
    assert told(query.result()) == each_by_itself(heard, intervals=True)[0]

    stages = [one for one in running.ask("stages") if one["numFailedTasks"]]
    found = [
        task
        for one in stages
        for task in running.ask(f"stages/{one['stageId']}/{one['attemptId']}/taskList?length=1000")
        if "Python worker exited unexpectedly" in (task.get("errorMessage") or "")
    ]
    assert found, "no task failed for want of its worker"
