import errno
import os
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

from tests.batch.faults import Faults, names_below, recorded
from textclean.batch import writing
from textclean.batch.documents import DocumentError
from textclean.batch.writing import Replacement, sweep, sweep_beside

OLD, NEW = b"old\r\n" * 3, b"new \xff\n" * 5_000  # more than one buffer
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links of POSIX")
root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can be somebody else")


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(OLD)
    return path


def replace(target, data=NEW, **options):
    with Replacement(target, **options) as replacement:
        replacement.file.write(data)
        replacement.commit()
    return replacement


def test_the_new_content_takes_the_name(target):
    assert replace(target).committed
    assert target.read_bytes() == NEW
    assert names_below(target.parent) == {"page.txt"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError, GeneratorExit])
def test_nothing_remains_without_commit(target, error):
    before = target.stat()
    with pytest.raises(error), Replacement(target) as replacement:
        replacement.file.write(NEW)
        raise error
    assert (target.read_bytes(), target.stat()) == (OLD, before)
    assert names_below(target.parent) == {"page.txt"}


def test_a_replacement_that_is_not_written_to_touches_nothing(target):
    before = target.parent.stat()
    with Replacement(target) as replacement:
        pass
    assert target.parent.stat() == before
    with pytest.raises(ValueError, match="nothing was written"):
        replacement.commit()
    assert target.read_bytes() == OLD


def test_the_temporary_file_is_beside_the_target_and_nobody_elses_to_read(target):
    with Replacement(target) as replacement:
        replacement.file.write(NEW)
        (name,) = names_below(target.parent) - {"page.txt"}
        assert name.startswith(".page.txt.")
        assert name.endswith(".textclean-tmp")
        assert stat.S_IMODE((target.parent / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["n" * 251 + ".txt", "\N{GREEK SMALL LETTER ALPHA}" * 125 + ".txt", "a\nb.txt", "-", ".hidden"])
def test_any_name_a_file_can_have(tmp_path, name):
    (tmp_path / name).write_bytes(OLD)
    replace(tmp_path / name)
    assert (tmp_path / name).read_bytes() == NEW
    assert names_below(tmp_path) == {name}


# Attributes


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o4755, 0o200, 0o666])
def test_the_mode_is_kept(target, mode):
    target.chmod(mode)
    replace(target)
    assert stat.S_IMODE(target.stat().st_mode) == mode


@root
def test_owner_and_group_are_kept(target):
    os.chown(target, 1234, 4321)
    target.chmod(0o6755)  # chown clears these bits where it comes last
    replace(target)
    assert (target.stat().st_uid, target.stat().st_gid, stat.S_IMODE(target.stat().st_mode)) == (1234, 4321, 0o6755)


@pytest.fixture
def attributes(target):
    try:
        os.setxattr(target, "user.textclean", b"probe")
        os.removexattr(target, "user.textclean")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")


# An ACL as the kernel stores it: version 2, then tag, permission and id of owner, user 1234, group, mask and others.
ACL = b"\x02\0\0\0" + b"".join(
    tag.to_bytes(2, "little") + allowed.to_bytes(2, "little") + who.to_bytes(4, "little")
    for tag, allowed, who in ((1, 6, 2**32 - 1), (2, 6, 1234), (4, 4, 2**32 - 1), (16, 6, 2**32 - 1), (32, 0, 2**32 - 1))
)


@pytest.mark.parametrize("kept", [{}, {"user.a": b"", "user.b": bytes(range(256))}, {"system.posix_acl_access": ACL}])
def test_extended_attributes_are_kept(target, attributes, kept):
    for name, value in kept.items():
        os.setxattr(target, name, value)
    mode = target.stat().st_mode
    replace(target)
    assert {name: os.getxattr(target, name) for name in os.listxattr(target)} == kept
    assert target.stat().st_mode == mode


def test_what_a_folder_hands_on_is_not_given_to_a_file_that_had_none(target, attributes):
    try:
        os.setxattr(target.parent, "system.posix_acl_default", ACL)
    except OSError:
        pytest.skip("no ACLs here")
    replace(target)
    assert os.listxattr(target) == []


@posix
def test_attributes_that_cannot_be_kept_are_a_refusal(target, attributes, monkeypatch):
    os.setxattr(target, "user.a", b"a")
    monkeypatch.setattr(os, "setxattr", raising(errno.EPERM))
    with pytest.raises(DocumentError, match="extended attributes would be lost: Operation not permitted"):
        replace(target)
    assert (target.read_bytes(), names_below(target.parent)) == (OLD, {"page.txt"})


@root
def test_a_file_of_somebody_else_is_refused_though_its_folder_may_be_written(tmp_path_factory):
    folder = open_to_all(tmp_path_factory)
    theirs, mine = folder / "theirs.txt", folder / "mine.txt"
    theirs.write_bytes(OLD)
    theirs.chmod(0o666)
    mine.write_bytes(OLD)
    os.chown(mine, 65534, 65534)
    assert "its owner or group would be lost" in as_nobody(theirs)
    assert as_nobody(mine) == ""
    assert (theirs.read_bytes(), mine.read_bytes()) == (OLD, b"new")
    assert names_below(folder) == {"theirs.txt", "mine.txt"}


# Refusals, and what is not refused


@posix
@pytest.mark.parametrize("mode", [0o444, 0o555, 0o400])
def test_a_read_only_file_is_refused(target, mode):
    target.chmod(mode)
    with pytest.raises(DocumentError, match=r"page\.txt: is read-only; make it writable"):
        replace(target)
    assert (target.read_bytes(), names_below(target.parent)) == (OLD, {"page.txt"})


@root
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "message"),
    [(0o644, 0o777, "is read-only"), (0o666, 0o555, "no file can be made beside it: Permission denied")],
)
def test_without_permission_it_is_refused(tmp_path_factory, file_mode, folder_mode, message):
    folder = open_to_all(tmp_path_factory)
    target = folder / "page.txt"
    target.write_bytes(OLD)
    target.chmod(file_mode)
    folder.chmod(folder_mode)
    assert message in as_nobody(target)
    assert (target.read_bytes(), names_below(folder)) == (OLD, {"page.txt"})


@posix
def test_hard_links_are_refused(target):
    os.link(target, target.parent / "other.txt")
    with pytest.raises(DocumentError, match=r"has 2 names \(hard links\)"):
        replace(target)
    assert (target.read_bytes(), names_below(target.parent)) == (OLD, {"page.txt", "other.txt"})


def make_folder(path):
    path.mkdir()


def make_pipe(path):
    os.mkfifo(path)


@posix
@pytest.mark.parametrize(
    ("make", "message"),
    [(make_folder, "is not a regular file"), (make_pipe, "is not a regular file"), (lambda path: None, "cannot be read: No such file")],
)
def test_what_is_no_file_is_refused(tmp_path, make, message):
    make(tmp_path / "odd")
    before = names_below(tmp_path)
    with pytest.raises(DocumentError, match=message):
        replace(tmp_path / "odd")
    assert names_below(tmp_path) == before


@posix
def test_a_link_stays_and_its_target_is_replaced(target):
    (target.parent / "deep").mkdir()
    link = target.parent / "deep" / "link.txt"
    link.symlink_to("../page.txt")
    assert replace(link, inside=target.parent).path == target.resolve()
    assert link.is_symlink()
    assert link.readlink() == Path("../page.txt")
    assert target.read_bytes() == NEW
    assert names_below(target.parent) == {"page.txt", "deep", "deep/link.txt"}


@posix
@pytest.mark.parametrize("name", ["link.txt", "linked/page.txt", "inside/../../page.txt"])
def test_what_leads_outside_is_refused(target, name):
    inside = target.parent / "root"
    (inside / "inside").mkdir(parents=True)
    (inside / "link.txt").symlink_to(target)
    (inside / "linked").symlink_to(target.parent)
    path = inside / name if "linked" in name or "link" in name else inside / "inside" / ".." / ".." / "page.txt"
    before = names_below(target.parent)
    with pytest.raises(DocumentError, match=r"leads to .*page\.txt, outside .*root"):
        replace(path, inside=inside)
    with pytest.raises(DocumentError, match="outside"):
        replace(path, inside=inside, create=True)
    assert (target.read_bytes(), names_below(target.parent)) == (OLD, before)


@posix
def test_a_root_that_is_itself_a_link_holds_what_is_below_it(target):
    root = target.parent.with_name(target.parent.name + "-link")
    root.symlink_to(target.parent)
    replace(root / "page.txt", inside=root)
    replace(target, inside=root)
    assert target.read_bytes() == NEW


@posix
def test_a_circle_of_links_is_refused(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for create in (False, True):
        with pytest.raises(DocumentError, match=r"cannot be read: Too many levels|is not a regular file"):
            replace(tmp_path / "a", create=create)


# Somebody else writes the file meanwhile


def rewritten(path):
    path.write_bytes(b"theirs, longer than before")


def same_size(path):
    path.write_bytes(b"x" * len(OLD))


def another_file(path):
    (path.parent / "fresh").write_bytes(OLD)
    (path.parent / "fresh").replace(path)


def appended(path):
    with path.open("ab") as file:
        file.write(b"more")


def time_kept(path):
    before = path.stat()
    path.write_bytes(b"x" * len(OLD))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def removed(path):
    path.unlink()


def linked(path):
    os.link(path, path.parent / "fresh")


def locked_up(path):
    path.chmod(0o400)


@posix
@pytest.mark.parametrize("change", [rewritten, same_size, another_file, appended, time_kept, removed, linked, locked_up])
@pytest.mark.parametrize("moment", ["before the first use", "before commit"])
def test_what_others_wrote_meanwhile_stands(target, change, moment):
    time.sleep(0.02)  # a tick of the file system's clock
    with pytest.raises(DocumentError, match="changed by another program"), Replacement(target) as replacement:
        if moment == "before commit":
            replacement.file.write(NEW)
        change(target)
        theirs = content(target)
        replacement.file.write(NEW)
        replacement.commit()
    assert content(target) == theirs
    assert names_below(target.parent) <= {"page.txt", "fresh"}


def test_a_change_as_late_as_the_sync_stands_too(target, monkeypatch):
    real = os.fsync

    def fsync(descriptor):
        target.write_bytes(b"theirs, as late as can be")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(DocumentError, match="changed by another program"):
        replace(target)
    assert (target.read_bytes(), names_below(target.parent)) == (b"theirs, as late as can be", {"page.txt"})


def test_reading_it_meanwhile_is_no_change(target):
    with Replacement(target) as replacement:
        assert target.read_bytes() == OLD
        replacement.file.write(NEW)
        assert target.read_bytes() == OLD
        replacement.commit()
    assert target.read_bytes() == NEW


# New files


@posix
def test_a_new_file_gets_its_folders_and_the_mode_of_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        replace(tmp_path / "a" / "b" / "new.txt", inside=tmp_path, create=True)
    finally:
        os.umask(before)
    assert (tmp_path / "a" / "b" / "new.txt").read_bytes() == NEW
    assert stat.S_IMODE((tmp_path / "a" / "b" / "new.txt").stat().st_mode) == 0o640
    assert names_below(tmp_path) == {"a", "a/b", "a/b/new.txt"}


@posix
def test_creating_over_a_file_is_replacing_it(target):
    target.chmod(0o660)
    replace(target, create=True)
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (NEW, 0o660)


def test_no_folder_remains_without_commit_but_those_that_were_there_or_are_in_use(tmp_path):
    (tmp_path / "there").mkdir()
    with Replacement(tmp_path / "there" / "a" / "b" / "new.txt", create=True) as replacement:
        replacement.file.write(NEW)
    assert names_below(tmp_path) == {"there"}
    with Replacement(tmp_path / "there" / "a" / "b" / "new.txt", create=True) as replacement:
        replacement.file.write(NEW)
        (tmp_path / "there" / "a" / "theirs.txt").write_bytes(b"")
    assert names_below(tmp_path) == {"there", "there/a", "there/a/theirs.txt"}


def test_a_new_file_that_appears_meanwhile_stands(tmp_path):
    with pytest.raises(DocumentError, match="changed by another program"), Replacement(tmp_path / "new.txt", create=True) as replacement:
        replacement.file.write(NEW)
        (tmp_path / "new.txt").write_bytes(b"theirs")
        replacement.commit()
    assert (tmp_path / "new.txt").read_bytes() == b"theirs"
    assert names_below(tmp_path) == {"new.txt"}


# Faults


ERRORS = [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG]


@pytest.mark.parametrize("lasting", [False, True], ids=["one fault", "all that follow"])
@pytest.mark.parametrize("code", ERRORS, ids=[errno.errorcode[code] for code in ERRORS])
@pytest.mark.parametrize("fresh", [False, True], ids=["replacing", "creating"])
def test_a_fault_of_any_call_leaves_the_old_file_or_the_new_one(tmp_path, monkeypatch, code, fresh, lasting):
    faults = Faults(monkeypatch, lasting=lasting)
    target = tmp_path / "folder" / "page.txt"
    hit = set()
    for _ in faults.each(OSError(code, os.strerror(code))):
        reset(target, fresh=fresh)
        before = names_below(tmp_path)
        try:
            with faults:
                committed = replace(target, create=fresh).committed
            fault = None
        except DocumentError as error:
            fault, committed = str(error), target.exists() and target.read_bytes() == NEW
        hit.add(faults.hit)
        if committed:
            assert target.read_bytes() == NEW
            assert fault is None or "was written, but its folder cannot be synced" in fault
        else:
            assert os.strerror(code) in fault
            assert fault.startswith((str(target), str(target.resolve())))
            assert names_below(tmp_path) == before
            assert fresh or target.read_bytes() == OLD
        assert not [name for name in names_below(tmp_path) if name.endswith("-tmp")]
    assert hit >= {"open", "write", "fsync", "replace", "lstat"} | ({"mkdir"} if fresh else set())


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("fresh", [False, True], ids=["replacing", "creating"])
def test_an_interrupt_at_any_call_leaves_the_old_file_or_the_new_one(tmp_path, monkeypatch, after, error, fresh):
    faults = Faults(monkeypatch, after=after)
    target = tmp_path / "folder" / "page.txt"
    came_through = 0
    for _ in faults.each(error()):
        reset(target, fresh=fresh)
        try:
            with faults:
                replace(target, create=fresh)
            came_through += 1
        except error:
            pass
        assert target.read_bytes() in (OLD, NEW) if target.exists() else fresh
        assert not [name for name in names_below(tmp_path) if name.endswith("-tmp")]
    assert came_through == 1


@posix
def test_a_limit_on_the_size_of_files_is_a_clear_message(target):
    code = """
        import resource, sys
        from pathlib import Path
        from textclean.batch.writing import Replacement
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        with Replacement(Path(sys.argv[1])) as replacement:
            replacement.file.write(b"x" * 50_000)
            replacement.commit()
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code), target], capture_output=True, text=True, check=False)
    assert "page.txt: cannot be written: File too large; nothing was changed; raise the limit" in done.stderr
    assert (target.read_bytes(), names_below(target.parent)) == (OLD, {"page.txt"})


@posix
def test_a_folder_that_cannot_be_synced_by_nature_is_no_fault(target, monkeypatch):
    real = os.fsync

    def fsync(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    assert replace(target).committed


@posix
def test_the_content_is_on_the_disk_before_it_has_the_name_and_the_name_at_the_end(tmp_path, monkeypatch):
    calls = recorded(monkeypatch)
    replace(tmp_path / "a" / "b" / "new.txt", create=True)
    assert calls[0] == ("write", "temporary")
    assert calls[-5:-3] == [("fsync", "temporary"), ("replace", "new.txt")]
    assert set(calls[-3:]) == {("fsync", "b"), ("fsync", "a"), ("fsync", tmp_path.name)}


def test_a_file_system_without_extended_attributes_loses_none(target, monkeypatch):
    monkeypatch.setattr(os, "listxattr", raising(errno.ENOTSUP), raising=False)
    assert replace(target).committed


# Sweeping


KILLED = """
    import os, sys, time
    from pathlib import Path
    from textclean.batch.writing import Replacement
    replacement = Replacement(Path(sys.argv[1]))
    replacement.file.write(b"x" * 50_000)
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def running(target):
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(KILLED), target], stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"ready"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_what_a_killed_run_left_is_swept_and_what_a_live_one_holds_stays(target, running):
    (left,) = names_below(target.parent) - {"page.txt"}
    assert sweep(target.parent) == []
    running.kill()
    running.wait()
    assert names_below(target.parent) == {"page.txt", left}
    assert sweep(target.parent) == [target.parent.resolve() / left]
    assert names_below(target.parent) == {"page.txt"}
    assert sweep(target.parent) == []


def test_the_files_of_this_process_stay_and_keep_their_lock(target):
    check = "import sys; from pathlib import Path; from textclean.batch.writing import sweep; print(len(sweep(Path(sys.argv[1]))))"
    with Replacement(target) as replacement:
        replacement.file.write(NEW)
        assert sweep(target.parent) == []
        assert subprocess.run([sys.executable, "-c", check, target.parent], capture_output=True, check=True).stdout.strip() == b"0"
        replacement.commit()
    assert target.read_bytes() == NEW
    assert writing._own == set()


@posix
def test_sweeping_takes_nothing_but_temporary_files_of_the_folder_itself(tmp_path):
    stays = [
        "page.textclean-tmp",
        ".page.txt.0123456789abcdef.textclean-tmp.txt",
        ".page.txt.0123456789ABCDEF.textclean-tmp",
        ".page.txt.0123.textclean-tmp",
        "deep/.page.txt.0123456789abcdef.textclean-tmp",
    ]
    for name in stays:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".folder.0123456789abcdef.textclean-tmp").mkdir()
    (tmp_path / ".link.0123456789abcdef.textclean-tmp").symlink_to("page.textclean-tmp")
    os.mkfifo(tmp_path / ".pipe.0123456789abcdef.textclean-tmp")
    before = names_below(tmp_path)
    assert sweep(tmp_path) == []
    goes = tmp_path / ".a\nb.txt.0123456789abcdef.textclean-tmp"
    goes.write_bytes(b"x")
    assert sweep(tmp_path) == [tmp_path.resolve() / goes.name]
    assert names_below(tmp_path) == before


def test_a_folder_that_is_not_there_has_nothing_to_sweep(tmp_path):
    assert sweep(tmp_path / "missing") == []


@posix
def test_what_stands_beside_files_is_swept_where_their_links_lead(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / "link.txt").symlink_to("../real/page.txt")
    left = tmp_path.resolve() / "real" / ".page.txt.0123456789abcdef.textclean-tmp"
    left.write_bytes(b"x")
    assert sweep_beside([tmp_path / "named" / "link.txt", tmp_path / "missing" / "page.txt"]) == [left]
    assert names_below(tmp_path / "real") == set()


@posix
def test_a_sweep_between_making_a_file_and_locking_it_does_no_harm(target, monkeypatch):
    real, calls = writing.lock, []

    def lock(descriptor):
        if not calls:
            calls.extend(path for path in target.parent.iterdir() if path != target)
            calls[0].unlink()
        real(descriptor)

    monkeypatch.setattr(writing, "lock", lock)
    replace(target)
    assert calls
    assert (target.read_bytes(), names_below(target.parent), writing._own) == (NEW, {"page.txt"}, set())


# Helpers


def content(path):
    return path.read_bytes() if path.exists() else None


def raising(code):
    def call(*_args, **_options):
        raise OSError(code, os.strerror(code))

    return call


def reset(target, *, fresh):
    if fresh:
        for path in (target, target.parent):
            if path.exists():
                path.unlink() if path.is_file() else path.rmdir()
    else:
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(OLD)


def open_to_all(tmp_path_factory):
    folder = tmp_path_factory.mktemp("open")
    folder.chmod(0o777)
    for path in folder.parents:
        if path != Path(tempfile.gettempdir()) and path.is_relative_to(tempfile.gettempdir()):
            path.chmod(path.stat().st_mode | 0o011)  # pytest makes them for one user alone
    return folder


def as_nobody(target):
    """The message of replacing a file as a user without rights."""
    code = """
        import sys
        from pathlib import Path
        from textclean.batch.documents import DocumentError
        from textclean.batch.writing import Replacement
        import os
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
        try:
            with Replacement(Path(sys.argv[1])) as replacement:
                replacement.file.write(b"new")
                replacement.commit()
        except DocumentError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code), target], capture_output=True, text=True, check=True)
    return done.stdout
