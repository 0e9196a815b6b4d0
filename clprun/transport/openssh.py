"""The engineer's OpenSSH client configuration, as ssh_config(5) describes it.

paramiko's own parser knows neither Include nor where a line stands, so the few keywords that clprun honours are read
here: Host, Match (``all``, ``host``, ``originalhost``, ``user``, ``localuser``), Include, HostName, User, Port,
IdentityFile, IdentitiesOnly, ProxyJump, ProxyCommand (only ``none``). Other keywords are passed over.
"""

import fnmatch
import getpass
import os
from dataclasses import dataclass, field
from pathlib import Path

from clprun.transport.openssh_lines import Line, lines_of

__all__ = ["HostSettings", "OpenSshConfiguration"]

_MAX_DEPTH = 16
"""Includes within includes, as in OpenSSH."""

_DEFAULT_IDENTITIES = ("id_ed25519", "id_ecdsa", "id_rsa")
"""Tried when no IdentityFile is configured, the quickest to check first."""


@dataclass(frozen=True)
class HostSettings:
    """What the configuration says about one host; ``None`` or empty = nothing.

    Args:
        host_name: the real name or address to connect to.
        user: login name.
        port: TCP port.
        identity_files: private keys it names, in order.
        identities_only: whether only those keys may be tried.
        proxy_jump: hosts to go through, ``[user@]host[:port]`` separated by commas.
        default_identities: keys to try when it names none.
    """

    host_name: str | None = None
    user: str | None = None
    port: int | None = None
    identity_files: tuple[Path, ...] = ()
    identities_only: bool = False
    proxy_jump: str | None = None
    default_identities: tuple[Path, ...] = ()


@dataclass
class _Lookup:
    """The values found so far for one host: the first one of each keyword wins."""

    host: str
    given_user: str | None
    found: dict[str, Line] = field(default_factory=dict)
    identity_files: list[Line] = field(default_factory=list)

    def take(self, line: Line) -> None:
        if line.keyword == "identityfile":
            self.identity_files.append(line)
        else:
            self.found.setdefault(line.keyword, line)

    def text(self, keyword: str) -> str | None:
        line = self.found.get(keyword)
        return None if line is None else line.arguments[0]

    @property
    def host_name(self) -> str:
        """Where to connect to: ``%h`` in HostName is the host looked up."""
        text = self.text("hostname")
        return self.host if text is None else _expand(text, {"%h": self.host})

    @property
    def user(self) -> str:
        return self.given_user or self.text("user") or getpass.getuser()


class OpenSshConfiguration:
    """What the files of the OpenSSH client say; read at each lookup, so that nothing is parsed in vain.

    Args:
        files: configuration files, the most important first, each with the folder its relative Includes start from.
        home: home folder of the engineer, ``None`` to leave the default keys and known hosts out.
        known_hosts: known_hosts files to respect.
    """

    def __init__(
        self, files: tuple[tuple[Path, Path], ...] = (), home: Path | None = None, known_hosts: tuple[Path, ...] = ()
    ) -> None:
        self._files = files
        self._home = home
        self.known_hosts = known_hosts

    @classmethod
    def of_user(cls, home: Path | None = None) -> "OpenSshConfiguration":
        """The user's and the system's own configuration."""
        home = home or Path.home()
        own = home / ".ssh"
        system = Path(os.environ["PROGRAMDATA"], "ssh") if os.name == "nt" else Path("/etc/ssh")
        return cls(
            files=((own / "config", own), (system / "ssh_config", system)),
            home=home,
            known_hosts=(own / "known_hosts", own / "known_hosts2", system / "ssh_known_hosts"),
        )

    @classmethod
    def empty(cls) -> "OpenSshConfiguration":
        """No configuration, no default keys, no known hosts: for the lab, which has its own of each."""
        return cls()

    def lookup(self, host: str, user: str | None = None) -> HostSettings:
        """What the files say about a host.

        Args:
            host: name as a person would give it to ``ssh``.
            user: login name already decided, for ``Match user``.

        Raises:
            InputError: a file is malformed, or asks for something that clprun can't do.
        """
        lookup = _Lookup(host, user)
        for file, folder in self._files:
            self._read(file, folder, lookup, depth=0)
        return self._settings(lookup)

    def _read(self, file: Path, folder: Path, lookup: _Lookup, depth: int) -> None:
        """Read a file from its top; Host and Match of an included file end with that file."""
        applies = True
        for line in lines_of(file):
            match line.keyword:
                case "host":
                    applies = _fits(lookup.host, line.arguments)
                case "match":
                    applies = _criteria_hold(line, lookup)
                case "include" if applies:
                    self._include(line, folder, lookup, depth)
                case _ if applies and line.arguments:
                    lookup.take(line)

    def _include(self, line: Line, folder: Path, lookup: _Lookup, depth: int) -> None:
        if depth >= _MAX_DEPTH:
            raise line.malformed("node.ssh_config_include_depth")
        for pattern in line.arguments:
            path = folder / _with_home(pattern, self._home)
            for file in sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor)))):
                self._read(file, folder, lookup, depth + 1)

    def _settings(self, lookup: _Lookup) -> HostSettings:
        _refuse_proxy_command(lookup)
        jump = lookup.text("proxyjump")
        named = [line for line in lookup.identity_files if line.arguments[0] != "none"]
        return HostSettings(
            host_name=lookup.host_name if "hostname" in lookup.found else None,
            user=lookup.text("user"),
            port=_port(lookup.found.get("port")),
            identity_files=tuple(dict.fromkeys(self._identity_file(line, lookup) for line in named)),
            identities_only=_is_yes(lookup.found.get("identitiesonly")),
            proxy_jump=None if jump is None or jump.lower() == "none" else jump,
            default_identities=self._default_identities() if not lookup.identity_files else (),
        )

    def _default_identities(self) -> tuple[Path, ...]:
        return tuple(self._home / ".ssh" / name for name in _DEFAULT_IDENTITIES) if self._home else ()

    def _identity_file(self, line: Line, lookup: _Lookup) -> Path:
        tokens = {"%h": lookup.host_name, "%n": lookup.host, "%r": lookup.user, "%u": getpass.getuser()}
        return _with_home(_expand(line.arguments[0], {**tokens, "%d": str(self._home or "~")}), self._home)


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a name fits a pattern list: one must fit, and none that is negated."""
    fits = [p for p in patterns if fnmatch.fnmatchcase(name, p.removeprefix("!").replace("[", "[[]"))]
    return bool(fits) and not any(p.startswith("!") for p in fits)


def _criteria_hold(line: Line, lookup: _Lookup) -> bool:
    """Whether a Match line applies.

    Raises:
        InputError: all that clprun understands holds and the rest, such as ``exec``, it can't decide.
    """
    subjects = {
        "host": lambda: lookup.host_name,
        "originalhost": lambda: lookup.host,
        "user": lambda: lookup.user,
        "localuser": getpass.getuser,
    }
    words = list(line.arguments)
    undecided: str | None = None
    while words:
        criterion = words.pop(0)
        name = criterion.lower().removeprefix("!")
        if name == "all":
            holds = True
        elif name in {"canonical", "final"}:
            holds = False
        elif not words:
            raise line.malformed()
        elif name in subjects:
            holds = _fits(subjects[name](), tuple(words.pop(0).split(",")))
        else:
            words.pop(0)
            undecided = undecided or name
            continue
        if holds == criterion.startswith("!"):
            return False
    if undecided:
        raise line.malformed("node.ssh_config_match", criterion=undecided)
    return True


def _refuse_proxy_command(lookup: _Lookup) -> None:
    command, jump = lookup.found.get("proxycommand"), lookup.found.get("proxyjump")
    if command is None or command.arguments[0].lower() == "none":
        return
    order = list(lookup.found)
    if jump is None or order.index("proxycommand") < order.index("proxyjump"):
        raise command.malformed("node.proxy_command_unsupported")


def _port(line: Line | None) -> int | None:
    if line is None:
        return None
    text = line.arguments[0]
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise line.malformed()
    return int(text)


def _is_yes(line: Line | None) -> bool:
    if line is None:
        return False
    if line.arguments[0].lower() not in {"yes", "no", "true", "false"}:
        raise line.malformed()
    return line.arguments[0].lower() in {"yes", "true"}


def _expand(text: str, tokens: dict[str, str]) -> str:
    """Replace ``%h`` and its like; ``%%`` is a per cent sign."""
    parts = text.split("%%")
    for token, value in tokens.items():
        parts = [part.replace(token, value) for part in parts]
    return "%".join(parts)


def _with_home(text: str, home: Path | None) -> Path:
    if home and (text == "~" or text.startswith(("~/", "~\\"))):
        return home / text[2:]
    return Path(text).expanduser()
