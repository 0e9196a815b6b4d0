"""Logging in with keys, agent, password and keyboard-interactive, against a real sshd with accounts of its own."""

import contextlib
import logging
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from paramiko.common import AUTH_FAILED
from paramiko.server import InteractiveQuery

from clprun.errors import ClprunError, NodeUnreachable
from clprun.model.cluster import Node, Role, SshLogin
from clprun.transport.openssh import OpenSshConfiguration
from tests.support.accounts import Accounts, missing_for_accounts
from tests.support.sshd import Sshd, generate_key, running_sshd
from tests.transport.desk import Keys, Vault, connected, node_at
from tests.transport.interview import Interview, Prompt, interviewing

PASSWORD = "correct-horse"
needs_accounts = pytest.mark.skipif(missing_for_accounts() is not None, reason=str(missing_for_accounts()))
ACCOUNTS = Accounts(root_password="root-secret", users={"clpop": PASSWORD})


@pytest.fixture(scope="module")
def password_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("pw"), ["PasswordAuthentication yes"], accounts=ACCOUNTS) as running:
        yield running


@pytest.fixture(scope="module")
def pam_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    options = ["UsePAM yes", "KbdInteractiveAuthentication yes"]
    with running_sshd(tmp_path_factory.mktemp("pam"), options, accounts=ACCOUNTS) as running:
        yield running


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A running agent without keys; gives the folder for keys to add."""
    socket = tmp_path / "agent"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    while subprocess.run(["ssh-add", "-l"], check=False, capture_output=True).returncode == 2:
        assert process.poll() is None
    yield tmp_path
    process.terminate()
    process.wait(20)


def add_to_agent(*keys: Path) -> None:
    for key in keys:
        key.chmod(0o600)
        subprocess.run(["ssh-add", "-q", str(key)], check=True, capture_output=True, stdin=subprocess.DEVNULL)


def home_with(tmp_path: Path, *keys: Path) -> OpenSshConfiguration:
    """The configuration of an engineer whose ~/.ssh holds these keys under their own names."""
    (tmp_path / "home" / ".ssh").mkdir(parents=True)
    for key in keys:
        for suffix in ("", ".pub"):
            source = key.with_name(key.name + suffix)
            (tmp_path / "home" / ".ssh" / source.name).write_bytes(source.read_bytes())
    return OpenSshConfiguration(home=tmp_path / "home")


def with_key(server: Sshd, key: Path) -> Node:
    """A test server that is to be entered with one key."""
    login = SshLogin(user="root", port=server.port, identity_file=str(key))
    return Node(name="clu1", role=Role.PRIMARY, address="127.0.0.1", ssh=login)


@contextlib.contextmanager
def authorized(server: Sshd, key: Path) -> Iterator[None]:
    """Let a further key in for a while."""
    file = server.folder / "authorized_keys"
    before = file.read_text()
    file.write_text(before + key.with_name(key.name + ".pub").read_text())
    try:
        yield
    finally:
        file.write_text(before)


def refusal(server: Sshd, keys: Keys, vault: Vault, configuration: OpenSshConfiguration | None = None) -> ClprunError:
    with (
        pytest.raises(NodeUnreachable) as caught,
        connected(node_at(server, user="clpop", key=False, password="login"), keys, vault, configuration),
    ):
        pass
    return caught.value


def attempts(server: Sshd, before: str) -> list[str]:
    """The log's lines about login attempts since it read ``before``."""
    return [line for line in server.log[len(before) :].splitlines() if line.startswith(("Accepted", "Failed"))]


@needs_accounts
@pytest.mark.parametrize("kind", ["password_server", "pam_server"])
def test_password_lets_in(request: pytest.FixtureRequest, keys: Keys, kind: str) -> None:
    """The second server takes passwords by keyboard-interactive only."""
    server: Sshd = request.getfixturevalue(kind)
    vault = Vault({"login": PASSWORD})
    with connected(node_at(server, user="clpop", key=False, password="login"), keys, vault) as connection:
        assert connection.run("id -un", deadline=20).out == b"clpop\n"
        server.cut()
        with pytest.raises(NodeUnreachable):
            connection.run("true", deadline=20)
        assert connection.run("id -un", deadline=20).out == b"clpop\n"

    assert vault.given == ["login"]


@needs_accounts
@pytest.mark.parametrize("kind", ["password_server", "pam_server"])
def test_wrong_password_is_said_after_one_try(
    request: pytest.FixtureRequest, keys: Keys, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server: Sshd = request.getfixturevalue(kind)
    before = server.log
    error = refusal(server, keys, Vault({"login": "wrong-horse"}))

    assert error.exit_code == 4
    assert error.problem.code == "node.login_refused"
    assert (error.problem.values["user"], error.problem.node) == ("clpop", "clu1")
    assert "horse" not in repr(error.problems) + str(error) + caplog.text
    assert len(attempts(server, before)) <= 1


@needs_accounts
def test_given_password_goes_before_keys_found_by_chance(password_server: Sshd, keys: Keys, tmp_path: Path) -> None:
    configuration = home_with(tmp_path, generate_key(tmp_path / "id_ed25519"), generate_key(tmp_path / "id_rsa", "rsa"))
    before = password_server.log
    node = node_at(password_server, user="clpop", key=False, password="login")
    with connected(node, keys, Vault({"login": PASSWORD}), configuration):
        pass

    assert [line.split()[:2] for line in attempts(password_server, before)] == [["Accepted", "password"]]


@needs_accounts
@pytest.mark.parametrize("methods", ["publickey,password", "password,publickey", "publickey,keyboard-interactive"])
@pytest.mark.parametrize("named", [True, False])
def test_server_that_wants_two_proofs_gets_them(tmp_path: Path, keys: Keys, methods: str, named: bool) -> None:
    options = [f"AuthenticationMethods {methods}", "PasswordAuthentication yes"]
    if "keyboard" in methods:
        options += ["UsePAM yes", "KbdInteractiveAuthentication yes"]
    folder = tmp_path / "server"
    folder.mkdir()
    with running_sshd(folder, options, accounts=ACCOUNTS) as server:
        key = server.user_key.rename(server.folder / "id_ed25519")
        (server.folder / "user_key.pub").rename(server.folder / "id_ed25519.pub")
        node = node_at(server, user="clpop", key=False, password="login")
        assert node.ssh is not None
        if named:
            node = node.model_copy(update={"ssh": node.ssh.model_copy(update={"identity_file": str(key)})})
        with connected(node, keys, Vault({"login": PASSWORD}), home_with(tmp_path, key)) as connection:
            assert connection.run("id -un", deadline=20).out == b"clpop\n"


def test_nothing_to_offer_is_said(server: Sshd, keys: Keys) -> None:
    with pytest.raises(NodeUnreachable) as caught, connected(node_at(server, key=False), keys):
        pass

    assert caught.value.problem.code == "node.login_nothing_to_offer"
    assert caught.value.problem.values["wanted"] == "publickey"


def test_password_where_only_keys_are_wanted_is_not_sent(server: Sshd, keys: Keys) -> None:
    node = node_at(server, key=False, password="login")
    with pytest.raises(NodeUnreachable) as caught, connected(node, keys, Vault({"login": PASSWORD})):
        pass

    assert caught.value.problem.code == "node.login_nothing_to_offer"


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
@pytest.mark.parametrize("passphrase", ["", "open sesame"])
def test_keys_of_all_kinds(server: Sshd, keys: Keys, tmp_path: Path, kind: str, passphrase: str) -> None:
    key = generate_key(tmp_path / "key", kind, passphrase)
    vault = Vault({f"passphrase:{key}": passphrase})
    with authorized(server, key), connected(with_key(server, key), keys, vault) as connection:
        assert connection.run("id -u", deadline=20).out == b"0\n"

    assert vault.given == ([f"passphrase:{key}"] if passphrase else [])


def test_wrong_passphrase_is_said(server: Sshd, keys: Keys, tmp_path: Path) -> None:
    key = generate_key(tmp_path / "key", passphrase="open sesame")
    vault = Vault({f"passphrase:{key}": "close sesame"})
    with (
        authorized(server, key),
        pytest.raises(NodeUnreachable) as caught,
        connected(with_key(server, key), keys, vault),
    ):
        pass

    assert {problem.code for problem in caught.value.problems} >= {"node.key_passphrase_wrong"}
    assert "sesame" not in repr(caught.value.problems)


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "node.key_unreadable"), ("no key at all\n", "node.key_malformed"), ("", "node.key_malformed")],
)
def test_key_that_can_not_be_used_is_said(
    server: Sshd, keys: Keys, tmp_path: Path, content: str | None, code: str
) -> None:
    if content is not None:
        (tmp_path / "key").write_text(content)
    with pytest.raises(NodeUnreachable) as caught, connected(with_key(server, tmp_path / "key"), keys):
        pass

    assert [problem.code for problem in caught.value.problems] == ["node.login_nothing_to_offer", code]
    assert caught.value.problems[1].values["file"] == str(tmp_path / "key")


def test_refused_key_is_named_and_not_followed_by_others(server: Sshd, keys: Keys, agent: Path) -> None:
    stranger = generate_key(agent / "stranger")
    add_to_agent(server.user_key)
    with pytest.raises(NodeUnreachable) as caught, connected(with_key(server, stranger), keys):
        pass

    assert caught.value.problem.code == "node.login_refused"
    assert caught.value.problem.values["offered"] == str(stranger)


def test_agent_lets_in(server: Sshd, keys: Keys, agent: Path) -> None:
    add_to_agent(generate_key(agent / "rsa", "rsa"), generate_key(agent / "one"), server.user_key)
    with connected(node_at(server, key=False), keys) as connection:
        assert connection.run("id -u", deadline=20).out == b"0\n"


def test_agent_with_too_many_keys_does_not_use_all_tries_up(server: Sshd, keys: Keys, agent: Path) -> None:
    add_to_agent(*(generate_key(agent / str(number)) for number in range(8)))
    with pytest.raises(NodeUnreachable) as caught, connected(node_at(server, key=False), keys):
        pass

    assert caught.value.problem.code == "node.login_refused"
    assert str(caught.value.problem.values["offered"]).count("agent") == 5


def test_key_with_passphrase_is_taken_from_the_agent_unasked(
    server: Sshd, keys: Keys, agent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = generate_key(agent / "key", passphrase="open sesame")
    ask = agent / "ask"
    ask.write_text("#!/bin/sh\necho open sesame\n")
    ask.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(ask))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    add_to_agent(key)
    vault = Vault()
    with authorized(server, key), connected(with_key(server, key), keys, vault):
        pass

    assert vault.given == []


def test_default_keys_of_the_home_are_tried(server: Sshd, keys: Keys, tmp_path: Path) -> None:
    key = generate_key(tmp_path / "id_ecdsa", "ecdsa")
    configuration = home_with(tmp_path, key, generate_key(tmp_path / "id_ed25519"))
    with authorized(server, key), connected(node_at(server, key=False), keys, None, configuration) as connection:
        assert connection.run("id -u", deadline=20).out == b"0\n"


def test_key_of_the_configuration_is_used(server: Sshd, keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "config").write_text(f"Host 127.0.0.*\n IdentityFile {server.user_key}\n")
    configuration = OpenSshConfiguration(((tmp_path / "config", tmp_path),))
    with connected(node_at(server, key=False), keys, None, configuration) as connection:
        assert connection.run("id -u", deadline=20).out == b"0\n"


@pytest.mark.parametrize(
    ("rounds", "right"),
    [
        ([[("Password: ", False)]], [[PASSWORD]]),
        ([[("clpop@clu1's password: ", False)]], [[PASSWORD]]),
        ([[("パスワード:", False)]], [[PASSWORD]]),
        ([[]], [[]]),
        ([[("Password: ", False)], []], [[PASSWORD], []]),
    ],
)
def test_questions_that_the_password_answers(
    keys: Keys, rounds: Sequence[Sequence[Prompt]], right: Sequence[Sequence[str]]
) -> None:
    interview = Interview(rounds, right)
    # The server grants the login and no shell: what is to be seen is that the login was passed.
    assert asked_by(interview, keys).problem.code == "node.no_shell"
    assert interview.answered == [list(answers) for answers in right]


@pytest.mark.parametrize(
    ("rounds", "question"),
    [
        ([[("Verification code: ", False)]], "Verification code: "),
        ([[("Password: ", True)]], "Password: "),
        ([[("Password: ", False)], [("New password: ", False), ("Retype new password: ", False)]], "New password: "),
        ([[("Password: ", False)], [("Password: ", False)]], "Password: "),
        ([[("新しいパスワード:", False)]], "新しいパスワード:"),
        ([[("\x1b[2JCode\x07: ", False)]], "Code\\x07: "),
    ],
)
def test_questions_that_it_does_not_answer_are_shown(
    keys: Keys, rounds: Sequence[Sequence[Prompt]], question: str
) -> None:
    interview = Interview(rounds, [["never"]])
    problem = asked_by(interview, keys).problem

    assert problem.code == "node.login_question"
    assert problem.values["question"] == question
    assert sum(answers.count(PASSWORD) for answers in interview.answered) <= 1


def test_server_that_never_decides_is_given_up(keys: Keys) -> None:
    done = threading.Event()

    class Undecided(Interview):
        def check_auth_interactive(self, username: str, submethods: str) -> int | InteractiveQuery:
            done.wait(20)
            return AUTH_FAILED

    with interviewing(Undecided([], [])) as port:
        try:
            problem = refused_login(port, keys, timeout=0.3).problem
        finally:
            done.set()

    assert problem.code == "node.login_timeout"


def asked_by(interview: Interview, keys: Keys) -> ClprunError:
    """What comes of a login at a server that asks."""
    with interviewing(interview) as port:
        return refused_login(port, keys)


def refused_login(port: int, keys: Keys, timeout: float = 15) -> ClprunError:
    node = node_at(Sshd(port, Path("unused"), 0), user="clpop", key=False, password="login")
    vault = Vault({"login": PASSWORD})
    with pytest.raises(NodeUnreachable) as caught, connected(node, keys, vault, timeout=timeout):
        pass
    return caught.value
