"""The flow of a batch: files are opened one after the other, their documents go to workers and come back in order, cleaned.

Every command of a batch is a consumer of `documents`: it sees each file begin, each of its documents, and the file end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from textclean.batch.documents import DocumentError
from textclean.batch.records import record_line
from textclean.batch.running import WINDOW_BYTES, Job, Limits, Lost, run
from textclean.batch.settings import Ruling, Settings
from textclean.batch.sources import Item, Reading, Source, open_source
from textclean.batch.suppression import Unused, clean_commented, takes_comments
from textclean.batch.writing import Replacement
from textclean.cleaner import Cleaner
from textclean.result import Detail, Result
from textclean.verification import clean_strictly


class File(NamedTuple):
    """A file to work on.

    `under` is the folder that it was found in; `name` is what messages call it, and `key` what records, baselines and the manifest do: its
    path from the project's folder, with slashes. `digest` is the SHA-256 of its bytes, where that is known; `kind`
    the suffix of the kind as which it is read, in place of that of its name.
    """

    path: Path
    under: Path
    name: str
    key: str
    settings: Settings
    digest: str = ""
    kind: str = ""

    @property
    def reading(self) -> Reading:
        """How it is read."""
        return self.settings.reading._replace(kind=self.kind)


class Begun(NamedTuple):
    """A file was opened. It can be written anew through `replacement`; where that cannot be, `refusal` says why."""

    file: File
    source: Source
    replacement: Replacement | None = None
    refusal: str = ""


class Cleaned(NamedTuple):
    """A document of the file that was begun last.

    Without a result it is left as it is; `problem` says why, where there is something wrong. `weight`
    is about how many bytes the parent holds for it.
    """

    file: File
    item: Item
    weight: int = 0
    result: Result | None = None
    record: bytes | None = None
    unused: tuple[Unused, ...] = ()
    problem: str = ""

    @property
    def name(self) -> str:
        """What the document is called: its file or, where that holds many, the file and the number in it."""
        return self.file.name if self.item.single else f"{self.file.name}:{self.item.number}"

    @property
    def failed(self) -> bool:
        """Whether the document could not be cleaned."""
        return bool(self.problem) or (self.result is not None and self.result.failed)


class Ended(NamedTuple):
    """A file was read to its end or, when there is a problem, as far as that. `written`: it was written anew."""

    file: File
    problem: str = ""
    written: bool = False


class Recording(Enum):
    """Of which documents a record is made."""

    NONE = 0
    CHANGED = 1
    ALL = 2


@dataclass(frozen=True)
class Work:
    """What is done with every document, by a worker."""

    cleaners: Mapping[Ruling, Cleaner]
    recording: Recording = Recording.NONE
    detail: Detail = Detail.FULL
    marks: Mapping[str, Any] = field(default_factory=dict)  # what records hold beside the document and its result
    title: str | None = None
    url: str | None = None
    strict: bool = False

    def __call__(self, task: Task) -> Done:
        """Clean one document."""
        result, unused = self._page(task, task.page) if task.page is not None else self._clean(task.text, task)
        if self.strict:
            result = self._proven(result, task)
        wanted = self.recording == Recording.ALL or (self.recording == Recording.CHANGED and bool(result.edits))
        return Done(result, record_line(result, task.document, self.detail, self.marks) if wanted else None, unused)

    def _page(self, task: Task, page: bytes) -> tuple[Result, tuple[Unused, ...]]:
        from textclean.pages.page_cleaner import PageCleaner

        charset = None if task.charset == "auto" else task.charset
        cleaner = PageCleaner(self.cleaners[task.ruling])
        return cleaner.clean(page, url=self.url, charset=charset, title=self.title, lang=task.lang), ()

    def _proven(self, result: Result, task: Task) -> Result:
        if task.page is None:
            return clean_strictly(lambda text: self._clean(text, task)[0], task.text)
        # The proof is about the text that was extracted.
        stamp, cleaner = result.stamp, self.cleaners[task.ruling]
        proven = clean_strictly(lambda text: cleaner.clean(text, title=stamp.title, lang=stamp.lang), result.restore())
        return proven if proven.failed else result

    def _clean(self, text: str, task: Task) -> tuple[Result, tuple[Unused, ...]]:
        cleaner = self.cleaners[task.ruling]
        if task.commented:
            return clean_commented(cleaner, text, title=self.title, lang=task.lang)
        return cleaner.clean(text, title=self.title, lang=task.lang), ()


class Task(NamedTuple):
    """A document on its way to a worker."""

    text: str
    ruling: Ruling
    lang: str | None
    commented: bool
    document: Mapping[str, Any]
    page: bytes | None = None
    charset: str | None = None


class Done(NamedTuple):
    """What a worker answers."""

    result: Result
    record: bytes | None
    unused: tuple[Unused, ...]


Event = Begun | Cleaned | Ended

# A file that is read ahead stays open, and there are 256 such at most on some systems: with this weight, 128 fill the window.
_OPEN = WINDOW_BYTES // 128


def documents(
    files: Iterable[File], work: Callable[[Task], Done], workers: int = 1, limits: Limits | None = None, *, in_place: bool = False
) -> Iterator[Event]:
    """The documents of some files, cleaned, between the beginnings and ends of their files.

    A file that cannot be opened or read ends with the problem; a document that cannot be cleaned comes with its own. Neither stops the
    rest. With `in_place` files begin with what it takes to write them anew.
    """
    answers: Iterator[tuple[Event, Done | Lost | None]] = run(_jobs(files, in_place=in_place), work, workers, limits)
    with closing(answers), ExitStack() as opened:  # type: ignore[type-var]
        for event, answer in answers:
            if isinstance(event, Begun):
                opened.enter_context(event.source)
            yield _answered(event, answer)
            if isinstance(event, Ended):
                opened.close()  # not before: whoever writes a copy of the file reads it again


def _answered(event: Event, answer: Done | Lost | None) -> Event:
    if not isinstance(event, Cleaned) or answer is None:
        return event
    if isinstance(answer, Lost):
        return event._replace(problem=answer.reason)
    return event._replace(result=answer.result, record=answer.record, unused=answer.unused)


def _jobs(files: Iterable[File], *, in_place: bool) -> Iterator[Job[Event, Task]]:
    for file in files:
        problem = ""
        try:
            # Before the file is read: what others write to it from here on is noticed.
            replacement, refusal = _replacement(file) if in_place else (None, "")
            source = open_source(str(file.path), file.reading)
            yield Job(Begun(file, source, replacement, refusal), weight=_OPEN)
            for item in source.items():
                yield _job(file, item)
        except DocumentError as error:
            problem = str(error)
        yield Job(Ended(file, problem))


def _replacement(file: File) -> tuple[Replacement | None, str]:
    try:
        return Replacement(file.path, file.under), ""
    except DocumentError as error:
        return None, str(error)


def _job(file: File, item: Item) -> Job[Event, Task]:
    weight = len(item.text or item.page or "") + (len(item.raw) if isinstance(item.raw, bytes) else 0)
    about = Cleaned(file, item, weight, problem=item.problem or "")
    if item.problem or (item.text is None and item.page is None):
        return Job(about, weight=weight)
    settings = file.settings
    document = {"path": file.key, **item.held}
    commented = takes_comments(file.name)
    task = Task(item.text or "", settings.ruling, settings.lang, commented, document, item.page, settings.encoding)
    return Job(about, task, weight)
