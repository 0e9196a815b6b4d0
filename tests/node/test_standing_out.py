"""Questions about sockets and about what stands out in a folder: to this machine, and to printed replies."""

import os
import socket
from pathlib import Path

import pytest

from clprun.model.question import Raw, Unanswerable
from clprun.node.folder_look import FolderLook, FolderLookAnswer, KeyPlace, LinkInside
from clprun.node.listeners import Listener, Listeners
from clprun.node.reader import Reader

KEY = "-----BEGIN EC PRIVATE KEY-----\nAAAA\n"
HEAD = b"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
ROW = b"   0: 7200000A:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0\n"
ROW6 = ROW.replace(b"7200000A", b"0" * 32).replace(b"00000000:0000 0A", b"0" * 32 + b":0000 0A")
BUSY = ROW.replace(b" 0A ", b" 01 ")


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_socket_that_listens_and_who_holds_it(reader: Reader, family: socket.AddressFamily, address: str) -> None:
    with socket.socket(family) as own:
        own.bind((address, 0))
        own.listen()
        wanted = Listener(address, own.getsockname()[1], frozenset({os.getpid()}))
        assert wanted in reader.ask_one(Listeners())


def test_what_only_the_kernel_tells() -> None:
    found = Listeners().answer(Raw(0, HEAD + ROW + BUSY + ROW6 + b"/proc/17/fd socket:[4711]\n"))
    assert found == (Listener("10.0.0.114", 443, frozenset({17})), Listener("::", 443, frozenset({17})))
    with pytest.raises(Unanswerable):
        Listeners().answer(Raw(1, b"", b"cat: /proc/net/tcp: No such file"))


def test_keys_and_links_of_a_folder(reader: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "config"
    (folder / "tls").mkdir(parents=True)
    (folder / "mypage").mkdir()
    (folder / "tls" / "server.key").write_text(KEY)
    (folder / "tls" / "server.crt").write_text("-----BEGIN CERTIFICATE-----\n")
    (folder / "mypage" / "山田 太郎.json").write_text("{}")
    (folder / "config").symlink_to(folder)
    (folder / "mypage" / "a\tb").symlink_to("c\td")
    for path, mode in (("tls", 0o750), ("tls/server.key", 0o600), ("tls/server.crt", 0o664)):
        (folder / path).chmod(mode)
    found = reader.ask_one(FolderLook(str(folder)))
    assert found.owner == folder.owner()
    assert LinkInside(f"{folder}/config", str(folder)) in found.links
    assert len(found.links) == 2
    assert set(found.keys) == {
        KeyPlace(f"{folder}/tls", 0o750, folder.owner()),
        KeyPlace(f"{folder}/tls/server.key", 0o600, folder.owner()),
        KeyPlace(f"{folder}/tls/server.crt", 0o664, folder.owner()),
    }


def test_where_no_folder_is_nothing_stands_out(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("link", "absent"):
        assert reader.ask_one(FolderLook(str(tmp_path / name))) == FolderLookAnswer()


def test_a_folder_that_can_not_be_read_is_not_called_sound() -> None:
    with pytest.raises(Unanswerable):
        FolderLook("/a").answer(Raw(1, b"", b"stat: cannot stat"))


@pytest.mark.parametrize("out", [b"garbage", b"key\tx\troot\t/a\0", b"key\t600\troot\t/a\0"])
def test_a_reply_that_makes_no_sense(out: bytes) -> None:
    with pytest.raises(Unanswerable):
        FolderLook("/a").answer(Raw(0, out))
