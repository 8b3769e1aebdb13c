"""How far a batch is, on standard error: a bar where a person looks on, and nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from textclean.batch.flow import Begun, Cleaned, Ended, Event, File

SHOWN_AFTER = 1.0  # seconds: a run of a moment needs no bar
# Seconds between drawings, which the loop does itself: a process that forks workers had better have no thread that draws.
_REFRESH = 0.1


def with_progress(events: Iterable[Event], files: Sequence[File]) -> Iterable[Event]:
    """The events, with a bar that shows how many files and bytes are done, the rate, and the time left."""
    return _drawn(events, files) if sys.stderr.isatty() else events


def _drawn(events: Iterable[Event], files: Sequence[File]) -> Iterator[Event]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
    )
    ends = list(accumulate(map(_size, files)))
    places = {file.path: index for index, file in enumerate(files)}
    task = bar.add_task("", total=ends[-1] if ends else 0)
    drawn = time.monotonic() + SHOWN_AFTER
    done = end = 0
    try:
        for event in events:
            match event:
                case Begun():
                    end = ends[places[event.file.path]]
                case Cleaned():
                    # Roughly, since compressed documents are longer than their bytes in the file; exact at the file's end.
                    done = min(done + event.weight, end)
                case Ended():
                    index = places[event.file.path]
                    done = ends[index]
                    bar.update(task, description=f"{index + 1} of {len(files)} files")
            bar.update(task, completed=done)
            if time.monotonic() - drawn > _REFRESH:
                bar.start()
                bar.refresh()
                drawn = time.monotonic()
            yield event
    finally:
        bar.stop()


def _size(file: File) -> int:
    try:
        return file.path.stat().st_size
    except OSError:  # it will be named when it cannot be read
        return 0
