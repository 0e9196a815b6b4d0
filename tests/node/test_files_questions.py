"""Questions about paths and file systems, put to this machine."""

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.questions import FileAnswer, FileFacts, FileKind, FreeSpace, Mount, MountTable
from clprun.node.reader import Reader
from clprun.transport.local import LocalConnection
from tests.node.helpers import shown

FILE_NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(lambda name: name not in {".", ".."} and len(name.encode()) < 200)


def facts(reader: Reader, path: Path, **options: int) -> FileAnswer:
    return reader.ask_one(FileFacts(str(path), content=True, **options))


def test_a_file_is_described_whole(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\0\xff\r\nend")
    path.chmod(0o4640)
    os.chown(path, 1, 4)
    path.chmod(0o4640)
    status = path.stat()

    assert facts(reader, path) == FileAnswer(
        FileKind.FILE,
        mode=0o4640,
        owner="daemon",
        group="adm",
        size=7,
        content=b"\0\xff\r\nend",
        device=status.st_dev,
        inode=status.st_ino,
    )


def test_content_is_read_only_when_asked_for(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")

    assert reader.ask_one(FileFacts(f"{tmp_path}/file")).content is None


def test_every_kind_is_told(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "dangling").symlink_to("/nowhere")
    os.mkfifo(tmp_path / "pipe")
    names = ("file", "folder", "link", "dangling", "pipe", "absent", "absent/below", "file/below", "dangling/below")

    answers = reader.ask([FileFacts(f"{tmp_path}/{name}", content=True) for name in names])

    kinds = [answer.kind for answer in answers if isinstance(answer, FileAnswer)]
    assert kinds == [
        FileKind.FILE,
        FileKind.FOLDER,
        FileKind.LINK,
        FileKind.LINK,
        FileKind.OTHER,
        *[FileKind.ABSENT] * 4,
    ]


@pytest.mark.parametrize("target", ["/nowhere", "a b\n'\"$x", "x\n", "-n"])
def test_the_target_of_a_link_is_told_exactly(reader: Reader, tmp_path: Path, target: str) -> None:
    (tmp_path / "link").symlink_to(target)

    assert facts(reader, tmp_path / "link").target == target


def test_a_slash_at_the_end_does_not_follow_a_link(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")

    assert reader.ask_one(FileFacts(f"{tmp_path}/link/")).kind is FileKind.LINK


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=FILE_NAMES, content=st.binary(max_size=2000))
def test_any_name_and_content_is_read_back(reader: Reader, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    assert facts(reader, tmp_path / name).content == content


def test_a_file_of_just_the_limit_is_read_and_one_byte_more_is_not(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")

    assert facts(reader, tmp_path / "file", limit=5).content == b"12345"
    with pytest.raises(Unanswerable) as caught:
        facts(reader, tmp_path / "file", limit=4)
    assert "5 bytes" in shown(caught.value.problem)


def test_a_file_that_cannot_be_read_is_no_empty_file(reader: Reader) -> None:
    with pytest.raises(Unanswerable) as caught:
        reader.ask_one(FileFacts("/proc/self/mem", content=True))
    assert caught.value.problem.code == "node.file_unreadable"
    assert "error" in (caught.value.problem.output or "")
    assert "can't be read" in shown(caught.value.problem)


def test_the_kernel_s_files_may_lie_about_their_size(reader: Reader) -> None:
    assert reader.ask_one(FileFacts("/proc/version", content=True)).content == Path("/proc/version").read_bytes()


def raw_facts(size: int, label: str, content: bytes) -> Raw:
    mode = stat.S_IFREG | 0o600
    return Raw(0, f"{mode:x}\n{size}\n1\n2\nroot\nDOMAIN\\domain users\n{label}\n".encode() + content)


@pytest.mark.parametrize("content", [b"", b"shor", b"longer"])
def test_a_file_that_changes_under_the_reading_is_not_trusted(content: bytes) -> None:
    with pytest.raises(Unanswerable) as caught:
        FileFacts("/etc/file", content=True).answer(raw_facts(5, "?", content))
    assert "changed while it was read" in shown(caught.value.problem)


@pytest.mark.parametrize(
    ("printed", "label"), [("?", ""), ("system_u:object_r:etc_t:s0", "system_u:object_r:etc_t:s0")]
)
def test_selinux_labels_and_names_with_blanks_are_kept(printed: str, label: str) -> None:
    answer = FileFacts("/etc/file").answer(raw_facts(0, printed, b""))

    assert (answer.label, answer.group) == (label, "DOMAIN\\domain users")


def test_an_error_that_is_not_absence_is_not_taken_for_it() -> None:
    with pytest.raises(Unanswerable):
        FileFacts("/mnt/x").answer(Raw(1, b"", b"stat: cannot stat '/mnt/x': Input/output error\n"))


@pytest.mark.parametrize("path", ["relative", "", "-x", "nul\0"])
def test_only_absolute_paths_can_be_asked_about(path: str) -> None:
    for question in (FileFacts(path), FreeSpace(path)):
        with pytest.raises(ValueError, match="absolute"):
            question.script(Platform.LINUX)
    with pytest.raises(ValueError, match="NUL"):
        FileFacts(f"/{path}\0").script(Platform.LINUX)


@pytest.fixture
def mounting(tmp_path: Path) -> Iterator[tuple[Reader, str]]:
    """A node with a file system mounted under a difficult name."""
    point = f"{tmp_path}/a b\t\\040\nc#"
    Path(point).mkdir()
    mount = f"mount -t tmpfs -o size=3m 'my disk' {shlex.quote(point)} && exec sh"
    connection = LocalConnection("clu1", ("unshare", "-m", "sh", "-c", mount))
    yield Reader(connection, Platform.LINUX, "clu1"), point
    connection.close()


def test_mount_points_with_blanks_and_line_ends_are_decoded(mounting: tuple[Reader, str]) -> None:
    reader, point = mounting

    (found,) = [mount for mount in reader.ask_one(MountTable()) if mount.point == point]

    assert found == Mount("my disk", point, "tmpfs", found.options)
    assert {"rw", "size=3072k"} <= set(found.options)


def test_free_space_is_that_of_the_nearest_parent_there_is(mounting: tuple[Reader, str]) -> None:
    reader, point = mounting

    assert reader.ask([FreeSpace(point), FreeSpace(f"{point}/not/yet/there")]) == [3, 3]


def test_free_space_of_the_root(reader: Reader) -> None:
    status = os.statvfs("/")

    assert reader.ask_one(FreeSpace("/no-such-folder/x")) == pytest.approx(
        status.f_bavail * status.f_frsize >> 20, rel=0.2
    )


@pytest.mark.parametrize("printed", [b"", b"\n", b"a b c\n", b"tmpfs /x tmpfs rw 0 0 0\n"])
def test_a_broken_mount_table_is_not_an_empty_one(printed: bytes) -> None:
    with pytest.raises(Unanswerable):
        MountTable().answer(Raw(0, printed))
