"""Writing a file whole or not at all.

A kill, a full disk, or another writer at any moment leaves the old file or the new one under its name, never a part of one.
"""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from textclean.batch.documents import DocumentError
from textclean.batch.locking import lock, try_lock

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_TEMPORARY = re.compile(r"\..*\.[0-9a-f]{16}\.textclean-tmp", re.DOTALL)
_MOST_NAME_BYTES = 100  # of the target's name in the temporary one's: the shortest limit of a common file system is 143 bytes (eCryptfs)
_CLOSED_FIRST = sys.platform == "win32"  # Windows renames no open file; elsewhere the lock on it is held until it has its name

_SYNCING = 8  # threads that wait for the disk at a time

# The temporary files of this process, which `sweep` must not even open: closing them again would let go of their locks.
_own: set[Path] = set()


class Replacement:
    """A file's new content, which takes the old one's place at `commit`, whole or not at all.

        with Replacement(target, inside) as replacement:  # before the file is read: from here on a change by others is noticed
            replacement.file.write(...)                    # the temporary file is made at the first use of `file`
            replacement.commit()

    Symbolic links are resolved first and stay; mode, owner, group and (on Linux) extended attributes, ACLs among them, are kept.
    With `create` the target need not exist: its folders are made, and its mode is what the umask gives.

    Raises `DocumentError` where the target lies outside `inside`, is missing, is no regular file, is read-only, has other names (hard
    links), or cannot keep its owner or attributes; where the disk is full or faulty; and where somebody else wrote the file meanwhile.
    In each of these cases, and when the `with` block ends without `commit`, the target is as it was and nothing else remains.

    Wrong when another process writes the file between the last look at it and the rename (some microseconds): only a lock that both
    heed could tell. A change within one tick of the file system's clock that keeps the size goes unseen too.
    """

    path: Path
    """What is replaced: the target with links resolved."""
    committed: bool = False
    """Whether the new content has the file's name."""

    def __init__(self, target: Path, inside: Path | None = None, *, create: bool = False) -> None:
        self._target = target
        self._temporary: Path | None = None
        self._raw: _Output | None = None
        self._file: io.BufferedWriter | None = None
        self._made: list[Path] = []  # folders, outermost first
        try:
            self.path = Path(os.path.realpath(target, strict=not create))
            self._found = _look(self.path, missing_is_fine=create)
            within = inside is None or self.path.is_relative_to(os.path.realpath(inside))
        except OSError as error:
            raise _failed(target, "cannot be read", error) from error
        if not within:
            raise DocumentError(f"{target}: leads to {self.path}, outside {inside}; name that file itself, or leave it out")

    @property
    def file(self) -> BinaryIO:
        """The temporary file beside the target, for writing; a fault of the disk in it is a `DocumentError` too."""
        if self._file is None:
            try:
                self._check_unchanged()
                if self._found is not None and (refusal := _refusal(self._found, self.path)):
                    raise DocumentError(f"{self._target}: {refusal}")
                self._file = self._open()
            except OSError as error:
                raise _failed(self._target, "no file can be made beside it", error) from error
        return self._file

    def commit(self) -> None:
        """Give the new content the file's name, and make sure that it is on the disk.

        Raises `DocumentError`; only where `committed` is true nevertheless, the new content stands and its folder could not be synced.
        """
        (error,) = commit_together([self])
        if error is not None:
            raise error

    def _settle(self) -> None:
        """Give the temporary file all that the target is to have."""
        file, _ = self._written()
        try:
            file.flush()
            self._check_unchanged()
            if self._found is not None:
                _copy_attributes(self.path, self._found, file.fileno())
        except OSError as error:
            raise _failed(self._target, "cannot be written", error) from error

    def _sync(self) -> None:
        file, _ = self._written()
        try:
            os.fsync(file.fileno())
        except OSError as error:
            raise _failed(self._target, "cannot be written", error) from error

    def _rename(self) -> None:
        file, temporary = self._written()
        try:
            self._check_unchanged()
            if _CLOSED_FIRST:
                file.close()
            temporary.replace(self.path)
            self.committed = True
        except OSError as error:
            raise _failed(self._target, "cannot be written", error) from error
        self._let_go()

    def _written(self) -> tuple[io.BufferedWriter, Path]:
        if self._file is None or self._temporary is None:
            raise ValueError("nothing was written")
        return self._file, self._temporary

    def _folders(self) -> set[Path]:
        """The folders in which names are new."""
        return {self.path.parent, *(made.parent for made in self._made)}

    def _unsynced(self, error: OSError) -> DocumentError:
        return DocumentError(
            f"{self._target}: was written, but its folder cannot be synced: {error.strerror}; after a power cut it may be as before"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not self.committed:
            self._discard()

    def _open(self) -> io.BufferedWriter:
        if self._found is None:
            self._make_folders()
        mode = 0o666 if self._found is None else 0o600  # the umask takes its share of the first; the second ends as the target's
        while True:
            # The name is known before the file is there, so that an interrupt between the two leaves nothing behind.
            self._temporary = self.path.with_name(_temporary_name(self.path.name))
            _own.add(self._temporary)
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
            self._raw = _Output(os.open(self._temporary, flags, mode), self._target)
            lock(self._raw.fileno())
            if os.fstat(self._raw.fileno()).st_nlink:
                return io.BufferedWriter(self._raw)
            self._let_go()  # a sweep came in between

    def _check_unchanged(self) -> None:
        if _identity(_look(self.path, missing_is_fine=True)) != _identity(self._found):
            raise DocumentError(f"{self._target}: was changed by another program meanwhile; that change stands; run again")

    def _make_folders(self) -> None:
        for folder in reversed([parent for parent in self.path.parents if not parent.exists()]):
            with suppress(FileExistsError):
                folder.mkdir()
                self._made.append(folder)

    def _let_go(self) -> None:
        if self._raw is not None:
            self._raw.close()  # not the buffer over it, which would write what is left in it
        if self._temporary is not None:
            _own.discard(self._temporary)

    def _discard(self) -> None:
        self._let_go()
        # What cannot be removed now is swept by a later run; the error that led here matters more.
        with suppress(OSError):
            if self._temporary is not None:
                self._temporary.unlink(missing_ok=True)
            for folder in reversed(self._made):
                folder.rmdir()


def commit_together(replacements: Sequence[Replacement], before: Callable[[], None] | None = None) -> list[DocumentError | None]:
    """Commit several replacements for hardly more than one costs; for each, the error for which it failed.

    What one fails for is no matter of the others. `before` is called once all of the content is written and before the first has its name;
    a `DocumentError` from it is that of all.
    """
    errors: dict[Replacement, DocumentError] = {}

    def each(step: Callable[[Replacement], None]) -> None:
        for replacement in replacements:
            attempt(step, replacement)

    def attempt(step: Callable[[Replacement], None], replacement: Replacement) -> None:
        if replacement not in errors:
            try:
                step(replacement)
            except DocumentError as error:
                errors[replacement] = error

    each(Replacement._settle)
    try:
        if before is not None:
            before()
    except DocumentError as error:
        errors = {replacement: errors.get(replacement, error) for replacement in replacements}
    if len(replacements) == 1:
        each(Replacement._sync)
    else:
        # At once, for the system then brings many to the disk in one go. The threads end here: a process that forks had better have none.
        with ThreadPoolExecutor(_SYNCING) as threads:
            list(threads.map(partial(attempt, Replacement._sync), replacements))
    each(Replacement._rename)
    committed = [replacement for replacement in replacements if replacement.committed]
    for folder in dict.fromkeys(folder for replacement in committed for folder in replacement._folders()):
        try:
            sync_folder(folder)
        except OSError as error:
            errors |= {replacement: replacement._unsynced(error) for replacement in committed if folder in replacement._folders()}
    return [errors.get(replacement) for replacement in replacements]


def sweep(folder: Path) -> list[Path]:
    """Remove the temporary files that killed runs left in a folder, not those in the folders below it; what was removed.

    The files of runs that are alive, in this process or another, are locked and stay. So does what cannot be opened.
    """
    try:
        found = [Path(entry.path) for entry in os.scandir(os.path.realpath(folder)) if _TEMPORARY.fullmatch(entry.name)]
    except OSError:
        return []  # it is the walk that names a folder which cannot be read
    return [path for path in sorted(found) if path not in _own and _remove_if_dead(path)]


def sweep_beside(files: Iterable[Path]) -> list[Path]:
    """Sweep the folders in which files stand, or would stand, with links resolved; what was removed."""
    folders = dict.fromkeys(Path(os.path.realpath(file)).parent for file in files)
    return [path for folder in folders for path in sweep(folder)]


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can.

    Raises `OSError` when the disk fails.
    """
    if sys.platform == "win32":  # it opens no folders
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems that have no such operation
            raise
    finally:
        os.close(descriptor)


class _Output(io.FileIO):
    """A file that tells what it was written for when the disk fails."""

    def __init__(self, descriptor: int, target: Path) -> None:
        super().__init__(descriptor, "wb")
        self._target = target

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return os.write(self.fileno(), data)
        except OSError as error:
            raise _failed(self._target, "cannot be written", error) from error


def _look(path: Path, *, missing_is_fine: bool) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        if missing_is_fine:
            return None
        raise


def _identity(found: os.stat_result | None) -> tuple[int, ...] | None:
    """What tells whether somebody wrote a file, or put another in its place."""
    return found and (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _refusal(found: os.stat_result, path: Path) -> str | None:
    """Why a file is not replaced, and what to do about it."""
    if not stat.S_ISREG(found.st_mode):
        return "is not a regular file; leave it out"
    if found.st_nlink > 1:
        return f"has {found.st_nlink} names (hard links), which replacing it would part; make a copy in its place, or leave it out"
    # Root may write what is marked read-only, but the mark was made on purpose.
    if not found.st_mode & 0o222 or not os.access(path, os.W_OK):
        return "is read-only; make it writable, or leave it out"
    return None


def _copy_attributes(path: Path, found: os.stat_result, descriptor: int) -> None:
    """Give an open file the owner, group, extended attributes and mode of another; in this order, for each may undo those after it."""
    if sys.platform == "win32":
        return
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (found.st_uid, found.st_gid):
        try:
            os.fchown(descriptor, found.st_uid, found.st_gid)
        except PermissionError as error:
            raise DocumentError(
                f"{path}: its owner or group would be lost, for it is not yours; run as its owner, or leave it out"
            ) from error
    try:
        _copy_extended_attributes(path, descriptor)
    except OSError as error:
        raise DocumentError(f"{path}: its extended attributes would be lost: {error.strerror}; remove them, or leave it out") from error
    os.fchmod(descriptor, stat.S_IMODE(found.st_mode))


def _copy_extended_attributes(path: Path, descriptor: int) -> None:
    if sys.platform != "linux":
        return
    wanted, given = _extended_attributes(path), _extended_attributes(descriptor)
    for name in given.keys() - wanted.keys():  # such as the ACL that a folder hands on
        os.removexattr(descriptor, name)
    for name, value in wanted.items():
        if given.get(name) != value:
            os.setxattr(descriptor, name, value)


def _extended_attributes(file: Path | int) -> dict[str, bytes]:
    if sys.platform != "linux":  # Python reaches them nowhere else
        return {}
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return {}
        raise


def _temporary_name(name: str) -> str:
    while len(os.fsencode(name)) > _MOST_NAME_BYTES:
        name = name[:-1]
    return f".{name}.{secrets.token_hex(8)}.textclean-tmp"


def _remove_if_dead(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            if not try_lock(descriptor):
                return False
            path.unlink()  # a file that has got its name meanwhile is no longer at this one
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return True


_NEXT_STEPS = {
    errno.ENOSPC: "make room and run again",
    errno.EDQUOT: "make room and run again",
    errno.EFBIG: "raise the limit and run again",
    errno.EACCES: "see to the rights on its folder, or leave it out",
    errno.EPERM: "see to the rights on its folder, or leave it out",
    errno.EROFS: "mount it for writing, or leave it out",
    errno.EIO: "look at the disk before anything else",
}


def _failed(target: Path, what: str, error: OSError) -> DocumentError:
    step = _NEXT_STEPS.get(error.errno or 0, "")
    return DocumentError(f"{target}: {what}: {error.strerror}; nothing was changed" + (f"; {step}" if step else ""))
