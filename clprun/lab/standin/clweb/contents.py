"""What CL/Web puts on a node: installed and running, or on its media. Controller side, pure."""

from dataclasses import replace

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.clweb.certificate import self_signed
from clprun.lab.standin.clweb.conf import SHIPPED
from clprun.lab.standin.clweb.names import CERTIFICATE, COMMAND, CONFIG, HOME, KEY, MEDIA, PID_FILE, SERVICE, VERSION
from clprun.lab.standin.launch import launcher
from clprun.lab.standin.sysv import contents as sysv

__all__ = ["node_files", "units"]

OLD_VERSION = "R15.1.3"
UNIT = "/usr/lib/systemd/system/jcclweb.service"
WANTED = "/etc/systemd/system/multi-user.target.wants/jcclweb.service"
UNIT_FILE = f"""\
[Unit]
Description=JobCenter CL/Web (stand-in)

[Service]
Type=forking
PIDFile={PID_FILE}
ExecStart={COMMAND}

[Install]
WantedBy=multi-user.target
"""
INIT_SCRIPT = f"""\
#!/bin/sh
# chkconfig: 2345 85 15
# description: JobCenter CL/Web (stand-in)
runs() {{
    pid=$(cat {PID_FILE} 2>/dev/null) && kill -0 "$pid" 2>/dev/null
}}
case ${{1:-}} in
start)
    runs || exec {COMMAND}
    ;;
stop)
    runs || exit 0
    kill "$pid"
    while runs; do sleep 0.1; done
    ;;
status)
    if runs; then
        echo "{SERVICE} (pid $pid) is running..."
    else
        echo "{SERVICE} is stopped"
        exit 3
    fi
    ;;
*)
    echo "Usage: {SERVICE} start|stop|status" >&2
    exit 2
    ;;
esac
"""
"""Exit codes of ``status``: LSB 3.1, "Init Script Actions"."""


def node_files(site: Site, python: str) -> list[NodeFile]:
    """CL/Web as its installer leaves it, and its media; what manages services on a RHEL 6 where that is wanted.

    Args:
        site: how CL/Web is given, and by what its service is managed.
        python: interpreter as the node sees it.
    """
    manager = sysv.node_files(python) if site.service_manager == "chkconfig" else []
    installed = [*_program(site, python), *_config()]
    media = [
        launcher(f"{MEDIA}/install.sh", python),
        launcher(f"{MEDIA}/update.sh", python),
        *(replace(each, path=f"{MEDIA}/files{each.path}") for each in installed),
    ]
    return [*manager, *media, *([*installed, *_registered(site)] if site.clweb == "installed" else [])]


def units(site: Site, python: str) -> list[Unit]:
    """CL/Web brings its own unit; without systemd there is only what starts the enabled services at boot."""
    del python
    return sysv.units() if site.service_manager == "chkconfig" else []


def _program(site: Site, python: str) -> list[NodeFile]:
    private, certificate = self_signed()
    service = (
        NodeFile(f"/etc/rc.d/init.d/{SERVICE}", INIT_SCRIPT.encode(), 0o755)
        if site.service_manager == "chkconfig"
        else NodeFile(UNIT, UNIT_FILE.encode())
    )
    return [
        *(NodeFile(f"{HOME}{folder}", mode=0o755, directory=True) for folder in ("", "/bin", "/share/defaults")),
        launcher(COMMAND, python),
        NodeFile(VERSION, f"{OLD_VERSION}\n".encode()),
        NodeFile(f"{HOME}/share/defaults/server.key", private, 0o600),
        NodeFile(f"{HOME}/share/defaults/server.crt", certificate),
        service,
    ]


def _config() -> list[NodeFile]:
    """Settings, log and My Page data of several owners and modes (CLWEB (6))."""
    private, certificate = self_signed()
    return [
        NodeFile(CONFIG, mode=0o755, directory=True),
        NodeFile(f"{CONFIG}/clweb.conf", SHIPPED),
        NodeFile(f"{CONFIG}/log", mode=0o750, group="adm", directory=True),
        NodeFile(f"{CONFIG}/log/clweb.log", b"CL/Web installed\n", 0o640, group="adm"),
        NodeFile(f"{CONFIG}/tls", mode=0o700, directory=True),
        NodeFile(KEY, private, 0o600),
        NodeFile(CERTIFICATE, certificate),
        NodeFile(f"{CONFIG}/mypage", mode=0o711, directory=True),
        NodeFile(
            f"{CONFIG}/mypage/operator.json", b'{"widgets": ["calendar", "jobs"]}\n', 0o600, "operator", "operator"
        ),
        NodeFile(f"{CONFIG}/mypage/kanri.json", b'{"widgets": []}\n', 0o640, group="operator"),
        NodeFile(
            f"{CONFIG}/mypage/山田 太郎.json", '{"title": "夜間バッチ"}\n'.encode(), 0o604, "operator", "operator"
        ),
        NodeFile(f"{CONFIG}/mypage/team", mode=0o2775, group="operator", directory=True),
        NodeFile(f"{CONFIG}/mypage/team/board.json", b"", 0o664, "operator", "operator"),
        NodeFile(f"{CONFIG}/mypage/latest", link="operator.json"),
    ]


def _registered(site: Site) -> list[NodeFile]:
    """What registering the service leaves: it starts at boot."""
    if site.service_manager == "chkconfig":
        return sysv.registered(SERVICE, start=85, stop=15)
    return [NodeFile(WANTED, link=UNIT)]
