"""One task of one tool on RTTM files: task.py TOOL FILES… [with REFERENCE in the environment].

Prints the seconds of the task alone, from files on disk to results in memory, imports left out, and
one figure of the result, as JSON. `scripts/compare_tools.py` runs it.
"""
import importlib.util
import json
import os
import sys
import time


def reference():
    """The model itself: the score of each meeting. Figure: the sum of scores."""
    spec = importlib.util.spec_from_file_location("reference", os.environ["REFERENCE"])
    model = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(model)

    def run(path):
        with open(path, encoding="utf-8") as lines:
            found = model.read_rttm(lines)
        return sum(model.analyse(turns)["score"] for turns in found.values())

    return run


def pandas_networkx():
    """Who speaks after whom, and how often, as a graph. Figure: the number of changes."""
    import networkx
    import pandas

    def run(path):
        # One space between fields: the fast parser of pandas, without a regular expression.
        turns = pandas.read_csv(
            path, sep=" ", header=None, usecols=[3, 4, 7], names=["start", "length", "speaker"],
        )
        speaker = turns.sort_values("start", kind="stable")["speaker"]
        pairs = pandas.DataFrame({"from": speaker.shift(), "to": speaker}).iloc[1:]
        changes = pairs[pairs["from"] != pairs["to"]]
        counts = changes.value_counts().rename("weight").reset_index()
        graph = networkx.from_pandas_edgelist(
            counts, "from", "to", edge_attr="weight", create_using=networkx.DiGraph,
        )
        return int(graph.size(weight="weight"))

    return run


def pyannote_core():
    """Talk time, speech, silence, overlap, and who talks over whom. Figure: seconds of overlap."""
    from pyannote.core import Annotation, Segment

    def records(path):
        with open(path, encoding="utf-8") as lines:
            for track, line in enumerate(lines):
                field = line.split()
                start = float(field[3])
                yield Segment(start, start + float(field[4])), track, field[7]

    def run(path):
        # The records come at once, so that what is derived from them is worked out once.
        annotation = Annotation.from_records(records(path))
        annotation.chart()
        speech = annotation.get_timeline()
        speech.support().duration()
        speech.gaps().duration()
        annotation * annotation
        return annotation.get_overlap().duration()

    return run


def scikit_talk():
    """The floor transfer offset of each turn. Figure: the number of turns that have one."""
    from sktalk.corpus.conversation import Conversation
    from sktalk.corpus.utterance import Utterance

    def run(path):
        # It has no reader for RTTM; times are whole milliseconds, turns in order of start.
        utterances = []
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                field = line.split()
                start = round(float(field[3]) * 1000)
                end = start + round(float(field[4]) * 1000)
                utterances.append(Utterance("", participant=field[7], time=[start, end]))
        utterances.sort(key=lambda one: one.time)
        conversation = Conversation(utterances)
        # Four people are in each meeting; by default those of more than two have no offsets.
        conversation.calculate_FTO(n_participants=4)
        return sum(one.FTO is not None for one in conversation.utterances)

    return run


TOOLS = {
    "reference": reference,
    "pandas + networkx": pandas_networkx,
    "pyannote.core": pyannote_core,
    "scikit-talk": scikit_talk,
}


def main():
    run = TOOLS[sys.argv[1]]()
    begin = time.perf_counter()
    figure = sum(run(path) for path in sys.argv[2:])
    seconds = time.perf_counter() - begin
    print(json.dumps({"seconds": seconds, "figure": figure}))


if __name__ == "__main__":
    main()
