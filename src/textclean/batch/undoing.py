"""Taking fixes back, in place."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textclean.batch.documents import STANDARD, DocumentError
from textclean.batch.sources import Item, Reading
from textclean.batch.undo_log import Fix, TornRecordError, UndoLog, UndoLogError
from textclean.batch.writing import Replacement
from textclean.errors import RecordError
from textclean.result import Result
from textclean.text.fingerprint import fingerprint

_Record = Mapping[str, Any]
DEFAULT = Reading()
_CONTAINERS = (".parquet", ".gz", ".zst")
_NUMBERS = ("record", "row")  # what documents of a file with several are counted by; a file with one names neither


class TakenBack(NamedTuple):
    """What came of a file, or of a path that was asked for.

    `documents` were taken back. `problem` says which file stays as it is and why, `note` what to know about it. Where there is neither
    problem nor document, the file was as before the fix: the fix had been killed before it wrote it, or an undo before it noted it.
    """

    path: str
    run: str
    documents: int
    note: str | None = None
    problem: str | None = None


def undo(log: UndoLog, paths: Sequence[Path] = (), reading: Reading = DEFAULT) -> Iterator[TakenBack]:
    """Take back the last fix of each file that the paths name, files or folders; without paths, of all files of the last run.

    `reading` gives the limits; field and encoding are those of the records. Each call takes one more fix back. A fix that never wrote its
    text is passed over for the one before it. Each file is written whole or not at all, after every text in it was found to be what the fix
    left, by its fingerprint; a file that was changed since stays and is named with the place. Files outside the log's root, which a log
    from elsewhere could name, are written only when the paths name them.

    Raises `DocumentError` when the log cannot be read or written.
    """
    fixes = log.fixes()
    try:
        yield from _named(log, fixes, paths, reading) if paths else _last_run(log, fixes, reading)
    finally:
        log.sync()


def _last_run(log: UndoLog, fixes: Sequence[Fix], reading: Reading) -> Iterator[TakenBack]:
    for run in reversed(dict.fromkeys(fix.run for fix in fixes)):
        happened = False
        for fix in fixes:
            if fix.run == run:
                path = log.path(fix.name)
                if Path(os.path.realpath(path)).is_relative_to(log.root):
                    taken = _take_back(log, fix, log.root, reading)
                else:
                    taken = TakenBack(str(path), run, 0, problem=f"{path}: is outside {log.root}; name it to take its fix back")
                happened = happened or _happened(fix, taken)
                yield taken
        if happened:
            return


def _named(log: UndoLog, fixes: Sequence[Fix], paths: Sequence[Path], reading: Reading) -> Iterator[TakenBack]:
    standing: dict[str, list[Fix]] = {}
    for fix in fixes:
        standing.setdefault(log.path(fix.name).as_posix(), []).append(fix)
    files = sorted(standing)
    done: set[str] = set()
    for path in paths:
        real = Path(os.path.realpath(path))
        named = _at_or_below(files, real.as_posix())
        if not named:
            yield TakenBack(str(path), "", 0, problem=f"{path}: no fix of it stands in {_shown(log.file)}")
        for file in named:
            if file not in done:
                done.add(file)
                yield from _last_fix(log, standing[file], None if file == real.as_posix() else real, reading)


def _at_or_below(files: Sequence[str], path: str) -> Sequence[str]:
    """Of some sorted paths the one that equals `path`, or those below it; in the time of a search, for a shell may name them all."""
    at = bisect_left(files, path)
    if files[at : at + 1] == [path]:
        return [path]
    folder = path.rstrip("/")
    return files[bisect_left(files, folder + "/") : bisect_left(files, folder + chr(ord("/") + 1))]


def _last_fix(log: UndoLog, fixes: Sequence[Fix], inside: Path | None, reading: Reading) -> Iterator[TakenBack]:
    for fix in reversed(fixes):
        taken = _take_back(log, fix, inside, reading)
        yield taken
        if _happened(fix, taken):
            return


def _happened(fix: Fix, taken: TakenBack) -> bool:
    return bool(taken.documents or taken.problem or fix.written)


def _take_back(log: UndoLog, fix: Fix, inside: Path | None, reading: Reading) -> TakenBack:
    path = _shown(log.path(fix.name))
    try:
        documents = _restore(log, fix, inside, reading)
    except UndoLogError:
        raise
    except (RecordError, DocumentError) as error:
        if fix.written is not False:
            return TakenBack(str(path), fix.run, 0, problem=str(error))
        documents = 0  # somebody else wrote the file while the fix was at it, so the fix left it alone
    log.mark_undone(fix)
    note = "its texts are as before the fix; the file around them was written anew" if documents and path.suffix in _CONTAINERS else None
    return TakenBack(str(path), fix.run, documents, note)


def _restore(log: UndoLog, fix: Fix, inside: Path | None, reading: Reading) -> int:
    """Write a file as it was before a fix; the number of documents whose text that changes."""
    path = _shown(log.path(fix.name))
    with Replacement(path, inside) as replacement:
        restored = 0
        try:
            for changed in _copy(path, replacement, log.records(fix), reading):
                restored += changed
        except TornRecordError as error:
            # The last line that a killed run wrote, so it wrote no text of the file; anything else is damage.
            if restored or fix.written:
                raise RecordError(f"{path}: {error}, so its text cannot be given back") from error
        if restored:
            if not fix.written:
                # Lest an undo that is killed after its rename passes over this fix when it is run again.
                log.mark_written(fix)
                log.sync()
            replacement.commit()
    return restored


def _copy(path: Path, replacement: Replacement, records: Iterator[_Record], reading: Reading) -> Iterator[bool]:
    """Write a copy with the original of each document that a record is of; for each of those, whether it was something else."""
    from textclean.batch.sources import open_source

    first = next(records, None)
    with open_source(str(path), _reading(first, reading)) as source:
        if source.rewritable is not None:
            raise DocumentError(f"{path}: {source.rewritable}")
        sink = source.sink(replacement.file)
        record = first
        for item in source.items():
            if record is None or item.number != _number(record):
                sink.write(item)
                continue
            original = _original(record, item, path)
            sink.write(item, original, _held(record) if original is not None else None)
            yield original is not None
            record = next(records, None)
        if record is not None:
            raise RecordError(f"{path}: has no document {_number(record)} any more, which the fix changed")
        sink.finish()


def _original(record: _Record, item: Item, path: Path) -> str | None:
    """The text before the fix; None where it is that already.

    Raises `RecordError`, with the place, where it is neither.
    """
    place = f"{path}:{item.number}" if any(name in _held(record) for name in _NUMBERS) else str(path)
    if item.text is None:
        raise RecordError(f"{place}: {item.problem or 'there is no text any more, which the fix changed'}")
    try:
        return Result.from_record(record, item.text).restore()
    except RecordError as error:
        source = record.get("source")
        if isinstance(source, dict) and fingerprint(item.text)._asdict().items() <= source.items():
            return None
        raise RecordError(f"{place}: was changed since the fix: {error}") from error


def _shown(path: Path) -> Path:
    """A path as a person would type it."""
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    return path if str(shown) == STANDARD else shown


def _held(record: _Record) -> Mapping[str, Any]:
    """What a record knows of its document."""
    held = record.get("document")
    if not isinstance(held, dict):
        raise RecordError("the record does not say what document it is of")
    return held


def _reading(record: _Record | None, limits: Reading) -> Reading:
    """How to read the file that a record is of."""
    held = _held(record) if record else {}
    field, encoding = held.get("field") or held.get("column") or limits.field, held.get("encoding")
    if not isinstance(field, str) or not isinstance(encoding, str | None):
        raise RecordError("the record does not say how to read its document")
    return limits._replace(field=field, encoding=encoding)


def _number(record: _Record) -> int:
    held = _held(record)
    number = next((held[name] for name in _NUMBERS if name in held), 1)
    if not isinstance(number, int):
        raise RecordError("the record does not say where its document stands")
    return number
