"""Executors that lack the wheel are told of at once; shipped with the job, it is there."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

SHIP = pathlib.Path(__file__).parent.parent / "scripts" / "ship_to_spark"
# A Python without the wheel, and the wheel.
BARE, WHEEL = os.environ.get("SOCIOGRAM_BARE_PYTHON"), os.environ.get("SOCIOGRAM_WHEEL")
pytestmark = pytest.mark.skipif(not (BARE and WHEEL), reason="python/spark/test has them")

JOB = """
import json, os, pathlib, shutil
from pyspark.sql import SparkSession
from sociogram.spark import MissingWheel, score_meetings

spark = SparkSession.builder.getOrCreate()
spark.sparkContext.setLogLevel("OFF")
app = spark.sparkContext.applicationId
table = [("standup", "ana", 0.0, 2.0), ("standup", "ben", 2.2, 4.0)]
df = spark.createDataFrame(table, "meeting string, speaker string, start double, end double")
found = {}
for check in [True, False]:
    try:
        [row] = score_meetings(df, check=check).collect()
        found[check] = row.score
    except MissingWheel as error:
        found[check] = [str(error), error.hosts]
    except Exception as error:
        found[check] = str(error)
spark.stop()
shutil.rmtree(pathlib.Path(os.environ["SPARK_HOME"]) / "work" / app)
print(json.dumps(found))
"""


def submitted(folder, *options, python=BARE):
    """What the job says, where executors have this Python alone."""
    import pyspark

    job = folder / "job.py"
    job.write_text(JOB)
    submit = pathlib.Path(pyspark.__file__).parent / "bin" / "spark-submit"
    environment = {
        **os.environ, "PYSPARK_PYTHON": python, "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }  # fmt: skip
    if python is None:
        del environment["PYSPARK_PYTHON"]
    fixed = ["--master", "local-cluster[1,1,1024]", "--conf", "spark.driver.host=127.0.0.1",
             "--conf", f"spark.local.dir={folder}", "--conf", f"spark.pyspark.driver.python={sys.executable}",
             "--conf", "spark.default.parallelism=1", "--conf", "spark.sql.shuffle.partitions=1"]  # fmt: skip
    run = [submit, *fixed, *options, job]
    done = subprocess.run(run, env=environment, cwd=folder, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def shipped(kind, out):
    done = subprocess.run([SHIP, kind, WHEEL, out], check=True, capture_output=True, text=True,
                          env=os.environ | {"PYTHON": sys.executable})  # fmt: skip
    page = (SHIP.parent.parent / "SPARK.md").read_text()
    assert all(line.replace(str(out), out.name) in page for line in done.stdout.splitlines())
    return done.stdout.split()


def test_executors_without_the_wheel(tmp_path):
    found = submitted(tmp_path)
    message, hosts = found["true"]
    [host] = hosts
    assert f"no sociogram in {BARE} on {host}, and " in message and "spark.archives=" in message
    # Unasked, they say so themselves.
    assert f"no sociogram in {BARE} on {host}: install the wheel" in found["false"]


def test_the_wheel_as_an_archive(tmp_path):
    found = submitted(tmp_path, *shipped("wheel", tmp_path / "sociogram.zip"))
    assert found["true"] == found["false"] == pytest.approx(82, abs=0.1)


def test_a_packed_environment(tmp_path):
    options = shipped("environment", tmp_path / "environment.tar.gz")
    found = submitted(tmp_path, *options, python=None)
    assert found["true"] == found["false"] == pytest.approx(82, abs=0.1)
