"""Taking fixes back, in place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textclean.batch.documents import DocumentError
from textclean.batch.sources import Item, Reading, open_source
from textclean.batch.undo_log import Fix, TornRecordError, UndoLog
from textclean.batch.writing import Replacement
from textclean.errors import RecordError
from textclean.result import Result
from textclean.text.fingerprint import Fingerprint, fingerprint

_CONTAINERS = (".parquet", ".gz", ".zst")
_NUMBERS = ("record", "row")  # what documents of a file with several are counted by; a file with one names neither


class TakenBack(NamedTuple):
    """What came of a file, or of a path that was asked for.

    `documents` were taken back. `problem` says why the file stays as it is, `note` what to know about it. Where there is neither problem
    nor document, the file was as before the fix: the fix had been killed before it wrote it, or an undo before it noted it.
    """

    path: str
    run: str
    documents: int
    note: str | None = None
    problem: str | None = None


def undo(log: UndoLog, paths: Sequence[Path] = ()) -> Iterator[TakenBack]:
    """Take back the last fix of each file that the paths name, files or folders; without paths, of all files of the last run.

    Each call takes one more fix back. A fix that never wrote its text is passed over for the one before it. Each file is written whole or
    not at all, after every text in it was found to be what the fix left, by its fingerprint; a file that was changed since stays and is
    named with the place. Files outside the log's root, which a log from elsewhere could name, are written only when the paths name them.

    Raises `DocumentError` when the log cannot be read or written.
    """
    fixes = log.fixes()
    try:
        yield from _named(log, fixes, paths) if paths else _last_run(log, fixes)
    finally:
        log.sync()


def _last_run(log: UndoLog, fixes: Sequence[Fix]) -> Iterator[TakenBack]:
    for run in reversed(dict.fromkeys(fix.run for fix in fixes)):
        happened = False
        for fix in fixes:
            if fix.run == run:
                if _outside(log, fix):
                    taken = TakenBack(str(log.path(fix.name)), run, 0, problem=f"is outside {log.root}; name it to take its fix back")
                else:
                    taken = _take_back(log, fix, log.root)
                happened = happened or _happened(fix, taken)
                yield taken
        if happened:
            return


def _named(log: UndoLog, fixes: Sequence[Fix], paths: Sequence[Path]) -> Iterator[TakenBack]:
    standing: dict[str, list[Fix]] = {}
    for fix in fixes:
        standing.setdefault(fix.name, []).append(fix)
    done: set[str] = set()
    for path in paths:
        real = Path(os.path.realpath(path))
        names = [name for name in standing if log.path(name).is_relative_to(real)]
        if not names:
            yield TakenBack(str(path), "", 0, problem=f"no fix of it stands in {log.file}")
        for name in names:
            if name not in done:
                done.add(name)
                yield from _last_fix(log, standing[name], None if real == log.path(name) else real)


def _last_fix(log: UndoLog, fixes: Sequence[Fix], inside: Path | None) -> Iterator[TakenBack]:
    for fix in reversed(fixes):
        taken = _take_back(log, fix, inside)
        yield taken
        if _happened(fix, taken):
            return


def _happened(fix: Fix, taken: TakenBack) -> bool:
    return bool(taken.documents or taken.problem or fix.written)


def _outside(log: UndoLog, fix: Fix) -> bool:
    return not Path(os.path.realpath(log.path(fix.name))).is_relative_to(log.root)


def _take_back(log: UndoLog, fix: Fix, inside: Path | None) -> TakenBack:
    path = log.path(fix.name)
    try:
        documents = _restore(log, fix, inside)
    except (RecordError, DocumentError) as error:
        if fix.written is not False:
            return TakenBack(str(path), fix.run, 0, problem=str(error))
        documents = 0  # somebody else wrote the file while the fix was at it, so the fix left it alone
    log.mark_undone(fix)
    note = "its texts are as before the fix; the file around them was written anew" if documents and path.suffix in _CONTAINERS else None
    return TakenBack(str(path), fix.run, documents, note)


def _restore(log: UndoLog, fix: Fix, inside: Path | None) -> int:
    """Write a file as it was before a fix; the number of documents whose text that changes."""
    path = log.path(fix.name)
    records = log.records(fix)
    restored = 0
    with Replacement(path, inside) as replacement:
        try:
            record = next(records, None)
            with open_source(str(path), _reading(record)) as source:
                if source.rewritable is not None:
                    raise DocumentError(f"{path}: {source.rewritable}")
                sink = source.sink(replacement.file)
                for item in source.items():
                    if record is None or item.number != _number(record):
                        sink.write(item)
                        continue
                    original = _original(record, item, path)
                    if original is None:
                        sink.write(item)
                    else:
                        sink.write(item, original, record["document"])
                        restored += 1
                    record = next(records, None)
                sink.finish()
            if record is not None:
                raise RecordError(f"{path}: has no document {_number(record)} any more, which the fix changed")
        except TornRecordError:
            # The last line that a killed run wrote, so it wrote no text of the file; anything else is damage.
            if restored or fix.written:
                raise
        if restored:
            if not fix.written:
                log.mark_written(fix)  # lest an undo that is killed after its rename passes over this fix when it is run again
            log.sync()
            replacement.commit()
    return restored


def _original(record: Mapping[str, Any], item: Item, path: Path) -> str | None:
    """The text before the fix; None where it is that already.

    Raises `RecordError`, with the place, where it is neither.
    """
    try:
        return Result.from_record(record, item.text or "").restore()
    except RecordError as error:
        if item.text is not None and fingerprint(item.text) == _source(record):
            return None
        raise RecordError(f"{path}{f':{item.number}' if _counted(record) else ''}: was changed since the fix: {error}") from error


def _source(record: Mapping[str, Any]) -> Fingerprint | None:
    try:
        return Fingerprint(**record["source"])
    except (KeyError, TypeError):
        return None


def _reading(record: Mapping[str, Any] | None) -> Reading:
    """How to read the file that a record is of."""
    held = record["document"] if record else {}
    return Reading(field=held.get("field") or held.get("column") or Reading().field, encoding=held.get("encoding"))


def _counted(record: Mapping[str, Any]) -> bool:
    return any(name in record["document"] for name in _NUMBERS)


def _number(record: Mapping[str, Any]) -> int:
    held = record["document"]
    return int(next((held[name] for name in _NUMBERS if name in held), 1))
