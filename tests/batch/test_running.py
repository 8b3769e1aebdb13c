"""Workers answer in order, and a job that hangs, crashes, raises or eats memory costs only itself."""

import ctypes
import faulthandler
import mmap
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator

import pytest

from textclean.batch import running
from textclean.batch.running import Job, Limits, Lost, run

LIMITS = Limits(seconds=0.6, memory=1 << 30)


def _work(task: tuple[str, int]) -> int:
    kind, number = task
    match kind:
        case "hang":
            time.sleep(60)
        case "spin":
            while True:
                pass
        case "raise":
            raise ValueError(f"no {number}")
        case "segfault":
            faulthandler.disable()
            ctypes.string_at(0)
        case "memory":
            bytearray(8 << 30)
        case "eat":
            bytearray(100 << 20)
        case "exit":
            os._exit(3)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "slow":
            time.sleep(0.01)
    return number


def _answers(kinds: list[str], workers: int = 2) -> list[object]:
    return [answer for _, answer in run((Job(number, (kind, number)) for number, kind in enumerate(kinds)), _work, workers, LIMITS)]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_answers_come_in_the_order_of_the_jobs(workers: int) -> None:
    kinds = ["slow" if number % 7 == 0 else "good" for number in range(300)]
    assert _answers(kinds, workers) == list(range(300))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        pytest.param("hang", "longer than 0.6 s", id="sleeps"),
        pytest.param("spin", "longer than 0.6 s", id="never returns to the parent"),
        pytest.param("raise", "ValueError: no 3", id="raises"),
        pytest.param("segfault", "SIGSEGV", id="crashes"),
        pytest.param(
            "memory", "more than 1024 MiB", id="eats memory", marks=pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
        ),
        pytest.param("exit", "code 3", id="leaves"),
        pytest.param("kill", "SIGKILL", id="is killed"),
    ],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_job_costs_itself_alone(kind: str, reason: str, workers: int) -> None:
    answers = _answers(["good"] * 3 + [kind] + ["good"] * 6, workers)
    assert [answer for number, answer in enumerate(answers) if number != 3] == [0, 1, 2, *range(4, 10)]
    assert isinstance(answers[3], Lost)
    assert reason in answers[3].reason


def test_bad_jobs_in_a_row_are_each_named() -> None:
    answers = _answers(["segfault", "raise", "exit", "kill", "segfault", "good"])
    assert [isinstance(answer, Lost) for answer in answers] == [True] * 5 + [False]


def test_a_job_without_payload_passes_in_its_turn() -> None:
    jobs = [Job("first", ("slow", 1)), Job("between"), Job("last", ("good", 2))]
    assert list(run(jobs, _work)) == [("first", 1), ("between", None), ("last", 2)]


def test_nothing_in_nothing_out() -> None:
    assert list(run(iter(()), _work)) == []


def test_jobs_are_read_a_bounded_way_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "WINDOW_JOBS", 50)
    read = 0

    def jobs() -> Iterator[Job[int, tuple[str, int]]]:
        nonlocal read
        for number in range(500):
            read += 1
            yield Job(number, ("good", number))

    ahead = [read - number for number, _ in run(jobs(), _work, 2, LIMITS)]
    assert max(ahead) <= 51


@pytest.mark.parametrize("payload", [None, ("good", 1)], ids=["unworked", "worked"])
def test_what_the_parent_holds_is_bounded_by_weight(monkeypatch: pytest.MonkeyPatch, payload: tuple[str, int] | None) -> None:
    monkeypatch.setattr(running, "WINDOW_BYTES", 10_000)
    read = 0

    def jobs() -> Iterator[Job[int, tuple[str, int]]]:
        nonlocal read
        for number in range(100):
            read += 1
            yield Job(number, payload, weight=1_000)

    assert max(read - number for number, _ in run(jobs(), _work, 2, LIMITS)) <= 11


def test_a_slow_consumer_is_no_slow_job() -> None:
    answers = []
    for _, answer in run((Job(number, ("good", number)) for number in range(40)), _work, 2, Limits(seconds=0.2)):
        answers.append(answer)
        if len(answers) % 10 == 0:
            time.sleep(0.3)
    assert answers == list(range(40))


def test_closing_early_ends_the_workers() -> None:
    answers = run((Job(number, ("hang", number)) for number in range(9)), _work, 2, Limits(seconds=0.3))
    next(answers)
    started = time.monotonic()
    answers.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 1
    assert not running.multiprocessing.active_children()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_end_with_a_killed_parent() -> None:
    script = textwrap.dedent("""
        import multiprocessing, os, time
        from textclean.batch.running import Job, Limits, run

        def jobs():
            for number in range(8):
                yield Job(number, number)
            for number in range(10**6):
                yield Job(number)  # keeps both workers, idle

        def work(number):
            time.sleep(0.05)
            return number

        for number, _ in run(jobs(), work, 2):
            if number == 7:
                print(*(child.pid for child in multiprocessing.active_children()), flush=True)
                time.sleep(60)
    """)
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert pids
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while any(_runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(_runs(pid) for pid in pids)


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux")
def test_what_the_parent_has_mapped_is_no_fault_of_a_job():
    with mmap.mmap(-1, 2 * LIMITS.memory, prot=mmap.PROT_READ):
        assert _answers(["eat", "eat"]) == [0, 1]
