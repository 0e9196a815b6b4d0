"""Changes to files: all of it or nothing, nothing else than was planned, and nothing through a link."""

import os
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import StepFailed
from clprun.model.change import MakeFolder, Rename, WriteFile
from clprun.model.cluster import Platform
from clprun.node.edits import script, temporary_file
from clprun.node.questions import FileFacts
from clprun.node.writer import ActionResult, Writer
from clprun.transport.local import LocalConnection
from tests.node.conftest import RUN
from tests.node.helpers import OneShot, names, shown
from tests.node.test_files_questions import FILE_NAMES

OLD, NEW = b"old\r\n" * 1000, b"new\0\xff" * 30000


def refused(writer: Writer, action: WriteFile | Rename | MakeFolder) -> str:
    """Code of the problem that refuses an action."""
    with pytest.raises(StepFailed) as caught:
        writer.perform(action, "job")
    assert caught.value.problem.node == "clu1"
    assert shown(caught.value.problem)
    return caught.value.problem.code


def test_a_new_file_is_made_with_its_mode(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "file"

    assert writer.perform(WriteFile("clu1", str(path), NEW, mode=0o750), "job").exit_code == 0

    assert path.read_bytes() == NEW
    assert path.stat().st_mode & 0o7777 == 0o750
    assert names(tmp_path) == ["file"]


def test_a_replaced_file_keeps_owner_group_mode_and_extended_attributes(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    os.chown(path, 1, 4)
    path.chmod(0o2640)
    os.setxattr(path, "user.origin", b"site")
    acl = struct.pack(
        "<I" + "HHI" * 5, 2, 1, 6, 2**32 - 1, 2, 4, 2, 4, 4, 2**32 - 1, 16, 4, 2**32 - 1, 32, 0, 2**32 - 1
    )
    os.setxattr(path, "system.posix_acl_access", acl)
    before = path.stat()

    writer.perform(WriteFile("clu1", str(path), NEW, before=OLD, mode=0o777), "job")

    after = path.stat()
    assert path.read_bytes() == NEW
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, 1, 4)
    assert os.getxattr(path, "user.origin") == b"site"
    assert os.getxattr(path, "system.posix_acl_access") == acl
    assert after.st_ino != before.st_ino


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=FILE_NAMES, first=st.binary(max_size=3000), second=st.binary(max_size=3000))
def test_any_content_under_any_name_is_written_and_read_back(
    writer: Writer, tmp_path: Path, name: str, first: bytes, second: bytes
) -> None:
    path = str(tmp_path / name)

    writer.perform(WriteFile("clu1", path, first), "job")
    assert writer.ask_one(FileFacts(path, content=True)).content == first
    writer.perform(WriteFile("clu1", path, second, before=first), "job")
    assert writer.ask_one(FileFacts(path, content=True)).content == second

    (tmp_path / name).unlink()


@pytest.mark.parametrize("before", [OLD, None])
def test_killed_after_any_line_it_leaves_the_old_file_or_the_new_one(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "file"
    action = WriteFile("clu1", str(path), NEW, before=before)
    lines = script(action).splitlines(keepends=True)
    works = next(count for count, line in enumerate(lines) if line.startswith("work="))
    seen = set()
    for count in range(works, len(lines)):
        cut = "".join(lines[:count])
        if subprocess.run(["sh", "-n", "-c", cut], capture_output=True, check=False).returncode != 0:
            continue
        path.unlink(missing_ok=True)
        if before is not None:
            path.write_bytes(before)
            path.chmod(0o600)

        assert OneShot().run(f"{cut}kill -9 $$\n", deadline=30, data=NEW).exit_code == -9

        found = path.read_bytes() if path.exists() else None
        assert found in (before, NEW)
        seen.add(found)
        if found == before:
            Writer(OneShot(), Platform.LINUX, "clu1", run=RUN).perform(action, "job")
            assert path.read_bytes() == NEW
            assert names(tmp_path) == ["file"]
        assert path.stat().st_mode & 0o7777 == (0o644 if before is None else 0o600)
    assert seen == {before, NEW}


@pytest.mark.parametrize("cut", [0, 1, len(NEW) - 1])
def test_content_that_does_not_arrive_whole_changes_nothing(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    writer = Writer(OneShot(cut=cut), Platform.LINUX, "clu1", run=RUN)

    assert refused(writer, WriteFile("clu1", str(path), NEW, before=OLD)) == "node.content_cut"
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["file"]


def test_a_file_somebody_changed_is_left_alone(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"theirs")

    assert refused(writer, WriteFile("clu1", str(path), NEW, before=OLD)) == "node.file_changed"
    assert refused(writer, WriteFile("clu1", str(path), NEW)) == "node.file_changed"
    assert refused(writer, WriteFile("clu1", str(tmp_path / "gone"), NEW, before=b"")) == "node.file_changed"
    assert path.read_bytes() == b"theirs"


def test_a_link_is_not_written_through(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(OLD)
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "dangling").symlink_to("absent")

    assert refused(writer, WriteFile("clu1", f"{tmp_path}/link", NEW, before=OLD)) == "node.is_link"
    assert refused(writer, WriteFile("clu1", f"{tmp_path}/dangling", NEW)) == "node.is_link"
    assert (tmp_path / "real").read_bytes() == OLD
    assert not (tmp_path / "absent").exists()


def test_a_folder_is_not_written_into(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    assert refused(writer, WriteFile("clu1", f"{tmp_path}/folder", NEW)) == "node.in_the_way"
    assert names(tmp_path / "folder") == []


def test_a_missing_parent_is_told_by_the_node_s_own_words(writer: Writer, tmp_path: Path) -> None:
    with pytest.raises(StepFailed) as caught:
        writer.perform(WriteFile("clu1", f"{tmp_path}/absent/file", NEW), "job")
    assert caught.value.problem.code == "node.edit_failed"
    assert caught.value.problem.output


def test_leftovers_of_a_killed_attempt_are_cleared(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "file"
    Path(temporary_file(str(path))).write_bytes(b"half of someth")

    writer.perform(WriteFile("clu1", str(path), NEW), "job")

    assert names(tmp_path) == ["file"]


def test_a_link_planted_where_the_content_is_prepared_is_not_followed(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"precious")
    path = tmp_path / "file"
    Path(temporary_file(str(path))).symlink_to("victim")

    writer.perform(WriteFile("clu1", str(path), NEW), "job")

    assert (tmp_path / "victim").read_bytes() == b"precious"
    assert path.read_bytes() == NEW


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    script = f"mount -t tmpfs -o size=64k none {tmp_path} && printf old >{tmp_path}/file && exec sh"
    connection = LocalConnection("clu1", ("unshare", "-m", "sh", "-c", script))
    writer = Writer(connection, Platform.LINUX, "clu1", run=RUN)

    with pytest.raises(StepFailed) as caught:
        writer.perform(WriteFile("clu1", f"{tmp_path}/file", NEW, before=b"old"), "job")
    assert "No space left" in (caught.value.problem.output or "")
    assert writer.ask_one(FileFacts(f"{tmp_path}/file", content=True)).content == b"old"
    assert connection.run(f"ls -A {tmp_path}", deadline=30).out == b"file\n"
    connection.close()


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling"])
def test_a_rename_moves_the_very_thing(writer: Writer, tmp_path: Path, kind: str) -> None:
    source, destination = tmp_path / "-source 'x", tmp_path / "destination\n"
    if kind == "file":
        source.write_bytes(OLD)
    elif kind == "folder":
        source.mkdir()
        (source / "inside").touch()
    else:
        (tmp_path / "real").mkdir()
        source.symlink_to("real" if kind == "link" else "absent")
    inode = source.lstat().st_ino

    writer.perform(Rename("clu1", f"{source}/" if kind == "folder" else str(source), str(destination)), "job")

    assert destination.lstat().st_ino == inode
    assert not os.path.lexists(source)


@pytest.mark.parametrize("taken_by", ["file", "folder", "link", "dangling"])
def test_a_rename_never_replaces_and_never_nests(writer: Writer, tmp_path: Path, taken_by: str) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(OLD)
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "dangling").symlink_to("absent")

    action = Rename("clu1", f"{tmp_path}/source", f"{tmp_path}/{taken_by}")
    assert refused(writer, action) == "node.rename_destination_taken"
    assert (tmp_path / "source").is_dir()
    assert names(tmp_path / "folder") == []
    assert (tmp_path / "file").read_bytes() == OLD


def test_a_rename_of_nothing_says_so(writer: Writer, tmp_path: Path) -> None:
    assert refused(writer, Rename("clu1", f"{tmp_path}/a", f"{tmp_path}/b")) == "node.rename_source_absent"


def test_a_rename_to_another_file_system_is_refused_instead_of_copied(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()

    action = Rename("clu1", f"{tmp_path}/source", "/dev/shm/clprun-test-destination")
    assert refused(writer, action) == "node.rename_other_volume"
    assert (tmp_path / "source").is_dir()


def test_a_folder_is_made_with_its_parents(writer: Writer, tmp_path: Path) -> None:
    action = MakeFolder("clu1", f"{tmp_path}/a b/-c/d", mode=0o2750)

    assert writer.perform(action, "job") == writer.perform(action, "job") == ActionResult(0)

    assert (tmp_path / "a b/-c/d").stat().st_mode & 0o7777 == 0o2750
    assert (tmp_path / "a b").stat().st_mode & 0o7777 == 0o755


def test_a_folder_that_is_there_stays_as_it_is(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o700)

    writer.perform(MakeFolder("clu1", f"{tmp_path}/folder", mode=0o755), "job")

    assert (tmp_path / "folder").stat().st_mode & 0o7777 == 0o700


def test_no_folder_is_made_where_something_else_lies(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "file").touch()

    assert refused(writer, MakeFolder("clu1", f"{tmp_path}/link")) == "node.is_link"
    assert refused(writer, MakeFolder("clu1", f"{tmp_path}/file")) == "node.in_the_way"
    assert refused(writer, MakeFolder("clu1", f"{tmp_path}/file/below")) == "node.edit_failed"
