"""Worker processes: jobs go in, answers come out in the order of the jobs, and a job that hangs, crashes or eats memory costs only itself.

The usual pools hang for ever when a worker is killed, or lose the work of all the others with it. Here the parent hands batches to workers
that answer job by job, so that it knows at any time which job each has in hand and since when. It kills a worker that takes too
long, names the job that a dead one had in hand, and gives the rest of the batch to a new one.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.reduction import ForkingPickler
from typing import Any, Generic, NamedTuple, TypeVar

About = TypeVar("About")
Payload = TypeVar("Payload")
Answer = TypeVar("Answer")

BATCH_BYTES = 1 << 18  # a pipe's round trip for each 5 kB job costs 40 µs, in batches of this size 6
FIRST_BYTES = 1 << 14  # a worker's first batch; each is twice the one before, so that a small run is shared out as well
WINDOW_BYTES = 1 << 25  # how far ahead of the oldest unanswered job the parent reads: bounds its memory
WINDOW_JOBS = 1 << 14
_AT_ONCE = 32  # answers that the consumer gets before the workers are looked after again, which costs 40 µs
_GRACE = 5  # seconds after which a worker whose parent was killed ends itself
_NO_MEMORY = 71  # a worker's exit code when a job was refused memory


class Limits(NamedTuple):
    """What one job may use: seconds of wall time, and bytes of memory beside what its process began with (heeded on Linux)."""

    seconds: float = 10
    memory: int = 2 << 30


class Job(NamedTuple, Generic[About, Payload]):
    """A piece of work: `payload` goes to a worker, `about` stays with the parent. Without a payload it passes by in its turn, unworked.

    `weight` is about how many bytes the parent holds for it: what is read ahead is bounded by it.
    """

    about: About
    payload: Payload | None = None
    weight: int = 0


class Lost(NamedTuple):
    """The answer to a job that could not be done."""

    reason: str


def run(
    jobs: Iterable[Job[About, Payload]], work: Callable[[Payload], Answer], workers: int = 1, limits: Limits | None = None
) -> Iterator[tuple[About, Answer | Lost | None]]:
    """Have worker processes do jobs; for each, in order, what it is about and its answer (`None` where it had no payload).

    Where the system can fork, `work` and what it holds is shared with the workers as it stands; elsewhere it must pickle. Payloads and
    answers must pickle. The jobs are read a bounded way ahead of the answers. Closing the iterator kills the workers.

    >>> list(run([Job("a", 2), Job("b"), Job("c", 0)], (100).__floordiv__))
    [('a', 50), ('b', None), ('c', Lost(reason='ZeroDivisionError: integer division or modulo by zero'))]
    """
    crew = _Crew(work, limits or Limits())
    queue = _Queue(iter(jobs))
    try:
        while True:
            crew.give(queue, workers)
            yield from queue.answered()
            if queue.done:
                return
            crew.collect(queue, waiting=not queue.ready)
    finally:
        crew.dismiss()


class _Task(NamedTuple):
    number: int
    data: bytes


class _Queue(Generic[About, Payload]):
    """The jobs between the reader and the consumer: those that wait for a worker, are in work, or are answered and wait for their turn."""

    def __init__(self, jobs: Iterator[Job[About, Payload]]) -> None:
        self._jobs = jobs
        self._exhausted = False
        self._waiting: deque[_Task] = deque()
        self._abouts: deque[About] = deque()  # of the jobs from `_first` on
        self._first = 0
        self._answers: dict[int, Any] = {}
        self._sizes: dict[int, int] = {}
        self._bytes = 0  # of the jobs that are read and not answered in their turn

    @property
    def ready(self) -> bool:
        """Whether the oldest job is answered."""
        return self._first in self._answers

    @property
    def done(self) -> bool:
        """Whether there is nothing left to do."""
        return self._exhausted and not self._abouts

    def batch(self, most: int) -> list[_Task]:
        """The next jobs for one worker, of so many bytes; none when there are none, or the oldest is too far behind."""
        size = 0
        tasks = []
        while size < most and (self._waiting or self._read()):
            if self._waiting:
                tasks.append(self._waiting.popleft())
                size += len(tasks[-1].data)
        return tasks

    def _read(self) -> bool:
        if self._exhausted or self._bytes >= WINDOW_BYTES or len(self._abouts) >= WINDOW_JOBS:
            return False
        job = next(self._jobs, None)
        if job is None:
            self._exhausted = True
            return False
        number = self._first + len(self._abouts)
        self._abouts.append(job.about)
        size = job.weight
        if job.payload is None:
            self._answers[number] = None
        else:
            data = bytes(ForkingPickler.dumps(job.payload))
            size += len(data)
            self._waiting.append(_Task(number, data))
        self._sizes[number] = size
        self._bytes += size
        return True

    def give_back(self, tasks: Iterable[_Task]) -> None:
        self._waiting.extendleft(reversed(list(tasks)))

    def answer(self, number: int, answer: Any) -> None:
        self._answers[number] = answer

    def answered(self) -> Iterator[tuple[About, Any]]:
        """Some of the answers whose turn it is: few enough that the workers are not left idle meanwhile."""
        for _ in range(_AT_ONCE):
            if not self.ready:
                return
            answer = self._answers.pop(self._first)
            self._bytes -= self._sizes.pop(self._first)
            self._first += 1
            yield self._abouts.popleft(), answer


class _Worker:
    """One process, the batch it was given, and since when it has its first unanswered job in hand."""

    def __init__(self, context: BaseContext, work: Callable[[Any], Any], limits: Limits, others: list[Connection]) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        # A forked process holds the parent's ends of all pipes, and must let go of them to see them close when the parent dies.
        forked = context.get_start_method() == "fork"
        inherited = [*others, self.pipe] if forked else []
        self.process = context.Process(target=_serve, args=(theirs, work, limits, inherited), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()
        self.tasks: deque[_Task] = deque()
        self.since = 0.0
        self.appetite = FIRST_BYTES

    def give(self, tasks: list[_Task]) -> None:
        self.tasks.extend(tasks)
        self.appetite = min(2 * self.appetite, BATCH_BYTES)
        self.since = time.monotonic()
        with contextlib.suppress(OSError):  # it died idle: collecting will find that
            self.pipe.send_bytes(ForkingPickler.dumps([task.data for task in tasks]))

    def take(self, queue: _Queue[Any, Any]) -> bool:
        """Hand the answers that are there to the queue; whether the worker lives."""
        try:
            while self.pipe.poll():
                answer = self.pipe.recv()
                queue.answer(self.tasks.popleft().number, answer)
                self.since = time.monotonic()
        except (EOFError, OSError):
            return False
        return True

    def end(self) -> int | None:
        """Kill it; the exit code."""
        self.process.join(0.5 if not self.process.is_alive() else 0)
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code: int | None = self.process.exitcode
        return code


class _Crew:
    def __init__(self, work: Callable[[Any], Any], limits: Limits) -> None:
        # Forking shares what the parent has built already. Elsewhere than on Linux it is unsafe or unknown.
        self._context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._work = work
        self._limits = limits
        self._workers: list[_Worker] = []

    def give(self, queue: _Queue[Any, Any], most: int) -> None:
        """Give every idle worker a batch, and start workers while there is work for more."""
        for worker in self._workers:
            if not worker.tasks and (tasks := queue.batch(worker.appetite)):
                worker.give(tasks)
        while len(self._workers) < most and (tasks := queue.batch(FIRST_BYTES)):
            worker = _Worker(self._context, self._work, self._limits, [other.pipe for other in self._workers])
            self._workers.append(worker)
            worker.give(tasks)

    def collect(self, queue: _Queue[Any, Any], *, waiting: bool) -> None:
        """Take what the workers have answered, and see to those that died or take too long; if `waiting`, not before there is something."""
        busy = [worker for worker in self._workers if worker.tasks]
        if waiting and busy:
            patience = min(worker.since for worker in busy) + self._limits.seconds - time.monotonic()
            wait([worker.pipe for worker in busy], max(patience, 0))
        for worker in busy:
            lives = worker.take(queue)
            if not worker.tasks:
                continue
            if not lives:
                self._replace(worker, queue, None)
            elif time.monotonic() - worker.since > self._limits.seconds:
                self._replace(worker, queue, f"it took longer than {self._limits.seconds:g} s")

    def _replace(self, worker: _Worker, queue: _Queue[Any, Any], reason: str | None) -> None:
        code = worker.end()
        self._workers.remove(worker)
        queue.answer(worker.tasks.popleft().number, Lost(reason or _died(code, self._limits)))
        queue.give_back(worker.tasks)

    def dismiss(self) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()


def _died(code: int | None, limits: Limits) -> str:
    if code == _NO_MEMORY:
        return f"it needed more than {limits.memory >> 20} MiB of memory"
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"its worker process died of {signal.Signals(-code).name}"
    return f"its worker process ended with code {code}"


def _serve(pipe: Connection, work: Callable[[Any], Any], limits: Limits, inherited: list[Connection]) -> None:
    """What a worker does until its parent lets go of the pipe."""
    for connection in inherited:
        connection.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends its workers
    gc.freeze()  # what was inherited is the parent's to collect, and stays shared
    _bound_memory(limits.memory)
    while True:
        try:
            batch = ForkingPickler.loads(pipe.recv_bytes())
        except EOFError:
            return
        for data in batch:
            _alarm(limits.seconds + _GRACE)
            answer = _answer(work, data)
            _alarm(0)
            with contextlib.suppress(BrokenPipeError):
                pipe.send(answer)


def _answer(work: Callable[[Any], Any], data: bytes) -> Any:
    try:
        return work(ForkingPickler.loads(data))
    except MemoryError:
        os._exit(_NO_MEMORY)  # a new process is in a better state than this one
    except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the parent, which names the document
        return Lost(f"{type(error).__name__}: {error}")


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _bound_memory(most: int) -> None:
    if sys.platform == "linux":
        import resource

        # A fork has its parent's address space, which is no fault of its jobs.
        most += _mapped_pages() * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
            score.write("1000")  # when the machine runs out of memory, a worker is the one to go


def _mapped_pages() -> int:
    """How many pages of memory this process has mapped, touched or not."""
    try:
        with open("/proc/self/statm") as sizes:  # noqa: PTH123
            return int(sizes.read().split()[0])
    except OSError:
        return 0
