"""What a pair is asked in an interview. Nothing here can change a node: the looks are these, and no others can be made.

Where the project has a question already, that question is asked, and its raw reply kept: so a reply that clprun would
not understand in a run is seen here. The others are programs that only show, bounded in time and output.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clprun.contact.record import Reply, text_of
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.questions import Addresses, FreeSpace, Identity, MountTable, ProcessTable
from clprun.node.shell import STATE_FOLDER, limited
from clprun.node.windows.access import AccessRights
from clprun.node.windows.bootid import tell_boot
from clprun.node.windows.services import WindowsService
from clprun.node.windows.twins import twin
from clprun.products.clusterpro import PACKAGES, Clpstat
from clprun.products.clusterpro_commands import INSTALLATIONS, Installation
from clprun.products.jobcenter import CODE_WORDS, DAEMON_CONF, FOLDER
from clprun.products.jobcenter_agent import JCAGCTRL

__all__ = ["FORMS", "OWN_PROGRAMS", "PUSH", "Look", "Topic", "all_looks", "host_name", "parts", "topics_of", "tried"]

TRIALS = "first-contact"
"""The runbook whose jobs on the nodes are looked at: they tell what only a change can."""

PUSH = "push-unchanged"
"""Its step that pushes what is installed."""

OUT_LIMIT = 1 << 20
ERR_LIMIT = 16 << 10
_KILLED = 128 + 9

OWN_PROGRAMS = r"(/usr/lib/nqs/|NQS |/opt/nec/clusterpro/|clp[a-z_]|(\S*/)?(cjcpw|clweb_serv|jcexecutor|jcagent))"
"""Regular expression for the begin of command lines of CLUSTERPRO and of what it looks after, as ``ps`` shows them.

Command lines of others may hold passwords: of them only the program is kept.
"""


@dataclass(frozen=True)
class Look(Question[Reply]):
    """One thing that is asked.

    Args:
        id: its name in the file and in the table of assumptions.
        asked: an existing question, or the text of a script; on Windows a command line.
        seconds: time limit.
    """

    id: str
    asked: Question[Any] | str
    seconds: int = 20

    def script(self, platform: Platform) -> str:
        """The same within limits; Windows has no program that ends another in time."""
        if platform is Platform.WINDOWS:
            return self.asked if isinstance(self.asked, str) else twin(self.asked).script(platform)
        script = self.asked if isinstance(self.asked, str) else self.asked.script(platform)
        return limited(("sh", "-c", script), self.seconds, OUT_LIMIT, ERR_LIMIT)

    def answer(self, raw: Raw) -> Reply:
        """Whatever was printed."""
        (out, encoding), (err, _) = text_of(raw.out[:OUT_LIMIT]), text_of(raw.err[:ERR_LIMIT])
        return Reply(
            exit=raw.exit_code,
            seconds=round(max(0.0, raw.answered - raw.sent), 2),
            encoding=encoding,
            out=tuple(out.split("\n")),
            err=tuple(err.split("\n")) if err else (),
            cut=len(raw.out) > OUT_LIMIT or raw.exit_code == _KILLED,
        )


@dataclass(frozen=True)
class Topic:
    """Looks that are sent together.

    Args:
        id: ends the code of its title in the catalogue.
        looks: in the order they are asked.
    """

    id: str
    looks: tuple[Look, ...]


FORMS: Mapping[str, tuple[str, ...]] = {
    "plain": (),
    "long": ("--long",),
    "status": ("-s",),
    "groups": ("-g",),
    "monitors": ("-m",),
    "heartbeats": ("-n",),
    "fencing": ("-f",),
    "information": ("-i",),
    "cluster": ("--cl",),
    "cluster-detail": ("--cl", "--detail"),
    "servers": ("--sv",),
    "hb": ("--hb",),
    "server-groups": ("--svg",),
    "grp": ("--grp",),
    "rsc": ("--rsc",),
    "mon": ("--mon",),
    "local": ("--local",),
}
"""The forms of clpstat (reference/clusterpro.md 1.1), by the ending of their look's id."""

BUSY_WORDS = re.compile(r"\bbusy\b|処理中です|try again", re.IGNORECASE)
SUSPENDED_WORDS = re.compile(r"suspend|サスペンド|一時停止", re.IGNORECASE)
"""What clpstat may say in such a state, whatever its exit code."""

_BUSY = "for pause in 1 2 3 0; do\n{call}\ncode=$?; [ $code -eq 9 ] || break; sleep $pause\ndone; exit $code"
_TOOLS = (
    "awk base64 blkid cat chmod cksum cmp cp curl cut date dd df env find findmnt fuser getent grep head hostname id ip"
    " kill ln ls lsblk mktemp mount mv od openssl ping printf ps readlink rm sed setsid sh sha256sum sleep sort stat"
    " sync systemctl tail test timeout touch tr uname wc xargs"
)
_OWN_NAMES = "'(^|[ /])(NQS|nqsdaemon|cjcpw|jnw[a-z]*|clp[a-z_]*|clweb_serv[a-z]*|jcexecutor[a-z_]*)( |$)'"
_UNITS = "clusterpro expresscls jcclweb jobcenter nqs jcexecutor_agent httpd postfix"
_SYSTEMCTL = "systemctl --no-pager"
_IN_THE_PROGRAM = "grep -a -o -E -i -e '[[:print:]]*{words}[[:print:]]*' {file} 2>/dev/null | sort -u | head -n 40"


def _clpstat(clusterpro: Installation, words: Sequence[str], locale: str = "") -> str:
    """A form of clpstat, again while it is busy."""
    return _BUSY.format(call=" ".join((*(locale,) * bool(locale), clusterpro.clpstat, *words)))


def _each(words: str, body: str) -> str:
    return f"for each in {words}; do\n{body}\ndone"


def _linux(clusterpro: Installation) -> tuple[Topic, ...]:
    return (
        Topic(
            "system",
            (
                Look("identity", Identity()),
                Look("release", "uname -a; cat /etc/os-release /etc/redhat-release /etc/SuSE-release 2>/dev/null"),
                Look(
                    "locale",
                    "cat /etc/locale.conf /etc/sysconfig/i18n /etc/default/locale 2>/dev/null; echo; locale; locale -a"
                    " | grep -i -E '^(ja|en|C|POSIX)'",
                ),
                Look("login", "id -un; printf '%s\\n' \"$PATH\" \"$0\"; ulimit -n; env | grep -E '^(LANG|LC_)'; umask"),
                Look("selinux", "command -v getenforce >/dev/null && getenforce"),
            ),
        ),
        Topic(
            "tools",
            (
                Look("tools", _each(_TOOLS, 'printf "%s %s\\n" "$each" "$(command -v $each)"')),
                Look(
                    "tool-versions",
                    _each(
                        "find stat timeout ps sed awk grep systemctl sha256sum getent",
                        'printf "%s: " "$each"; timeout 5 "$each" --version 2>&1 | head -n 1',
                    ),
                    60,
                ),
                Look("tool-timeout", "timeout -s KILL 1 sleep 5; echo $?"),
                Look(
                    "tool-find",
                    "find /proc/self/cwd -maxdepth 0 -lname '/*' -print; find / -maxdepth 0 -printf '%m\\n'",
                ),
                Look("tool-stat", "stat -c '%f %s %U' /; stat -f -c '%a %S' /; readlink -f /proc/self/cwd"),
                Look("tool-date", "date +%s.%N; date -u +%Y"),
            ),
        ),
        Topic(
            "network",
            (
                Look(
                    "hosts", "cat /etc/hosts; echo; grep -E ^hosts /etc/nsswitch.conf; cat /etc/resolv.conf 2>/dev/null"
                ),
                Look(
                    "own-name",
                    'name=$(uname -n); printf \'%s\\n\' "$name"; getent ahosts "$name"; getent hosts "$name";'
                    " for each in $(getent ahosts \"$name\" | cut -d ' ' -f 1 | sort -u); do getent hosts $each; done",
                ),
                Look("addresses", Addresses()),
                Look("ports", "ss -ltnp 2>/dev/null | head -n 200"),
            ),
        ),
        Topic(
            "storage",
            (
                Look("mounts", MountTable()),
                Look("free-space", FreeSpace("/var/lib")),
                Look("disks", "lsblk -n -o NAME,SIZE,TYPE,FSTYPE,MOUNTPOINT 2>/dev/null; cat /proc/mdstat 2>/dev/null"),
                Look("fstab", "cat /etc/fstab"),
            ),
        ),
        Topic(
            "processes",
            (
                Look("processes", ProcessTable()),
                Look(
                    "surroundings",
                    f"ps -e -ww -o pid= -o args= | grep -E {_OWN_NAMES} | while read -r pid args; do\n"
                    'printf "== %s %s\\n" "$pid" "$(readlink /proc/$pid/cwd)"\n'
                    "tr '\\0' '\\n' 2>/dev/null </proc/$pid/environ |"
                    " grep -E '^(LANG|LC_[A-Z]*|PATH|CLP_[A-Z_]*|NQS_[A-Z]*)='\n"
                    "find /proc/$pid/fd -lname '*/nqs/*' -printf 'fd %l\\n' 2>/dev/null | sort -u | head -n 20\ndone",
                    60,
                ),
                Look(
                    "units",
                    f"{_SYSTEMCTL} --no-legend list-unit-files 'clp*' 'clusterpro*' 'expresscls*' 'jc*' 'nqs*' 'NEC*'\n"
                    + _each(
                        _UNITS,
                        f'printf "== %s\\n" "$each"; {_SYSTEMCTL} show -p LoadState -p UnitFileState -p ActiveState'
                        ' -p Restart -p KillMode -p Type -p ExecStart -p Environment -- "$each"',
                    )
                    + f"\n{_SYSTEMCTL} --no-legend list-unit-files 'jcexecutor_agent_*'\nls /etc/init.d 2>/dev/null",
                    60,
                ),
            ),
        ),
        Topic(
            "clusterpro",
            (
                Look("clpstat", Clpstat(), 120),
                *(Look(f"clpstat-{name}", _clpstat(clusterpro, words), 60) for name, words in FORMS.items()),
                Look("clpstat-c", _clpstat(clusterpro, (), "LC_ALL=C"), 60),
                Look("clpstat-ja", _clpstat(clusterpro, (), "LC_ALL=ja_JP.UTF-8 LANG=ja_JP.UTF-8"), 60),
                Look("clpstat-suspended", _IN_THE_PROGRAM.format(words="suspend", file=clusterpro.clpstat)),
                Look(
                    "trials",
                    f"cd {STATE_FOLDER}/runs 2>/dev/null && for each in *-{TRIALS}-*/jobs/*; do\n"
                    '[ -f "$each/exit" ] || continue; printf "== %s %s\\n" "${each##*/}" "$(cat "$each/exit")"\n'
                    'head -c 8000 "$each/output"; echo\ndone\n'
                    f"cat *-{TRIALS}-*/sums/{PUSH}-*/kept 2>/dev/null | sed 's/^/kept /'",
                ),
                Look("compcheck", f"grep -a -c -e --compcheck {clusterpro.commands}clpcfctrl"),
            ),
        ),
        Topic(
            "configuration",
            (
                Look("clp-conf", f"cat {clusterpro.configuration}"),
                Look("clp-conf-sum", f"sha256sum <{clusterpro.configuration}"),
                Look(
                    "scripts",
                    f"cd {clusterpro.scripts} && find . -type f -size -64k | sort | head -n 200 |"
                    ' while read -r file; do printf "== %s\\n" "$file"; cat "$file"; echo; done',
                ),
                Look(
                    "folders",
                    f"cd {clusterpro.home} && ls -la . etc bin alert/log 2>&1; ls -l {clusterpro.commands}clp*;"
                    f" find {clusterpro.scripts} -ls",
                ),
                Look("alert-log", f"tail -n 3 {clusterpro.home}/alert/log/alert.log.cur 2>&1"),
                Look(
                    "packages",
                    _each(
                        " ".join(PACKAGES),
                        'rpm -q --qf "%{NAME} %{VERSION}-%{RELEASE}\\n" "$each" 2>/dev/null;'
                        " dpkg-query -W -f '${Package} ${Version}\\n' \"$each\" 2>/dev/null",
                    )
                    + "\n{ rpm -qa; dpkg-query -W; } 2>/dev/null |"
                    " grep -i -E '^(NEC|clusterpro|expresscl|jobcenter|jcclweb)'; :",
                    60,
                ),
            ),
        ),
        Topic(
            "products",
            (
                Look("jobcenter-files", f"ls -la {FOLDER} {FOLDER}/cluster {FOLDER}/rc /usr/local/jcclweb 2>&1"),
                Look("daemon-conf", f"cat {DAEMON_CONF}"),
                # Code words are secrets: only how many words a line has, and how long they are.
                Look(
                    "code-words",
                    f'awk \'{{ printf "%d words", NF; for (i = 1; i <= NF; i++) printf " %d",'
                    f' length($i); print "" }}\' {CODE_WORDS}',
                ),
                Look("agents", f"{JCAGCTRL} list"),
                Look(
                    "clweb-bind",
                    "find /usr/local/jcclweb/ -follow -maxdepth 4 -name clweb.conf -exec grep -n bind {} +",
                ),
                Look("isa", "ls -l /usr/sbin/clp_httpmon /usr/sbin/clp_smtpmon 2>&1"),
            ),
        ),
    )


def _windows(clusterpro: Installation) -> tuple[Topic, ...]:
    clpstat = {name: " ".join((clusterpro.clpstat, *words)) for name, words in FORMS.items()}
    services = ("clpstartup", "clppm", "clptrnsv", "JobCenterCLWeb", "WinRM")
    return (
        Topic(
            "system",
            (
                Look("identity", Identity()),
                Look("release", 'ver&chcp&reg query "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"'),
                Look("delayed-expansion", "echo !errorlevel!"),
                Look("rights", "whoami&whoami /groups"),
                Look("sessions", "query user"),
                Look("boot", tell_boot()),
            ),
        ),
        Topic(
            "tools",
            (
                Look(
                    "tools",
                    "for %i in (certutil curl fsutil icacls mklink net query reg robocopy sc schtasks tasklist whoami"
                    " xcopy clpstat clpcfctrl armload armbcast) do @(where %i 2>nul||echo no %i)",
                ),
                Look("path", "echo !PATH!&echo !TEMP!&echo !ProgramFiles!"),
            ),
        ),
        Topic(
            "network",
            (
                Look("hosts", r"type C:\Windows\System32\drivers\etc\hosts"),
                Look("addresses", Addresses()),
            ),
        ),
        Topic(
            "storage",
            (
                Look("mounts", MountTable()),
                Look("free-space", FreeSpace("C:\\")),
                Look("disk-free", "fsutil volume diskfree C:"),
                Look("reparse", 'fsutil reparsepoint query "C:\\Documents and Settings"'),
                Look("access", AccessRights(clusterpro.home, below=False)),
                Look("access-shown", f'icacls "{clusterpro.home}"'),
            ),
        ),
        Topic(
            "processes",
            (
                Look("processes", ProcessTable()),
                *(Look(f"service-{name.lower()}", WindowsService(name)) for name in services),
                Look("services", "sc query state= all", 60),
                Look("tasks", "schtasks /query /fo csv /nh", 60),
            ),
        ),
        Topic(
            "clusterpro",
            (
                Look("clpstat", Clpstat(), 120),
                *(Look(f"clpstat-{name}", line, 60) for name, line in clpstat.items()),
            ),
        ),
        Topic(
            "configuration",
            (
                Look("clp-conf", f'type "{clusterpro.configuration}"'),
                Look("clp-conf-sum", f'certutil -hashfile "{clusterpro.configuration}"'),
                Look(
                    "folders",
                    f'dir /s /b "{clusterpro.scripts}"&dir "{clusterpro.home}"&dir "{clusterpro.home}\\bin"',
                ),
                Look(
                    "scripts",
                    f'for /r "{clusterpro.scripts}" %i in (*.bat) do @(echo == %i&type "%i"&echo.)',
                ),
                Look("registry", 'reg query "HKLM\\SOFTWARE\\NEC"&reg query "HKLM\\SOFTWARE\\Wow6432Node\\NEC"'),
            ),
        ),
    )


def topics_of(clusterpro: Installation) -> tuple[Topic, ...]:
    """Everything that a pair is asked, CLUSTERPRO being installed so."""
    return {Platform.LINUX: _linux, Platform.WINDOWS: _windows}[clusterpro.platform](clusterpro)


_JOB = re.compile(r"^== (\S+) (-?\d+)$", re.MULTILINE)


def parts(head: re.Pattern[str], text: str) -> list[tuple[re.Match[str], str]]:
    """The heads in a text, each with what follows it up to the next one."""
    heads = list(head.finditer(text))
    ends = [*(each.start() for each in heads), len(text)][1:]
    return [(each, text[each.end() : end]) for each, end in zip(heads, ends, strict=True)]


def tried(trials: Reply, step: str, action: str) -> tuple[int, str] | None:
    """Exit code and output of a job of the last trial, from the reply to the look ``trials``; ``None`` without one."""
    name = re.compile(rf"{re.escape(step)}-.*-{re.escape(action)}")
    found = [(int(job[2]), told.strip("\n")) for job, told in parts(_JOB, trials.text) if name.fullmatch(job[1])]
    return found[-1] if found else None


def host_name(platform: Platform, identity: Reply) -> str:
    """What a node calls itself, from its reply to the look ``identity``; empty where that is not understood."""
    question = twin(Identity()) if platform is Platform.WINDOWS else Identity()
    try:
        return question.answer(identity.raw).host_name
    except Unanswerable:
        return ""


def all_looks(platform: Platform) -> tuple[Look, ...]:
    """The looks of all topics, CLUSTERPRO being installed as usual."""
    return tuple(look for topic in topics_of(INSTALLATIONS[platform]) for look in topic.looks)
