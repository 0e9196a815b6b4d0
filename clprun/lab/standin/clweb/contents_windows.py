"""What CL/Web puts on a Windows node: installed and running, or on its media. Controller side, pure."""

from dataclasses import replace

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.clusterpro.contents_windows import DRIVE, REGISTRY, command, service, service_section
from clprun.lab.standin.clweb.certificate import self_signed
from clprun.lab.standin.clweb.conf import SHIPPED
from clprun.lab.standin.clweb.contents import OLD_VERSION
from clprun.lab.standin.clweb.names import (
    WINDOWS_DISPLAY_NAME,
    WINDOWS_HOME,
    WINDOWS_MEDIA,
    WINDOWS_PROGRAM,
    WINDOWS_SERVICE,
)

__all__ = ["node_files", "units"]

CONFIG = f"{WINDOWS_HOME}/config"


def node_files(site: Site, python: str) -> list[NodeFile]:
    """CL/Web as its installer leaves it, and its media.

    Args:
        site: how CL/Web is given.
        python: interpreter as the node sees it.
    """
    del python
    installed = [*_program(), *_config()]
    media = [
        command(f"{WINDOWS_MEDIA}/install.exe"),
        command(f"{WINDOWS_MEDIA}/update.exe"),
        *(replace(each, path=f"{WINDOWS_MEDIA}/files{each.path.removeprefix(DRIVE)}") for each in installed),
    ]
    return [*media, *([*installed, _registered()] if site.clweb == "installed" else [])]


def units(site: Site, python: str) -> list[Unit]:
    """None: its service is Windows' own."""
    del site, python
    return []


def _program() -> list[NodeFile]:
    private, certificate = self_signed()
    return [
        *(
            NodeFile(f"{WINDOWS_HOME}{folder}", mode=0o755, directory=True)
            for folder in ("", "/bin", "/share/defaults")
        ),
        service(f"{WINDOWS_HOME}/{WINDOWS_PROGRAM}"),
        NodeFile(f"{WINDOWS_HOME}/version", f"{OLD_VERSION}\r\n".encode()),
        NodeFile(f"{WINDOWS_HOME}/share/defaults/server.key", private),
        NodeFile(f"{WINDOWS_HOME}/share/defaults/server.crt", certificate),
    ]


def _config() -> list[NodeFile]:
    """Settings, log and My Page data (CLWEB (6)); CRLF, names in Japanese, an empty file."""
    private, certificate = self_signed()
    folders = ("", "/log", "/tls", "/mypage", "/mypage/team")
    files = {
        "clweb.conf": SHIPPED.replace(b"\n", b"\r\n"),
        "log/clweb.log": b"CL/Web installed\r\n",
        "tls/server.key": private,
        "tls/server.crt": certificate,
        "mypage/operator.json": b'{"widgets": ["calendar", "jobs"]}\r\n',
        "mypage/山田 太郎.json": '{"title": "夜間"}\r\n'.encode(),
        "mypage/team/board.json": b"",
    }
    return [
        *(NodeFile(f"{CONFIG}{folder}", mode=0o755, directory=True) for folder in folders),
        *(NodeFile(f"{CONFIG}/{path}", content) for path, content in files.items()),
    ]


def _registered() -> NodeFile:
    """What registering the service leaves: it starts at boot."""
    path = "C:\\jcclweb\\" + WINDOWS_PROGRAM.replace("/", "\\")
    return NodeFile(f"{REGISTRY}/clweb.reg", service_section(WINDOWS_SERVICE, WINDOWS_DISPLAY_NAME, path).encode())
