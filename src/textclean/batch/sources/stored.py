"""The bytes of a file as they are stored: read from the start any number of times at once, decompressed where it is compressed."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import shutil
import stat
import sys
import tempfile
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Protocol, Self, cast

from textclean.batch.documents import STANDARD, DocumentError

PACKINGS = (".gz", ".zst")
BUFFER = 1 << 20
_WINDOW_LOG = 27  # 128 MiB, what zstd itself allows without being asked for more; a frame may claim gigabytes
_NAME_FLAG, _EXTRA_FLAG = 8, 4  # RFC 1952
_BEST, _FASTEST = 2, 4  # what gzip says of its level: 9, 1, or nothing


class Writable(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> Any:
        """Write all of it."""


class Stored:
    """An open file.

    What comes from standard input or a pipe is first kept in a temporary file, since copying reads it again.

    Raises `DocumentError` when it cannot be opened.
    """

    def __init__(self, path: str, packing: str = "") -> None:
        self.path = path
        self._packing = packing
        try:
            self._file, self.regular = _open(path)
            self.size = self._file.seek(0, io.SEEK_END)
        except OSError as error:
            raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error

    @property
    def packed(self) -> bool:
        """Whether it is compressed: its size is then not that of what is in it."""
        return bool(self._packing)

    @property
    def rewritable(self) -> str | None:
        """Why it cannot be rewritten in place."""
        if self.path == STANDARD:
            return "standard input has no place to write to"
        return None if self.regular else "not a regular file"

    def bytes(self) -> BinaryIO:
        """A stream of the bytes of the file."""
        return io.BufferedReader(_View(self._file), BUFFER)

    def contents(self) -> BinaryIO:
        """A stream of what is in it, decompressed."""
        if self._packing == ".gz":
            return cast(BinaryIO, gzip.GzipFile(fileobj=self.bytes(), mode="rb"))
        if self._packing == ".zst":
            zstd = _zstd()
            options = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
            return cast(BinaryIO, zstd.ZstdFile(self.bytes(), options=options))
        return self.bytes()

    def repacked(self, target: BinaryIO) -> BinaryIO:
        """A stream whose bytes go into `target`, compressed as the file is; closing it ends the compressed data and leaves the target open.

        Of gzip, the name, time and what it says of its level are kept, of zstd whether it has checksums. Neither stores the exact level.
        """
        if self._packing == ".gz":
            name, time, level = _gzip_header(self.bytes().read(1 << 16))
            return cast(BinaryIO, gzip.GzipFile(name, "wb", level, target, time))
        if self._packing == ".zst":
            zstd = _zstd()
            checked = bool(self.bytes().read(5)[4] & 4)  # RFC 8878: the descriptor follows the four magic bytes
            return cast(BinaryIO, zstd.ZstdFile(target, "w", options={zstd.CompressionParameter.checksum_flag: checked}))
        return cast(BinaryIO, _Through(target))

    def copy(self, stream: BinaryIO, target: Writable | None, length: int) -> None:
        """Copy so many bytes of one of its streams, or read past them.

        Raises `DocumentError` when there are fewer: the file changed since it was read.
        """
        while length:
            piece = stream.read(min(length, BUFFER))
            if not piece:
                raise DocumentError(f"{self.path}: became shorter while it was read; run again")
            if target is not None:
                target.write(piece)
            length -= len(piece)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Turns what goes wrong while streams are read into a `DocumentError` with the path."""
        try:
            yield
        except EOFError as error:
            raise DocumentError(f"{self.path}: is cut short: the compressed data has no end; get a whole copy of the file") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise DocumentError(f"{self.path}: is no sound gzip file: {error}") from error
        except OSError as error:
            raise DocumentError(f"{self.path}: cannot be read: {error.strerror or error}") from error
        except Exception as error:
            if self._packing == ".zst" and isinstance(error, _zstd().ZstdError):
                raise DocumentError(f"{self.path}: is no sound zstd file: {error}") from error
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def whole(stored: Stored, most: int) -> bytes:
    """All of the contents of a file.

    Raises `DocumentError` when they have more bytes than `most`, before more than that is held.
    """
    if not stored.packed and stored.size > most:
        raise DocumentError(f"{stored.path}: {_too_large(stored.size, most)}")
    with stored.reading(), stored.contents() as stream:
        pieces = []
        left = most + 1
        while left and (piece := stream.read(min(left, BUFFER))):
            pieces.append(piece)
            left -= len(piece)
    if not left:
        raise DocumentError(f"{stored.path}: {_too_large(None, most)}")
    return b"".join(pieces)


def _too_large(size: int | None, most: int) -> str:
    has = f"has {size:,} bytes" if size else f"has more than {most:,} bytes"
    return f"{has}; the most for one document is {most:,} (max-document in the settings)"


class Opened:
    """What every source has: the file it is of, until it is left."""

    def __init__(self, stored: Stored) -> None:
        self.path = stored.path
        self._stored = stored

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stored.close()


class _View(io.RawIOBase):
    """A place of its own in a file that others read too."""

    def __init__(self, file: io.FileIO) -> None:
        super().__init__()
        self._shared = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}
        self._at = base[whence] + offset if whence in base else self._shared.seek(offset, whence)
        return self._at

    def readinto(self, buffer: memoryview | bytearray, /) -> int:  # type: ignore[override]
        self._shared.seek(self._at)
        count = self._shared.readinto(buffer) or 0
        self._at += count
        return count


class _Through(io.RawIOBase):
    """Writes into a target that stays open when this is closed."""

    def __init__(self, target: BinaryIO) -> None:
        super().__init__()
        self._target = target

    def write(self, data: Any, /) -> int:
        return self._target.write(data)


def _open(path: str) -> tuple[io.FileIO, bool]:
    if path == STANDARD:
        return _kept(sys.stdin.buffer), False
    mode = Path(path).stat().st_mode
    if stat.S_ISREG(mode):
        return io.FileIO(path), True
    if stat.S_ISDIR(mode):
        os.scandir(path).close()  # says why, if walking could not go into it
        raise OSError(0, "is a folder")
    if not stat.S_ISFIFO(mode):
        raise OSError(0, "not a regular file")
    with open(path, "rb") as pipe:  # noqa: PTH123
        return _kept(pipe), False


def _kept(stream: BinaryIO) -> io.FileIO:
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(stream, file)
        file.flush()
        return io.FileIO(os.dup(file.fileno()), "rb")


def _zstd() -> Any:
    """Python's own module, or what stands in for it before 3.14; imported when it is needed."""
    return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


def _gzip_header(data: bytes) -> tuple[str, float, int]:
    """The name, time and likely level in the header of a gzip file (RFC 1952)."""
    flags, time, level = data[3], int.from_bytes(data[4:8], "little"), {_BEST: 9, _FASTEST: 1}.get(data[8], 6)
    at = 10
    if flags & _EXTRA_FLAG:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    name = data[at : data.index(b"\0", at)].decode("latin-1") if flags & _NAME_FLAG else ""
    return name, time, level
