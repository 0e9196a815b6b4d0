"""Folders copied, compared and removed: all of it or nothing, and nothing through a link."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import StepFailed
from clprun.model.change import Rename
from clprun.model.cluster import Platform
from clprun.model.folders import CopyTree, MakeLink, RemoveLink, RemoveTree, Volumes
from clprun.node.edits import temporary_file
from clprun.node.questions import FolderVolume, TreeDifference, TreeSize
from clprun.node.trees import argv, leftovers
from clprun.node.writer import Writer
from clprun.transport.local import LocalConnection
from tests.node.conftest import RUN
from tests.node.helpers import OneShot, eventually, names, shown
from tests.support.trees import fill, tree

NAMES = st.binary(min_size=1, max_size=40).filter(lambda name: name not in {b".", b".."} and not set(name) & {0, 47})


@pytest.fixture(params=["same volume", "other volume"])
def destination(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A place for a copy, on the file system of the source and on another."""
    if request.param == "same volume":
        yield tmp_path / "elsewhere" / "config"
    else:
        folder = Path("/dev/shm") / f"clprun-test-{os.getpid()}-{tmp_path.name}"
        yield folder / "config"
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def source(tmp_path: Path, destination: Path) -> Path:
    """A folder with everything in it; the parent of its destination is there."""
    (tmp_path / "install").mkdir()
    fill(tmp_path / "install" / "config")
    destination.parent.mkdir()
    return tmp_path / "install" / "config"


@pytest.fixture
def at_once(state_folder: Path) -> Writer:
    """A writer whose shells hold nothing between two scripts."""
    return Writer(OneShot(), Platform.LINUX, "clu1", run=RUN, state_folder=str(state_folder))


def refused(writer: Writer, action: CopyTree | RemoveTree | MakeLink | RemoveLink | Rename, job: str = "job") -> str:
    """Code of the problem that refuses an action."""
    with pytest.raises(StepFailed) as caught:
        writer.perform(action, job)
    assert caught.value.problem.node == "clu1"
    assert shown(caught.value.problem)
    return caught.value.problem.code


def test_a_copy_is_the_same_in_every_respect_and_the_source_stays(
    writer: Writer, source: Path, destination: Path
) -> None:
    before = tree(source)

    assert writer.perform(CopyTree("clu1", f"{source}/", str(destination)), "job").exit_code == 0

    assert tree(destination) == tree(source) == before
    assert names(destination.parent) == ["config"]
    assert writer.ask_one(TreeDifference(str(source), str(destination))) == ()
    assert writer.ask_one(TreeSize(str(source))) > 0


def test_a_folder_goes_when_its_copy_is_the_same(writer: Writer, source: Path, destination: Path) -> None:
    before = tree(source)
    writer.perform(CopyTree("clu1", str(source), str(destination)), "copy")

    writer.perform(RemoveTree("clu1", str(source), str(destination)), "remove")

    assert names(source.parent) == []
    assert tree(destination) == before


CHANGES = {
    "content": "printf 9 >>inner/file2",
    "same size and time": "printf X | dd of=inner/file2 conv=notrunc 2>/dev/null; touch -d @1000000000 inner/file2",
    "time": "touch -d @5 inner/file2",
    "time of the folder": "touch -d @5 .",
    "owner": "chown 7 inner/file2",
    "mode": "chmod 601 inner/file2",
    "new file": "touch new",
    "gone": "rm inner/file2",
    "link": "ln -sfn other 'to file'",
    "kind": "rm pipe && mkdir pipe",
    "device": "rm device && mknod device c 1 5",
    "names of a file": "rm 'second name' && cp -p inner/file0 'second name'",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_since_the_copy_is_told_and_nothing_is_removed(
    at_once: Writer, tmp_path: Path, change: str
) -> None:
    source, copy = tmp_path / "config", tmp_path / "copy"
    fill(source)
    at_once.perform(CopyTree("clu1", str(source), str(copy)), "copy")
    subprocess.run(["sh", "-c", change], cwd=source, check=True)
    before, copied = tree(source), tree(copy)

    assert at_once.ask_one(TreeDifference(str(source), str(copy)))
    assert refused(at_once, RemoveTree("clu1", str(source), str(copy)), "remove") == "node.trees_differ"

    assert (tree(source), tree(copy)) == (before, copied)
    assert {"config", "copy"} == {name for name in names(tmp_path) if name != "state"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.dictionaries(NAMES, st.binary(max_size=50), max_size=6), other=NAMES)
def test_any_names_and_contents_come_over(tmp_path: Path, files: dict[bytes, bytes], other: bytes) -> None:
    top = tmp_path / "top"
    shutil.rmtree(top, ignore_errors=True)
    source, copy = top / os.fsdecode(b"a" + other[:20]), top / os.fsdecode(b"b" + other[:20])
    (source / "inner").mkdir(parents=True)
    for name, content in files.items():
        (source / os.fsdecode(b"_" + name)).write_bytes(content)
        (source / "inner" / os.fsdecode(name)).symlink_to(os.fsdecode(other))
    before = tree(source)

    assert subprocess.run(argv(CopyTree("clu1", str(source), str(copy))), check=False).returncode == 0
    assert tree(copy) == before
    assert subprocess.run(argv(RemoveTree("clu1", str(source), str(copy))), check=False).returncode == 0
    assert list(top.iterdir()) == [copy]
    assert tree(copy) == before


def test_a_link_is_neither_copied_from_nor_copied_over_nor_removed_through(at_once: Writer, tmp_path: Path) -> None:
    before = fill(tmp_path / "real")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "dangling").symlink_to("absent")

    assert refused(at_once, CopyTree("clu1", f"{tmp_path}/link/", f"{tmp_path}/copy"), "1") == "node.is_link"
    for taken in ("link", "dangling"):
        action = CopyTree("clu1", f"{tmp_path}/real", f"{tmp_path}/{taken}")
        assert refused(at_once, action, taken) == "node.tree_destination_taken"
    assert refused(at_once, RemoveTree("clu1", f"{tmp_path}/link/"), "2") == "node.is_link"
    assert refused(at_once, RemoveTree("clu1", f"{tmp_path}/real", f"{tmp_path}/link"), "3") == "node.trees_differ"
    assert {*names(tmp_path)} - {"state"} == {"real", "link", "dangling"}
    assert tree(tmp_path / "real") == before


def test_links_inside_lead_nowhere_when_a_folder_is_removed(at_once: Writer, tmp_path: Path) -> None:
    before = fill(tmp_path / "precious")
    fill(tmp_path / "config")
    (tmp_path / "config" / "to it").symlink_to(tmp_path / "precious")

    at_once.perform(RemoveTree("clu1", f"{tmp_path}/config"), "job")

    assert {*names(tmp_path)} - {"state"} == {"precious"}
    assert tree(tmp_path / "precious") == before


def test_removing_what_is_not_there_is_no_failure(at_once: Writer, tmp_path: Path) -> None:
    assert at_once.perform(RemoveTree("clu1", f"{tmp_path}/absent"), "job").exit_code == 0


@pytest.mark.parametrize("planted", ["file", "link", "half a copy"])
def test_what_lies_where_the_copy_is_made_is_cleared_away(at_once: Writer, tmp_path: Path, planted: str) -> None:
    before, precious = fill(tmp_path / "config"), fill(tmp_path / "precious")
    half = Path(temporary_file(f"{tmp_path}/copy"))
    if planted == "file":
        half.write_bytes(b"of a file that was to be written here")
    elif planted == "link":
        half.symlink_to("precious")
    else:
        half.mkdir(mode=0o700)
        (half / "copy" / "half").mkdir(parents=True)

    at_once.perform(CopyTree("clu1", f"{tmp_path}/config", f"{tmp_path}/copy"), "job")

    assert tree(tmp_path / "copy") == before
    assert tree(tmp_path / "precious") == precious
    assert not os.path.lexists(half)


@pytest.mark.parametrize(("mode", "owner"), [(0o755, 0), (0o700, 1)])
def test_a_folder_that_others_could_go_into_is_not_worked_in(
    at_once: Writer, tmp_path: Path, mode: int, owner: int
) -> None:
    fill(tmp_path / "config")
    theirs = Path(temporary_file(f"{tmp_path}/copy"))
    theirs.mkdir(mode=mode)
    os.chown(theirs, owner, owner)
    precious = fill(theirs / "copy")

    assert refused(at_once, CopyTree("clu1", f"{tmp_path}/config", f"{tmp_path}/copy")) == "node.work_taken"
    assert tree(theirs / "copy") == precious


@pytest.mark.parametrize("path", ["/", "//", "relative", ""])
def test_what_is_no_path_of_a_folder_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="folder"):
        argv(RemoveTree("clu1", path))


class Namespace:
    """A shell with mounts of its own.

    Args:
        mounts: shell commands that make them.
        folder: of the test.
    """

    def __init__(self, mounts: str, folder: Path) -> None:
        self.connection = LocalConnection("clu1", ("unshare", "-m", "sh", "-c", f"{mounts} && exec sh"))
        self.writer = Writer(self.connection, Platform.LINUX, "clu1", run=RUN, state_folder=f"{folder}/state")

    def out(self, script: str) -> bytes:
        return self.connection.run(script, deadline=30).out


def test_a_mount_inside_is_neither_copied_nor_removed(tmp_path: Path) -> None:
    for place in ("config dir/in\tside", "precious"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "precious" / "file").write_bytes(b"precious")
    # A bind mount is on the same device: only the kernel's table tells.
    node = Namespace(f"mount --bind {tmp_path}/precious '{tmp_path}/config dir/in\tside'", tmp_path)
    folder = f"{tmp_path}/config dir"

    assert refused(node.writer, CopyTree("clu1", folder, f"{tmp_path}/copy"), "1") == "node.mount_in_tree"
    assert refused(node.writer, RemoveTree("clu1", folder), "2") == "node.mount_in_tree"
    assert refused(node.writer, RemoveTree("clu1", f"{folder}/in\tside"), "3") == "node.mount_in_tree"
    assert node.out(f"cat '{folder}/in\tside/file'") == b"precious"
    node.connection.close()


MOUNTED_SHARED = "mount -t tmpfs -o size=1m 'shared disk' '{folder}/shar ed'"


@pytest.fixture
def moved_onto(tmp_path: Path) -> Iterator[tuple[Namespace, Volumes]]:
    """A shared disk that is unmounted once it was planned to move a folder onto it; its mount point stays."""
    fill(tmp_path / "config")
    (tmp_path / "shar ed").mkdir()
    node = Namespace(MOUNTED_SHARED.format(folder=tmp_path), tmp_path)
    ask = node.writer.ask_one
    volumes = Volumes(ask(FolderVolume(str(tmp_path))), ask(FolderVolume(f"{tmp_path}/shar ed")))
    assert volumes.destination == f"shared\\040disk {tmp_path}/shar\\040ed"
    assert volumes.source not in {"", volumes.destination}
    yield node, volumes
    node.connection.close()


@pytest.mark.parametrize("kind", ["copy", "rename", "remove"])
def test_nothing_goes_to_the_mount_point_of_a_disk_that_is_gone(
    moved_onto: tuple[Namespace, Volumes], tmp_path: Path, kind: str
) -> None:
    node, volumes = moved_onto
    node.out(f"umount '{tmp_path}/shar ed'")
    source, destination = f"{tmp_path}/config", f"{tmp_path}/shar ed/config"
    if kind == "remove":  # what a copy would have left there without the disk
        node.writer.perform(CopyTree("clu1", source, destination), "copy")
    before, there = tree(tmp_path / "config"), names(tmp_path / "shar ed")

    acts: dict[str, CopyTree | Rename | RemoveTree] = {
        "copy": CopyTree("clu1", source, destination, volumes),
        "rename": Rename("clu1", source, destination, volumes),
        "remove": RemoveTree("clu1", source, destination, volumes),
    }
    assert refused(node.writer, acts[kind]) == "node.not_the_volume"
    assert (tree(tmp_path / "config"), names(tmp_path / "shar ed")) == (before, there)

    node.out(MOUNTED_SHARED.format(folder=tmp_path))
    if kind == "copy":
        node.writer.perform(acts[kind], "again")
        node.writer.perform(acts["remove"], "removal")
        assert not (tmp_path / "config").exists()


def test_a_folder_that_is_not_there_lies_on_no_volume(writer: Writer, tmp_path: Path) -> None:
    assert writer.ask_one(FolderVolume(f"{tmp_path}/absent")) == ""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert writer.ask_one(FolderVolume(f"{tmp_path}/link")) == writer.ask_one(FolderVolume(str(tmp_path))) != ""


def test_a_full_disk_leaves_the_source_and_nothing_else(tmp_path: Path) -> None:
    for place in ("config", "small"):
        (tmp_path / place).mkdir()
    (tmp_path / "config" / "large").write_bytes(os.urandom(300_000))
    before = tree(tmp_path / "config")
    node = Namespace(f"mount -t tmpfs -o size=64k none {tmp_path}/small", tmp_path)

    with pytest.raises(StepFailed) as caught:
        node.writer.perform(CopyTree("clu1", f"{tmp_path}/config", f"{tmp_path}/small/config"), "job")

    assert caught.value.problem.code == "node.tree_not_copied"
    assert "No space left" in (caught.value.problem.output or "")
    assert node.out(f"ls -A {tmp_path}/small") == b""
    assert tree(tmp_path / "config") == before
    node.connection.close()


@pytest.mark.parametrize("broken", ["find", "stat", "sha256sum", "sort", "uniq", "tr", "head"])
def test_a_comparison_whose_program_fails_never_says_the_same(tmp_path: Path, broken: str) -> None:
    """A source must not go because a tool of the comparison was missing or out of room."""
    shims = tmp_path / "shims"
    shims.mkdir()
    (shims / broken).write_text("#!/bin/sh\nexit 1\n")
    (shims / broken).chmod(0o755)
    fill(tmp_path / "config")
    fill(tmp_path / "other")
    (tmp_path / "other" / "more").touch()
    before = tree(tmp_path / "config")
    environment = {"PATH": f"{shims}:{os.environ['PATH']}"}

    action = RemoveTree("clu1", f"{tmp_path}/config", f"{tmp_path}/other")
    assert subprocess.run(argv(action), env=environment, capture_output=True, check=False).returncode != 0

    (kept,) = (path for path in (tmp_path / "config", Path(leftovers(action.path)[0])) if path.exists())
    assert tree(kept) == before


GETFATTR = """#!/bin/sh
# As getfattr of package attr prints it, for two files.
printf '# file: .\\nuser.a=0x01\\n\\n# file: inner\\nuser.b=0x02\\n'
case $PWD in */lossy/*) ;; *) printf 'security.x=0x03\\n';; esac
"""


def test_extended_attributes_count_where_a_tool_shows_them(tmp_path: Path) -> None:
    (tmp_path / "shims").mkdir()
    (tmp_path / "shims" / "getfattr").write_text(GETFATTR)
    (tmp_path / "shims" / "getfattr").chmod(0o755)
    (tmp_path / "lossy").mkdir()
    fill(tmp_path / "config")
    connection = OneShot("env", f"PATH={tmp_path}/shims:{os.environ['PATH']}", "sh")
    writer = Writer(connection, Platform.LINUX, "clu1", run=RUN, state_folder=f"{tmp_path}/state")

    writer.perform(CopyTree("clu1", f"{tmp_path}/config", f"{tmp_path}/copy"), "1")
    lossy = CopyTree("clu1", f"{tmp_path}/config", f"{tmp_path}/lossy/copy")
    assert refused(writer, lossy, "2") == "node.trees_differ"
    assert names(tmp_path / "lossy") == []


def test_a_copy_waits_for_one_whose_shell_was_killed(at_once: Writer, tmp_path: Path) -> None:
    """The killed shell's cp goes on; were both at work, the first could spoil what the second has compared."""
    before = fill(tmp_path / "config")
    (tmp_path / "shims").mkdir()
    (tmp_path / "shims" / "cp").write_text(
        f"#!/bin/sh\n: >{tmp_path}/begun\nuntil [ -e {tmp_path}/gate ]; do sleep 0.01; done\n"
        f': >{tmp_path}/ended\nexec /bin/cp "$@"\n'
    )
    (tmp_path / "shims" / "cp").chmod(0o755)
    action = CopyTree("clu1", f"{tmp_path}/config", f"{tmp_path}/copy")
    environment = {"PATH": f"{tmp_path}/shims:{os.environ['PATH']}"}
    first = subprocess.Popen(argv(action), env=environment, start_new_session=True)
    eventually((tmp_path / "begun").exists, "cp begins")
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    with subprocess.Popen(argv(action)) as second:
        eventually(lambda: _waits_for_lock(second.pid), "the second waits")
        (tmp_path / "gate").touch()
        assert second.wait(60) == 0
    assert (tmp_path / "ended").exists()
    assert tree(tmp_path / "copy") == before


def _waits_for_lock(shell: int) -> bool:
    children = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
    return any(Path(f"/proc/{child}/comm").read_text() == "flock\n" for child in children)


def test_a_link_is_made_once_and_never_inside_or_over_anything(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "other").symlink_to("folder")
    link = MakeLink("clu1", f"{tmp_path}/-a 'link\n", "/nowhere/at\nall\n")

    assert writer.perform(link, "1") == writer.perform(link, "2")

    assert str(Path(link.path).readlink()) == link.target
    for taken in ("folder", "file", "other"):
        assert refused(writer, MakeLink("clu1", f"{tmp_path}/{taken}", "/nowhere"), "3") == "node.in_the_way"
    assert names(tmp_path / "folder") == []
    assert (tmp_path / "file").read_bytes() == b"x"


def test_a_link_is_removed_and_what_it_leads_to_stays(writer: Writer, tmp_path: Path) -> None:
    before = fill(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert refused(writer, RemoveLink("clu1", f"{tmp_path}/link", "/elsewhere")) == "node.not_the_link"
    assert refused(writer, RemoveLink("clu1", f"{tmp_path}/real", f"{tmp_path}/real")) == "node.not_the_link"
    for _ in range(2):
        writer.perform(RemoveLink("clu1", f"{tmp_path}/link/", f"{tmp_path}/real"), "job")

    assert {*names(tmp_path)} - {"state"} == {"real"}
    assert tree(tmp_path / "real") == before
