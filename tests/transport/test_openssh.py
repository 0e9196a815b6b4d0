"""The OpenSSH client configuration, compared with what ssh itself makes of it."""

import getpass
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import InputError
from clprun.transport.openssh import HostSettings, OpenSshConfiguration

HOST = "clu1.example"
needs_ssh = pytest.mark.skipif(shutil.which("ssh") is None, reason="no ssh client is installed")


def configuration(home: Path, text: str) -> OpenSshConfiguration:
    """The configuration of a user whose file holds ``text``."""
    own = home / ".ssh"
    own.mkdir(exist_ok=True)
    (own / "config").write_text(text)
    return OpenSshConfiguration(((own / "config", own),), home)


def settings_of(home: Path, text: str, host: str = HOST, user: str | None = None) -> HostSettings:
    return configuration(home, text).lookup(host, user)


def as_ssh_sees(file: Path, host: str) -> dict[str, list[str]]:
    """What ``ssh -G`` prints, by keyword."""
    printed = subprocess.run(["ssh", "-G", "-F", str(file), host], check=True, capture_output=True, text=True).stdout
    seen: dict[str, list[str]] = {}
    for line in printed.splitlines():
        keyword, _, value = line.partition(" ")
        seen.setdefault(keyword, []).append(value)
    return seen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", HostSettings()),
        ("Port 2022", HostSettings(port=2022)),
        ("PORT=2022", HostSettings(port=2022)),
        ("port = 2022", HostSettings(port=2022)),
        ('User "clu op"', HostSettings(user="clu op")),
        ("\tUser  operator  # the night shift", HostSettings(user="operator")),
        ("User a#b", HostSettings(user="a#b")),
        ("User 'clu op'  # comment 'open", HostSettings(user="clu op")),
        ('User clu" "op', HostSettings(user="clu op")),
        ('LocalCommand echo "open\nUser op', HostSettings(user="op")),
        ("User one\nUser two", HostSettings(user="one")),
        (f"Host {HOST}\n User in\nHost *\n User any\n Port 2022", HostSettings(user="in", port=2022)),
        ("Host *\n User any\nHost clu1*\n User late", HostSettings(user="any")),
        ("Host other clu?.example\n User one", HostSettings(user="one")),
        ("Host * !clu1.example\n User one", HostSettings()),
        ("Host [c]lu1.example\n User one", HostSettings()),
        ("HostName 10.0.0.111", HostSettings(host_name="10.0.0.111")),
        ("HostName %h.net%%", HostSettings(host_name="clu1.example.net%")),
        ("ProxyJump bastion,inner:2022", HostSettings(proxy_jump="bastion,inner:2022")),
        ("ProxyJump none", HostSettings()),
        ("ProxyCommand none", HostSettings()),
        ("ProxyJump b\nProxyCommand nc %h %p", HostSettings(proxy_jump="b")),
        ("Host other\n ProxyCommand nc %h %p", HostSettings()),
        ("IdentitiesOnly yes", HostSettings(identities_only=True)),
        ("Match all\n User one", HostSettings(user="one")),
        ("Match originalhost clu1*,x\n User one", HostSettings(user="one")),
        ("Match !originalhost clu1*\n User one", HostSettings()),
        ("HostName 10.0.0.111\nMatch host 10.*\n User one", HostSettings(host_name="10.0.0.111", user="one")),
        ("User op\nMatch user op\n Port 2022", HostSettings(user="op", port=2022)),
        ("Match user op\n Port 2022", HostSettings()),
        ("Match final\n User one", HostSettings()),
        ('Match originalhost other exec "test -f x"\n User one', HostSettings()),
        ("ServerAliveInterval 5\nSendEnv LANG LC_*\nCompression yes", HostSettings()),
    ],
)
def test_settings(tmp_path: Path, text: str, expected: HostSettings) -> None:
    found = settings_of(tmp_path, text)

    assert HostSettings(**{**vars(found), "default_identities": ()}) == expected


def test_user_already_decided_is_what_match_user_sees(tmp_path: Path) -> None:
    text = "User config\nMatch user inventory\n Port 2022"

    assert settings_of(tmp_path, text, user="inventory").port == 2022
    assert settings_of(tmp_path, text).port is None


def test_identity_files_add_up_in_order(tmp_path: Path) -> None:
    text = "IdentityFile ~/one\nIdentityFile %d/keys/%h-%r-%n-%u\nIdentityFile /abs/%%\nUser op\nHostName 10.0.0.111"
    found = settings_of(tmp_path, text)

    me = getpass.getuser()
    assert found.identity_files == (
        tmp_path / "one",
        tmp_path / "keys" / f"10.0.0.111-op-{HOST}-{me}",
        Path("/abs/%"),
    )
    assert found.default_identities == ()


def test_default_identities_are_the_quickest_first(tmp_path: Path) -> None:
    assert [path.name for path in settings_of(tmp_path, "").default_identities] == ["id_ed25519", "id_ecdsa", "id_rsa"]


def test_include_is_expanded(tmp_path: Path) -> None:
    (tmp_path / ".ssh" / "conf.d").mkdir(parents=True)
    (tmp_path / ".ssh" / "conf.d" / "10-site").write_text("Host other\n User wrong\nHost clu1*\n User site\n")
    (tmp_path / ".ssh" / "conf.d" / "20-late").write_text("User late\nPort 2022\n")
    (tmp_path / "elsewhere").write_text("ProxyJump bastion\n")
    found = settings_of(tmp_path, f"Include conf.d/* missing {tmp_path}/elsewhere\nPort 1\nIdentitiesOnly yes\n")

    assert (found.user, found.port, found.proxy_jump, found.identities_only) == ("site", 2022, "bastion", True)


def test_include_within_a_host_counts_for_that_host_only(tmp_path: Path) -> None:
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh" / "part").write_text("User part\nHost nobody\n Port 1\n")
    text = "Host other\n Include part\nHost clu1*\n Include part\n Port 2022\n"

    assert (settings_of(tmp_path, text).user, settings_of(tmp_path, text).port) == ("part", 2022)
    assert settings_of(tmp_path, text, host="third").user is None


def test_users_file_goes_before_the_systems(tmp_path: Path) -> None:
    (tmp_path / "user").write_text("Port 1\n")
    (tmp_path / "system").write_text("Port 2\nUser system\n")
    both = OpenSshConfiguration(((tmp_path / "user", tmp_path), (tmp_path / "system", tmp_path)), tmp_path)

    assert (both.lookup(HOST).port, both.lookup(HOST).user) == (1, "system")


def test_own_files_are_found_below_the_home(tmp_path: Path) -> None:
    configuration(tmp_path, "Port 2022\n")
    own = OpenSshConfiguration.of_user(tmp_path)

    assert own.lookup("no-such-host.invalid").port == 2022
    assert tmp_path / ".ssh" / "known_hosts" in own.known_hosts


def test_empty_configuration_knows_nothing() -> None:
    assert OpenSshConfiguration.empty().lookup(HOST) == HostSettings()
    assert OpenSshConfiguration.empty().known_hosts == ()


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("User", 1, "node.ssh_config_malformed"),
        ("\n# x\n  Port", 3, "node.ssh_config_malformed"),
        ("Port many", 1, "node.ssh_config_malformed"),
        ("Port 0", 1, "node.ssh_config_malformed"),
        ("Port 70000", 1, "node.ssh_config_malformed"),
        ("Port ２２", 1, "node.ssh_config_malformed"),
        ('User "open', 1, "node.ssh_config_malformed"),
        ("Host", 1, "node.ssh_config_malformed"),
        ("Match", 1, "node.ssh_config_malformed"),
        ("Match host", 1, "node.ssh_config_malformed"),
        ("Include", 1, "node.ssh_config_malformed"),
        ("IdentitiesOnly perhaps", 1, "node.ssh_config_malformed"),
        ("Port 22\nProxyCommand nc %h %p", 2, "node.proxy_command_unsupported"),
        ("ProxyCommand nc %h %p\nProxyJump b", 1, "node.proxy_command_unsupported"),
        ('Match originalhost clu1* exec "test -f x"\n User one', 1, "node.ssh_config_match"),
        ("Include config", 1, "node.ssh_config_include_depth"),
    ],
)
def test_malformed_files_are_said_with_their_line(tmp_path: Path, text: str, line: int, code: str) -> None:
    with pytest.raises(InputError) as caught:
        settings_of(tmp_path, text)

    problem = caught.value.problem
    assert problem.code == code
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == (str(tmp_path / ".ssh" / "config"), line)
    assert problem.place.source_line == text.splitlines()[line - 1]


def test_file_that_is_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        OpenSshConfiguration(((tmp_path, tmp_path),)).lookup(HOST)

    assert caught.value.problem.code == "node.ssh_config_unreadable"


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "config").write_bytes(b"# \xff\xfe\x83\x5c\nUser op\n")

    assert OpenSshConfiguration(((tmp_path / "config", tmp_path),)).lookup(HOST).user == "op"


PATTERNS = st.sampled_from(["*", "clu1.example", "clu?.*", "*.example", "other", "!clu1.example", "!other", "10.*"])
VALUES = st.one_of(
    st.sampled_from(["user", "USER"]).flatmap(lambda k: st.sampled_from([f"{k} op", f"{k}=admin", f'{k} "night"'])),
    st.integers(1, 9999).map(lambda port: f"  Port {port}"),
    st.sampled_from(["HostName 10.0.0.111", "HostName %h.net", "ProxyJump bastion", "ProxyJump none"]),
    st.sampled_from(["IdentityFile /keys/one", "IdentityFile /keys/%r", "IdentitiesOnly yes", "IdentitiesOnly no"]),
    st.lists(PATTERNS, min_size=1, max_size=3).map(lambda patterns: "Host " + " ".join(patterns)),
    st.sampled_from(
        ["Match all", "Match host 10.*", "Match originalhost clu*,other", "Match !user op", "Match user op"]
    ),
    st.sampled_from(["User a#b", "User 'clu op'", 'User clu" "op', "User op # 'late", 'IdentityFile "/keys/a b"']),
    st.sampled_from(["# comment", "", "Compression yes", "Include more"]),
)
LINES = st.lists(VALUES, max_size=8).map("\n".join)


@needs_ssh
@given(text=LINES, more=LINES.filter(lambda text: "Include" not in text), host=st.sampled_from([HOST, "other"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ssh_itself_sees_the_same(tmp_path: Path, text: str, more: str, host: str) -> None:
    text = text.replace("Include more", f"Include {tmp_path}/more")
    (tmp_path / "more").write_text(more + "\n")
    found = settings_of(tmp_path, text + "\n", host)
    seen = as_ssh_sees(tmp_path / ".ssh" / "config", host)

    assert (found.host_name or host) == seen["hostname"][0]
    assert (found.user or getpass.getuser()) == seen["user"][0]
    assert (found.port or 22) == int(seen["port"][0])
    assert found.proxy_jump == seen.get("proxyjump", [None])[0]
    assert found.identities_only == (seen["identitiesonly"] == ["yes"])
    if found.identity_files and "%r" not in text + more:
        assert [str(path) for path in found.identity_files] == seen["identityfile"]
