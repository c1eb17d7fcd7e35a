import os
import pathlib
import shutil
import sys

import pyspark
import pytest
from pyspark.sql import SparkSession

import cluster

# Before the first JVM: executors run this very Python, which has the wheel.
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """Two executors in processes of their own, which can be killed."""
    local = tmp_path_factory.mktemp("spark")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", str(local))
        .config("spark.sql.warehouse.dir", str(local / "warehouse"))
        .config("spark.ui.showConsoleProgress", "false")
        # What is killed cannot clear up behind itself.
        .config("spark.executor.extraJavaOptions", f"-Djava.io.tmpdir={local}")
        # Who fetches from the dead finds out soon.
        .config("spark.shuffle.io.maxRetries", "1")
        .config("spark.shuffle.io.retryWait", "1s")
        # A task a file, and as many tasks behind the shuffle as are asked for.
        .config("spark.sql.files.openCostInBytes", str(1 << 27))
        .config("spark.sql.shuffle.partitions", "6")
        .config("spark.sql.adaptive.coalescePartitions.enabled", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    app = session.sparkContext.applicationId
    yield session
    session.stop()
    # Executors leave copies of all jars behind.
    shutil.rmtree(pathlib.Path(pyspark.__file__).parent / "work" / app, ignore_errors=True)


@pytest.fixture
def running(spark):
    return cluster.Running(spark)
