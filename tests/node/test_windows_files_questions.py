"""What lies at a path of a Windows node, as cmd.exe, fsutil, certutil, type and vol tell it."""

import hashlib

import pytest

from clprun.model.question import Raw, Unanswerable
from clprun.node.files import FileAnswer, FileFacts, FileKind, FreeSpace, Mount, MountTable
from clprun.node.windows.twins import twin
from tests.node.helpers import shown
from tests.node.test_windows_reparse import MOUNT_POINT, SYMBOLIC_LINK, data_of
from tests.node.test_windows_reparse import shown as shown_link
from tests.node.windows_double import asked, printed

PATH = r"E:\a b\設定.ini"
CONTENT = "コミュニティ名\r\n".encode("cp932")

FILE_LINE = (
    r'(for %i in ("E:\a b\設定.ini") do echo facts %~ai %~zi)'
    r'&(if exist "E:\a b\設定.ini\" echo folder)'
    r'&(fsutil reparsepoint query "E:\a b\設定.ini" 2>nul)'
)


def test_a_path_is_looked_at_by_this_line() -> None:
    assert asked(twin(FileFacts(PATH))) == FILE_LINE


def test_a_file_is_read_by_this_line() -> None:
    word = rf'"{PATH}"'
    assert asked(twin(FileFacts(PATH, content=True, limit=100))) == (
        rf'{FILE_LINE}&(for %i in ({word}) do if exist {word} if not exist "{PATH}\" if %~zi leq 100 ('
        f"(certutil -hashfile {word} SHA256||certutil -hashfile {word}) 2>nul"
        f"&echo content&type {word}))"
    )


def hash_lines(content: bytes, style: str) -> str:
    """What certutil prints of a content."""
    digest = (hashlib.sha1 if style == "2003" else hashlib.sha256)(content).hexdigest()
    if style in {"2003", "old"}:
        digest = " ".join(digest[at : at + 2] for at in range(0, len(digest), 2))
    words = {"ja": "SHA256 ハッシュ (ファイル E:\\x):"}.get(style, "SHA256 hash of file E:\\x:")
    return f"{words}\r\n{digest}\r\nCertUtil: -hashfile command completed successfully.\r\n"


def reply(attributes: str, size: str, told: str = "", content: bytes | None = None) -> Raw:
    """What the line leaves; words in the code page of a Japanese node."""
    out = f"facts {attributes} {size}\r\n{told}".encode("cp932")
    return Raw(0, out if content is None else out + b"content\r\n" + content)


@pytest.mark.parametrize("style", ["2003", "old", "new", "ja"])
def test_a_file_is_read_whole_whatever_its_hash_looks_like(style: str) -> None:
    raw = reply("--a------", str(len(CONTENT)), hash_lines(CONTENT, style), CONTENT)

    answer = twin(FileFacts(PATH, content=True)).answer(raw)

    assert answer == FileAnswer(FileKind.FILE, size=len(CONTENT), content=CONTENT)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (reply("", ""), FileAnswer(FileKind.ABSENT)),
        (reply("d--------", "0", "folder\r\n"), FileAnswer(FileKind.FOLDER)),
        (reply("d--------", "4096", "folder\r\n"), FileAnswer(FileKind.FOLDER)),
        (reply("", "", "folder\r\n"), FileAnswer(FileKind.FOLDER)),
        (reply("--a------", "7"), FileAnswer(FileKind.FILE, size=7)),
        (reply("--a------", "0", "", b""), FileAnswer(FileKind.FILE, size=0)),
    ],
    ids=["nothing", "folder", "folder with a size", "drive", "file", "empty file"],
)
def test_each_kind_is_told(raw: Raw, expected: FileAnswer) -> None:
    assert twin(FileFacts(PATH)).answer(raw) == expected


def test_an_empty_file_has_no_hash_and_is_read() -> None:
    answer = twin(FileFacts(PATH, content=True)).answer(reply("--a------", "0", "CertUtil: 0x800703ee\r\n", b""))
    assert answer.content == b""


@pytest.mark.parametrize("tag", [SYMBOLIC_LINK, MOUNT_POINT])
@pytest.mark.parametrize("attributes", ["d-------l", "d--------"])
def test_a_link_is_told_from_the_folder_it_leads_to(tag: int, attributes: str) -> None:
    told = "folder\r\n" + shown_link(tag, data_of(tag, r"\??\E:\jc", r"E:\jc")).replace("\n", "\r\n")

    answer = twin(FileFacts(PATH, content=True)).answer(reply(attributes, "0", told))

    assert answer == FileAnswer(FileKind.LINK, target=r"E:\jc")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (Raw(1, b"", b"Access is denied.\r\n"), "node.file_unreadable"),
        (reply("--a------", "7"), "node.file_unreadable"),
        (reply("--a------", "7", "", b""), "node.file_unreadable"),
        (reply("--a------", "200"), "node.file_too_large"),
        (reply("--a------", "7", hash_lines(b"content", "new"), b"conten"), "node.file_not_as_hashed"),
        (reply("--a------", "7", hash_lines(b"content", "new"), b"\xff\xfec"), "node.file_not_as_hashed"),
    ],
    ids=["nothing printed", "locked", "locked for all", "too large", "being written", "UTF-16"],
)
def test_a_file_that_cannot_be_read_is_no_answer(raw: Raw, code: str) -> None:
    with pytest.raises(Unanswerable) as caught:
        twin(FileFacts(PATH, content=True, limit=100)).answer(raw)
    assert caught.value.problem.code == code
    assert shown(caught.value.problem)


def test_content_that_looks_like_what_is_printed_round_it_is_content() -> None:
    content = b"content\r\nfacts d 0\r\nfolder\r\n"
    raw = reply("--a------", str(len(content)), hash_lines(content, "new"), content)

    assert twin(FileFacts(PATH, content=True)).answer(raw).content == content


def test_drives_are_asked_for_by_this_line() -> None:
    letters = " ".join(chr(code) for code in range(ord("C"), ord("Z") + 1))
    assert asked(twin(MountTable())) == f"for %d in ({letters}) do if exist %d:\\ (echo %d:\\&vol %d: 2>nul)"


@pytest.mark.parametrize("code_page", ["utf-8", "cp932"])
def test_drives_are_mount_points_and_their_serial_numbers_the_devices(code_page: str) -> None:
    raw = printed(
        "C:\\",
        " ドライブ C のボリューム ラベルがありません。",
        " ボリューム シリアル番号は 1A2B-3C4D です",
        "W:\\",
        " Volume in drive W is DATA",
        " Volume Serial Number is 0000-00FF",
        "Z:\\",
        code_page=code_page,
    )
    assert twin(MountTable()).answer(raw) == (
        Mount("1A2B-3C4D", "C:\\", "", ()),
        Mount("0000-00FF", "W:\\", "", ()),
        Mount("", "Z:\\", "", ()),
    )


def test_a_node_without_any_drive_does_not_exist() -> None:
    with pytest.raises(Unanswerable):
        twin(MountTable()).answer(Raw(1, b""))


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Total # of free bytes        : 999",
            "Total # of bytes  : 999999",
            "Total # of avail free bytes : 53687091200",
        ),
        (
            "Total free bytes  :  999 (  1 GB)",
            "Total bytes : 9,999 (1 GB)",
            "Total quota free bytes : 53,687,091,200 (50 GB)",
            "Unavailable pool bytes : 0 (0.0 KB)",
            "Quota unavailable pool bytes : 0 (0.0 KB)",
            "Used bytes : 9,000 (9 KB)",
            "Total Reserved bytes : 0 (0.0 KB)",
            "Volume storage reserve bytes : 0 (0.0 KB)",
            "Available committed bytes : 0 (0.0 KB)",
            "Pool available bytes : 0 (0.0 KB)",
        ),
        (
            "Total free bytes  :  999 (  1 GB)",
            "Total bytes : 9,999 (1 GB)",
            "Total quota free bytes : 53,687,091,200 (50 GB)",
        ),
        ("空きバイト総数: 999", "バイト総数: 9999", "利用可能な空きバイト総数: 53687091200"),
    ],
    ids=["2008", "2025", "2019", "ja"],
)
def test_free_space_is_what_the_quota_leaves(lines: tuple[str, ...]) -> None:
    question = twin(FreeSpace(r"W:\NVWORK\x"))
    assert asked(question) == "if exist W:\\ (fsutil volume diskfree W:) else echo absent"
    assert question.answer(printed(*lines)) == 51200


def test_a_drive_that_is_not_there_has_no_space() -> None:
    assert twin(FreeSpace("W:\\")).answer(printed("absent")) == 0


@pytest.mark.parametrize(
    "raw", [Raw(1, b"Error 3: ...\r\n"), Raw(0, b"Total : 3\r\n"), Raw(1, b": 1\r\n: 1\r\n: 1\r\n")]
)
def test_free_space_of_a_drive_that_does_not_answer(raw: Raw) -> None:
    with pytest.raises(Unanswerable):
        twin(FreeSpace("W:\\")).answer(raw)
