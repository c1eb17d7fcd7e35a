"""One corpus, every engine: the library, `sociogram corpus`, DataFusion and Spark have the same bits.

The programs are built elsewhere: SOCIOGRAM_COMMAND is the command with the feature `parquet`, and
SOCIOGRAM_QUERY the example `query` of `engines/datafusion`.
"""

import json
import os
import random
import subprocess

import pyarrow
import pyarrow.parquet
import pytest
from corpora import each_by_itself, meeting, rows, told
from sociogram.spark import score_meetings, score_pairs

COMMAND, QUERY = (os.environ.get(name) for name in ["SOCIOGRAM_COMMAND", "SOCIOGRAM_QUERY"])
pytestmark = pytest.mark.skipif(not (COMMAND and QUERY), reason="there are no SOCIOGRAM_COMMAND and SOCIOGRAM_QUERY")

SQL = """SELECT meeting, interaction_score(speaker, start, "end") AS score,
                interactions(speaker, start, "end") AS pairs
         FROM turns GROUP BY meeting"""
PAIR = ["first", "second", "value", "relative", "responses", "to_second", "to_first", "rate"]


def generated(seed):
    """Short meetings and long ones, from two turns to thousands, of up to five people with names."""
    chance = random.Random(seed)
    heard = {}
    for number in range(chance.randint(150, 300)):
        turns = meeting(chance, int(2 ** chance.uniform(1, 12)))
        # Readers of tables take an empty label for an unknown speaker; what it becomes is theirs.
        heard[f"m{number:03}"] = [(who or "eva", *when) for who, *when in turns]
    return heard


def by_corpus(folder, *options):
    """What the command writes of a folder, in the order in which it writes it."""
    out, pairs = folder.with_suffix(".scores"), folder.with_suffix(".pairs")
    subprocess.run(
        [COMMAND, "corpus", folder, "-o", out, "--pairs", pairs, *options],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    read = [list(zip(*pyarrow.parquet.read_table(one).to_pydict().values())) for one in (out, pairs)]
    for one in (out, pairs):
        one.unlink()
    return read


def by_sql(folder, *options):
    """What DataFusion says, and what it tells of spilling."""
    run = [QUERY, folder, "--sql", SQL, *options]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    scores = [(one["meeting"], one["score"]) for one in found]
    pairs = [(one["meeting"], *(pair[name] for name in PAIR)) for one in found for pair in one["pairs"]]
    return told(scores), told(pairs), done.stderr


@pytest.mark.parametrize("layout", ["clustered", "scattered"])
@pytest.mark.parametrize("seed", range(2))
def test_equal_bits_everywhere(spark, tmp_path, seed, layout):
    heard = generated(seed)
    table = rows(heard, layout, seed)
    folder = tmp_path / "turns"
    folder.mkdir()
    for at, from_row in enumerate(range(0, len(table), len(table) // 3 + 1)):
        part = table.slice(from_row, len(table) // 3 + 1)
        pyarrow.parquet.write_table(part, folder / f"{at}.parquet", row_group_size=10_000)

    meetings, pairs = each_by_itself(heard, intervals=True)
    scores = sorted(((row[0], row[1]) for row in meetings), key=repr)
    for threads in ["1", "2", "7"]:
        found = by_corpus(folder, "--threads", threads)
        assert [told(one) for one in found] == [meetings, pairs]
        # In order of names, and each once.
        assert [row[0] for row in found[0]] == sorted(heard)

    for partitions in ["1", "2", "7"]:
        found, of_pairs, said = by_sql(folder, "--partitions", partitions)
        assert (found, of_pairs) == (scores, pairs)
        assert "nothing spilled" in said
    # Less memory until it no longer does without the disk.
    for memory in ["16", "8", "4", "2", "1"]:
        little = ["--partitions", "2", "--memory", memory, "--batch-size", "16"]
        found, of_pairs, said = by_sql(folder, *little)
        assert (found, of_pairs) == (scores, pairs)
        if "nothing spilled" not in said:
            break
    assert " rows in " in said and "nothing spilled" not in said, said

    df = spark.read.parquet(str(folder))
    for partitions in [None, 3]:
        assert told(score_meetings(df, partitions=partitions, intervals=True).collect()) == meetings
    assert told(score_pairs(df, partitions=3).collect()) == pairs
