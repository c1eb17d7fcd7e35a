"""An interrupt ends a long call within half a second, and what comes after works."""

import os
import signal
import sys
import threading
import time

import pytest
import sociogram

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to itself")


def turns(count, speakers):
    return [(at * 7 % speakers, at * 1.0, at * 1.0 + 1.3) for at in range(count)]


class Interrupted:
    """Sends an interrupt after a while, and says how long it took to be heard."""

    def __init__(self, after=0.3):
        self.timer = threading.Timer(after, self.fire)

    def fire(self):
        self.sent = time.monotonic()
        os.kill(os.getpid(), signal.SIGINT)

    def __enter__(self):
        self.timer.start()
        return self

    def __exit__(self, kind, *_):
        self.heard = time.monotonic()
        self.timer.cancel()
        assert kind is KeyboardInterrupt, "the call was over before the interrupt"
        assert self.heard - self.sent < 0.5
        return True


def test_windows():
    result = sociogram.analyze(turns(20_000, 4))
    with Interrupted():
        result.dynamics(3_600, step=1)
    assert len(result.dynamics(3_600)["windows"]) == 6


def test_resampling():
    result = sociogram.analyze(turns(60_000, 400))
    with Interrupted():
        result.to_json()
    assert result.score is not None


def test_taking_in():
    few = turns(1_000, 4)

    def endless():
        while True:
            yield from few

    with Interrupted():
        sociogram.analyze(endless())


def test_scoring():
    many = turns(1_500_000, 300)
    with Interrupted(0.1):
        while True:
            sociogram.analyze(many)


def test_other_threads_run_meanwhile():
    result = sociogram.analyze(turns(20_000, 4))
    counted = 0
    over = threading.Event()

    def ask():
        result.dynamics(300, step=1)
        over.set()

    thread = threading.Thread(target=ask)
    thread.start()
    while not over.is_set():
        time.sleep(0.001)
        counted += 1
    thread.join()
    assert counted > 50
