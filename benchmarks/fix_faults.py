"""What is left of a project when `textclean fix` is killed, or the system fails it, at every call and at random moments.

    python benchmarks/fix_faults.py kills       # kill -9 before every call of the system that touches the project, every kind of file
    python benchmarks/fix_faults.py errors      # each of those calls that writes fails: once, and from then on
    python benchmarks/fix_faults.py random 1000 # kill -9 at random moments of a batch of 60 files
    python benchmarks/fix_faults.py full        # a disk with room for n pages, for every n; read-only; without permission (as root)

Linux, with strace. After each fault every file must be the old or the new one; then the same command is run again and must end with
all files new and nothing left over; then `undo` must give the old ones back. The exit code is 1 where anything was otherwise.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fix_project import KINDS, Done, Project, Running, load, run

WRITING = re.compile(r"p?write|fsync|fdatasync|rename|link|mkdir|rmdir|chmod|chown|truncate|setxattr|O_CREAT|O_RDWR|O_WRONLY")
RECORDS = 40  # enough that a file takes several calls to write
TURNS = 10
FEW_RECORDS = 8  # a random moment of a run that cleans less is more often one at which it writes
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)


class Point(NamedTuple):
    """A call of the system: the nth of its name in a run."""

    name: str
    number: int
    line: str


class Tally:
    """What came of the faults."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.checked = 0
        self.wrong: list[str] = []

    def check(self, project: Project, fix: list[str], what: str) -> None:
        """Look at a project after a fault, fix it again, and take that back."""
        self.checked += 1
        states = project.states()
        self.expect(f"{what}: {states}", right="BROKEN" not in states.values())
        kinds = set(states.values())
        self.counts["some old, some new" if len(kinds) > 1 else f"all {kinds.pop()}"] += 1
        self.counts["left a temporary file"] += bool(project.leftovers())
        again = run(project, fix)
        self.expect(f"{what}: fixed again: {again} {project.states()}", right=again.code == 0 and project.all("new"))
        self.expect(f"{what}: left over: {project.leftovers()}", right=not project.leftovers())
        undone = run(project, ["undo", *project.files])
        self.expect(f"{what}: undone: {undone} {project.states()}", right=undone.code == 0 and project.all("old"))

    def expect(self, what: str, *, right: bool) -> None:
        if not right:
            self.wrong.append(what)
            print("WRONG", what, flush=True)

    def expect_message(self, done: Done, project: Project, message: str, what: str, *, mute: bool = False) -> None:
        """A run that failed must say why, unless it was `mute`: it could not write what it said."""
        if done.code == 0:
            self.expect(f"{what}: ended well, but {project.states()}", right=project.all("new"))
        elif not mute:
            self.expect(f"{what}: said {done.said!r}", right=message in done.said and "Traceback" not in done.said)

    def show(self, name: str) -> None:
        told = ", ".join(f"{number} {what}" for what, number in sorted(self.counts.items()) if number)
        print(f"{name:18s} {self.checked:5d} faults: {told}; {len(self.wrong)} went wrong", flush=True)


def traced(project: Project, args: list[str], inject: str = "") -> tuple[Done, list[str]]:
    """A run under strace, and the lines of its main process."""
    log = project.root.parent / "strace.log"
    running = Running(project, args)
    command = [
        "strace",
        "-y",
        "-o",
        log,
        "-e",
        "trace=%file,%desc",
        *(["-e", f"inject={inject}"] if inject else []),
        "-p",
        str(running.pid),
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as tracer:
        status = Path(f"/proc/{running.pid}/status")
        while "TracerPid:\t0\n" in status.read_text():
            time.sleep(0.001)
        running.go()
        done = running.wait()
        tracer.wait()
    return done, log.read_text(errors="replace").split("\n")


def points(project: Project, args: list[str]) -> Iterator[Point]:
    """The calls of a run that touch the project, in order."""
    _, lines = traced(project, args)
    seen: Counter[str] = Counter()
    for line in lines:
        name = line.partition("(")[0]
        if name.isidentifier():
            seen[name] += 1
            if _touches(line, project):
                yield Point(name, seen[name], line)


def _touches(line: str, project: Project) -> bool:
    if line.startswith("getcwd("):  # it names the folder and touches nothing
        return False
    named = line.replace(f"AT_FDCWD<{project.root}>", "AT_FDCWD")
    return str(project.root) in named or re.search(r'AT_FDCWD, "[^/"]', named) is not None


def kills(folder: Path) -> int:
    wrong = 0
    for name, build in KINDS.items():
        project = Project(folder / "project", {name: build(0, RECORDS)})
        fix = ["fix", "--quiet", "--workers", "1", name]
        tally = Tally()
        for point in list(points(project, fix)):
            tally.counts["not at the call that was meant"] += not _killed(project, fix, point)
            tally.check(project, fix, f"{name}: killed before {point.line[:120]}")
        tally.show(name)
        wrong += len(tally.wrong)
        (folder / "project" / name).unlink()
    return wrong


def _killed(project: Project, fix: list[str], point: Point) -> bool:
    """Kill a run before a call; whether it was that call in some turn, for those before it may be more in one run than in another."""
    for _ in range(TURNS):
        project.reset()
        done, lines = traced(project, fix, f"{point.name}:signal=KILL:when={point.number}")
        last = [line for line in lines if "(" in line and not line.startswith("+++")][-1:]
        if done.code == -9 and last and last[0].startswith(f"{point.name}(") and _touches(last[0], project):
            return True
    return False


def errors(folder: Path) -> int:
    wrong = 0
    for name, build in KINDS.items():
        project = Project(folder / "project", {name: build(0, RECORDS)})
        fix = ["fix", "--quiet", "--workers", "1", name]
        found = [point for point in points(project, fix) if WRITING.search(point.line)]
        tally = Tally()
        for code in ERRORS:
            for point in found:
                for lasting in ("", "+"):
                    project.reset()
                    what = f"{name}: {errno.errorcode[code]} from {point.line[:120]}{' on' * bool(lasting)}"
                    done, _ = traced(project, fix, f"{point.name}:error={errno.errorcode[code]}:when={point.number}{lasting}")
                    tally.expect_message(done, project, os.strerror(code), what, mute=point.name == "write" and bool(lasting))
                    tally.check(project, fix, what)
        tally.show(name)
        wrong += len(tally.wrong)
        (folder / "project" / name).unlink()
    return wrong


def at_random(folder: Path, times: int) -> int:
    names = list(KINDS)
    files = {f"{number:02d}-{names[number % len(names)]}": KINDS[names[number % len(names)]](number, FEW_RECORDS) for number in range(60)}
    project = Project(folder / "project", files)
    fix = ["fix", "--quiet", "--workers", "2", "."]
    started = time.monotonic()
    run(project, fix)
    longest = 1.1 * (time.monotonic() - started)
    chance = random.Random(times)
    tally = Tally()
    killed = 0
    while killed < times:
        project.reset()
        running = Running(project, fix)
        running.go()
        time.sleep(chance.uniform(0, longest))
        os.kill(running.pid, 9)
        done = running.wait()
        killed += done.code == -9
        tally.counts["ended before the kill"] += done.code != -9
        tally.check(project, fix, f"kill {killed}")
        if done.code == -9 and killed % 100 == 0:
            tally.show(f"{killed} kills")
    tally.show("random kills")
    return len(tally.wrong)


def full(folder: Path) -> int:
    """Every size of a disk, in a name space of mounts of its own."""
    if ctypes.CDLL(None, use_errno=True).unshare(0x00020000):  # CLONE_NEWNS
        raise OSError(ctypes.get_errno(), "this needs root")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    folder.chmod(0o755)  # for the user without rights
    disk = folder / "disk"
    disk.mkdir()
    tally = Tally()
    for name in ("page.txt", "pages.jsonl", "pages.parquet"):
        whole = Project(folder / name, {name: KINDS[name](0, RECORDS)})
        needed = -(-(folder / name / name).stat().st_size // 4096)
        for pages in range(needed + 3, 2 * needed + 60):
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={pages * 4096}", "tmpfs", disk], check=True)
            try:
                _on(whole.moved(disk / "project"), tally, f"{name} on {pages} pages")
            finally:
                subprocess.run(["umount", disk], check=True)
    tally.show("full disk")
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk], check=True)
    try:
        refused = _refused(disk)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        subprocess.run(["umount", disk], check=True)
    return len(tally.wrong) + refused


def _on(project: Project, tally: Tally, what: str) -> None:
    fix = ["fix", "--quiet", *project.files]
    done = run(project, fix)
    tally.expect_message(done, project, os.strerror(errno.ENOSPC), what)
    tally.expect(f"{what}: left over: {project.leftovers()}", right=not project.leftovers())
    subprocess.run(["mount", "-o", "remount,size=64m", project.root.parent], check=True)
    tally.check(project, fix, what)


def _refused(disk: Path) -> int:
    """Read-only disks, folders and files, and those of somebody else."""
    disk.chmod(0o777)
    project = Project(disk / "project", {"page.txt": KINDS["page.txt"](0, RECORDS)})
    page = project.root / "page.txt"
    cases = {
        "read-only disk": (lambda: subprocess.run(["mount", "-o", "remount,ro", disk], check=True), None, "is read-only"),
        "read-only file": (lambda: page.chmod(0o444), None, "is read-only"),
        "hard link": (lambda: os.link(page, disk / "other"), None, "hard links"),
        "file of another": (lambda: project.root.chmod(0o777), lambda: os.setuid(65534), "is read-only"),
        "folder of another": (lambda: page.chmod(0o666), lambda: os.setuid(65534), "Permission denied"),
    }
    wrong = 0
    for what, (prepare, before, message) in cases.items():
        prepare()
        done = run(project, ["fix", "--quiet", "page.txt"], before)
        right = done.code == 2 and message in done.said and "Traceback" not in done.said and project.all("old") and not project.leftovers()
        wrong += not right
        print(f"{what:18s} {'refused' if right else 'FAULT'}: {done.said.strip()}")
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        (disk / "other").unlink(missing_ok=True)
        page.unlink()
        project.root.chmod(0o755)
        project.reset()
    return wrong


def main(how: str, *args: str) -> int:
    load()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        match how:
            case "kills":
                return kills(root)
            case "errors":
                return errors(root)
            case "random":
                return at_random(root, int(args[0]))
            case "full":
                return full(root)
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))
