"""Reading a file through a source, and copying it through a sink."""

import io
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from textclean.batch.sources import Item, Reading, open_source

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


def items(path, **reading) -> list[Item]:
    with open_source(str(path), Reading(**reading)) as source:
        return list(source.items())


def copied(path: Path, change: Callable[[Item], str | None] = lambda item: None, lag: int = 3, **reading) -> bytes:
    """The bytes of a copy in which `change` gives the texts that are new."""
    target = io.BytesIO()
    with open_source(str(path), Reading(**reading)) as source:
        sink = source.sink(target)
        waiting = []
        for item in source.items():
            waiting.append(item)
            if len(waiting) > lag:
                first = waiting.pop(0)
                sink.write(first, change(first))
        for item in waiting:
            sink.write(item, change(item))
        sink.finish()
    return target.getvalue()


def put_back(path: Path, originals: dict[int, Item], **reading) -> bytes:
    """The bytes of a copy in which items are as they were."""
    target = io.BytesIO()
    with open_source(str(path), Reading(**reading)) as source:
        sink = source.sink(target)
        for item in source.items():
            if original := originals.get(item.number):
                sink.write(item, original.text, original.held)
            else:
                sink.write(item)
        sink.finish()
    return target.getvalue()
