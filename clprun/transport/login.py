"""Proving who we are to an SSH server: keys, agent, password, keyboard-interactive; nothing is offered twice."""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from clprun.errors import NodeUnreachable, Problem, Value
from clprun.model.secret import Secret, SecretReference
from clprun.transport.codec import printable
from clprun.transport.keys import KeyRing
from clprun.transport.library import AuthenticationException, BadAuthenticationType, SSHException, Transport
from clprun.transport.route import Hop

__all__ = ["MAX_KEYS", "log_in"]

MAX_KEYS = 5
"""Keys offered at most: sshd hangs up after six failures (MaxAuthTries), and a password may have to follow."""

_PASSWORD_PROMPT = re.compile(r"pass(word|phrase|code)|パスワード", re.IGNORECASE)
_NEW_PASSWORD_PROMPT = re.compile(r"\bnew\b|retype|again|新しい|再入力|再度|もう一度", re.IGNORECASE)


def log_in(transport: Transport, hop: Hop, secrets: Callable[[SecretReference], Secret], node: str) -> None:
    """Authenticate.

    A password given in the inventory goes before keys found by chance, a key given there before the password. A server
    that wants several proofs gets them.

    Args:
        transport: negotiated, its host key checked.
        hop: whom to be on it.
        secrets: gives passwords and passphrases.
        node: name of the node to be reached, for problems.

    Raises:
        NodeUnreachable: the server refused what was offered.
    """
    with KeyRing(hop, secrets) as keys:
        _Login(transport, hop, secrets, keys, node).run()


class _Login:
    """One conversation with a server that says step by step what it still wants."""

    def __init__(
        self,
        transport: Transport,
        hop: Hop,
        secrets: Callable[[SecretReference], Secret],
        keys: KeyRing,
        node: str,
    ) -> None:
        self._transport, self._hop, self._secrets, self._keys, self._node = transport, hop, secrets, keys, node
        self._allowed: frozenset[str] | None = None
        self._refused: list[str] = []
        self._accepted: set[str] = set()

    def run(self) -> None:
        """Offer everything until the server is content."""
        password_first = self._hop.password is not None and not self._hop.identity_files
        first, second = self._offer_password, self._offer_keys
        if not password_first:
            first, second = second, first
        for offer in (first, second, first):
            offer()
            if self._transport.is_authenticated():
                return
            if offer == second and not self._accepted:
                break  # only a server that has taken something may want the first again
        raise self._failure("node.login_refused" if self._refused or self._accepted else "node.login_nothing_to_offer")

    def _offer_password(self) -> None:
        if self._hop.password is None or "password" in self._accepted:
            return
        user, secret = self._hop.user, self._secrets(self._hop.password)
        plain = partial(self._transport.auth_password, user, secret.reveal(), fallback=False)
        self._offer("password", "password", plain)
        if "password" not in self._accepted and "password" not in self._refused:
            prompts = _Prompts(secret)
            questioned = partial(self._transport.auth_interactive, user, prompts)
            self._offer("keyboard-interactive", "password", questioned)
            if prompts.unanswerable is not None and "password" in self._refused:
                raise self._failure("node.login_question", question=printable(prompts.unanswerable, 200))
        if "password" in self._refused:
            # Offering it in another way, or something else, could lock the account.
            raise self._failure("node.login_refused")

    def _offer_keys(self) -> None:
        for label, key in self._keys:
            if len(self._refused) >= MAX_KEYS or "publickey" in self._accepted or not self._allows("publickey"):
                return
            if label not in self._refused:
                self._offer("publickey", label, partial(self._transport.auth_publickey, self._hop.user, key))

    def _offer(self, method: str, label: str, attempt: Callable[[], Sequence[str]]) -> None:
        """Make one offer and note what came of it: accepted, refused, or this method is not wanted now."""
        if not self._allows(method):
            return
        started = time.monotonic()
        try:
            wanted_next = attempt()
        except BadAuthenticationType as error:
            self._allowed = frozenset(error.allowed_types)
        except AuthenticationException:
            if time.monotonic() - started >= self._transport.auth_timeout:
                raise self._failure("node.login_timeout", seconds=f"{self._transport.auth_timeout:g}") from None
            self._refused.append(label)
            if not self._transport.is_active():
                raise self._failure("node.login_refused") from None
        except (SSHException, EOFError, OSError) as error:
            self._refused.append(label)
            raise self._failure("node.login_broken_off", reason=printable(str(error), 200)) from None
        else:
            self._accepted.add("password" if label == "password" else method)
            self._allowed = frozenset(wanted_next)

    def _allows(self, method: str) -> bool:
        return self._allowed is None or method in self._allowed

    def _wanted(self) -> Iterable[str]:
        """What the server takes; one that has not said so yet is asked, for the person who reads the failure."""
        if self._allowed is None and self._transport.is_active():
            try:
                self._transport.auth_none(self._hop.user)
            except BadAuthenticationType as error:
                return error.allowed_types
            except (SSHException, EOFError, OSError):
                return ()
        return self._allowed or ()

    def _failure(self, code: str, **values: str) -> NodeUnreachable:
        hop = self._hop
        about: dict[str, Value] = {
            "user": hop.user,
            "host": hop.host,
            "port": hop.port,
            "offered": ", ".join(self._refused) or "-",
        }
        wanted = ", ".join(sorted(printable(name, 60) for name in self._wanted())) or "-"
        return NodeUnreachable(
            Problem(code, {**about, "wanted": wanted, **values}, node=self._node),
            *(Problem(problem.code, problem.values, node=self._node) for problem in self._keys.problems),
        )


class _Prompts:
    """Answers the questions of keyboard-interactive: each that asks for the password gets it, once.

    Args:
        password: the answer.
    """

    def __init__(self, password: Secret) -> None:
        self._password = password
        self._answered: set[str] = set()
        self.unanswerable: str | None = None

    def __call__(self, title: str, instructions: str, prompts: Sequence[tuple[str, bool]]) -> list[str]:
        """One answer for each prompt; an empty one where no password is asked for, which the server will refuse."""
        del title, instructions
        return [self._answer(prompt, echo=echo) for prompt, echo in prompts]

    def _answer(self, prompt: str, *, echo: bool) -> str:
        asks = _PASSWORD_PROMPT.search(prompt) and not _NEW_PASSWORD_PROMPT.search(prompt)
        if echo or not asks or prompt in self._answered:
            self.unanswerable = self.unanswerable or prompt
            return ""
        self._answered.add(prompt)
        return self._password.reveal()
