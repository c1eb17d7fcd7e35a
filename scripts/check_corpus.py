#!/usr/bin/env python3
"""Holds `sociogram corpus` over a store of objects against the same files in a folder.

Moto's S3 server answers on a port of this machine. The tables from `s3://` have to be those from the
folder byte by byte, also after kills (-9); an object that changes between two runs and a store that
is gone have to be told.

    python3 -m venv venv && venv/bin/pip install 'moto[server]==5.2.5'
    venv/bin/python scripts/check_corpus.py [target/debug/sociogram]

Takes a command with the features `cloud` and `parquet`, and `examples/make_corpus` beside it.
"""

import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).resolve().parent.parent
SOCIOGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/sociogram").resolve()
KILLS = 3
TABLES = ["scores.parquet", "pairs.parquet"]


def make(folder):
    """Tables in Parquet, with rows in order and in none, one in CSV, and recordings."""
    # The meetings of the second stand in the first one, too.
    for name, meetings, words in [("a.parquet", "400", []), ("deep/b.parquet", "100", ["scattered"])]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        example = SOCIOGRAM.parent / "examples" / "make_corpus"
        subprocess.run([example, path, meetings, "200", *words], check=True)
    rows = [f"call {at % 40},{'ana ben eva'.split()[at % 3]},{at},{at}.75" for at in range(4_000)]
    (folder / "calls.csv").write_text("\n".join(["meeting,speaker,start,end", *rows, ""]))
    (folder / "a team").mkdir()
    for name in ["monday.rttm", "tuesday.csv"]:
        shutil.copy(ROOT / "fixtures/corpus/team" / name, folder / "a team")


def corpus(folder, source, **environment):
    """`sociogram corpus` over an input, into a folder."""
    command = [SOCIOGRAM, "corpus", source, "-o", folder / TABLES[0], "--pairs", folder / TABLES[1]]
    return subprocess.Popen(
        [*command, "--threads", "2"], stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )


def ended(process):
    """The code of a process, and what it told."""
    _, told = process.communicate(timeout=300)
    return process.returncode, told


def check(is_so, what):
    print(f"{'ok' if is_so else 'FAILED'}: {what}", flush=True)
    if not is_so:
        sys.exit(1)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    here = Path(tempfile.mkdtemp(prefix="sociogram-store-"))
    inputs = here / "in"
    inputs.mkdir()
    make(inputs)
    code, told = ended(corpus(here, inputs))
    check(code == 0, f"a folder is scored: {told.strip()}")
    expected = [(here / name).read_bytes() for name in TABLES]

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    store = {
        "AWS_ENDPOINT": address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    }
    s3 = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1",
        aws_access_key_id="somebody", aws_secret_access_key="secret",
    )
    s3.create_bucket(Bucket="meetings")
    for path in inputs.rglob("*"):
        if path.is_file():
            s3.upload_file(str(path), "meetings", f"2026/{path.relative_to(inputs)}")
    url = "s3://meetings/2026"

    def tables():
        return [(there / name).read_bytes() for name in TABLES]

    there = here / "there"
    there.mkdir()
    since = time.monotonic()
    code, told = ended(corpus(there, url, **store))
    length = time.monotonic() - since
    check(code == 0 and tables() == expected, f"a store gives the bytes of a folder: {told.strip()}")

    chance, killed = random.Random(10), 0
    for _ in range(40):
        process = corpus(there, url, **store)
        time.sleep(chance.uniform(0.2, 0.9) * length)
        process.send_signal(signal.SIGKILL)
        killed += ended(process)[0] == -signal.SIGKILL
        if killed == KILLS:
            break
    for name in TABLES:
        (there / name).unlink(missing_ok=True)
    left = (there / "scores.parquet.parts").exists()
    code, told = ended(corpus(there, url, **store))
    check(killed == KILLS and left, f"{killed} runs were killed, and left their parts")
    check(code == 0 and tables() == expected, f"the run went on to the same bytes: {told.strip()}")

    # Parts of a run over other objects are not taken.
    while not (there / "scores.parquet.parts/manifest.json").exists():
        process = corpus(there, url, **store)
        time.sleep(0.7 * length)
        process.send_signal(signal.SIGKILL)
        ended(process)
    s3.put_object(Bucket="meetings", Key="2026/calls.csv", Body=(inputs / "calls.csv").read_bytes() + b"x,y,1,2\n")
    code, told = ended(corpus(there, url, **store))
    check(code == 1 and "the inputs have changed" in told, f"an object that changed is told: {told.strip()}")

    code, told = ended(corpus(there, "s3://meetings/2025", **store))
    check(code == 1 and "no file to read" in told, f"nothing below a URL is told: {told.strip()}")
    code, told = ended(corpus(there, url, **{**store, "AWS_ENDPOINT": "http://127.0.0.1:9"}))
    check(code == 1 and url in told, f"a store that does not answer is told: {told.strip()}")
    server.stop()
    shutil.rmtree(here)


if __name__ == "__main__":
    main()
