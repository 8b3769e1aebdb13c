"""Locks on open files that end with the process that holds them, however it ends.

They are per process and not handed on by fork, so that a worker that outlives its parent for a moment holds none; closing any other
descriptor of the same file in the same process lets go of them. A file system that knows no locks gives none.
"""

from __future__ import annotations

import sys
from contextlib import suppress

if sys.platform == "win32":
    import msvcrt
    import os

    _FAR = 2**62  # Windows keeps others from reading what is locked, so a byte is locked that no file reaches
    _WAIT, _TRY, _RELEASE = msvcrt.LK_LOCK, msvcrt.LK_NBLCK, msvcrt.LK_UNLCK

    def _set(descriptor: int, how: int) -> None:
        at = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, how, 1)
        finally:
            os.lseek(descriptor, at, os.SEEK_SET)

else:
    import fcntl

    _WAIT, _TRY, _RELEASE = fcntl.LOCK_EX, fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_UN

    def _set(descriptor: int, how: int) -> None:
        fcntl.lockf(descriptor, how)


def lock(descriptor: int) -> None:
    """Lock a file that is open for writing, after waiting for others."""
    with suppress(OSError):
        _set(descriptor, _WAIT)


def try_lock(descriptor: int) -> bool:
    """Lock a file that is open for writing; False when another process has it, or the file system knows no locks."""
    try:
        _set(descriptor, _TRY)
    except OSError:
        return False
    return True


def unlock(descriptor: int) -> None:
    """Let go of the lock of a file."""
    with suppress(OSError):
        _set(descriptor, _RELEASE)
