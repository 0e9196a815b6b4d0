"""Whether a web server answers, as the node itself sees it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import MESSAGES_IN_ENGLISH, linux_only, quote, refuse, tail

__all__ = ["DEFAULT_PORTS", "HttpAnswer", "HttpOutcome", "HttpReply"]

_SHOWN_BYTES = 4000
DEFAULT_PORTS = {"http": 80, "https": 443}
_NO_CLIENT = 126
_KILLED = 128 + 9


class HttpOutcome(StrEnum):
    """What came of a request."""

    ANSWERED = "answered"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    UNRESOLVED = "unresolved"
    TLS_FAILED = "tls_failed"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class HttpReply:
    """What a web server said.

    Args:
        outcome: whether it answered, and why not.
        status: the HTTP status of an answer, whichever it is.
        output: what the client program printed, untrusted.
    """

    outcome: HttpOutcome
    status: int | None = None
    output: str = ""


_CURL: Mapping[int, HttpOutcome] = {
    6: HttpOutcome.UNRESOLVED,
    7: HttpOutcome.REFUSED,
    28: HttpOutcome.TIMED_OUT,
    35: HttpOutcome.TLS_FAILED,
    51: HttpOutcome.TLS_FAILED,
    58: HttpOutcome.TLS_FAILED,
    60: HttpOutcome.TLS_FAILED,
}
"""Exit codes of curl(1); all others are no answer."""

_WORDS: Mapping[bytes, HttpOutcome] = {
    b"refused": HttpOutcome.REFUSED,
    b"timed out": HttpOutcome.TIMED_OUT,
    b"unable to resolve": HttpOutcome.UNRESOLVED,
    b"not known": HttpOutcome.UNRESOLVED,
    b"handshake failure": HttpOutcome.TLS_FAILED,
    b"unable to establish ssl": HttpOutcome.TLS_FAILED,
    b"cannot verify": HttpOutcome.TLS_FAILED,
    b"is not trusted": HttpOutcome.TLS_FAILED,
    b"verify error": HttpOutcome.TLS_FAILED,
    b"ssl routines": HttpOutcome.TLS_FAILED,
}
"""What wget, openssl and bash print when there is no answer, in small letters; the first that is found counts."""

_STATUS = re.compile(rb"^[ \t]*HTTP/\d(?:\.\d)? (\d{3})\b", re.MULTILINE)
_CURL_STATUS = re.compile(rb"curl (\d{3}) (\d{1,3})\r?\n")


@dataclass(frozen=True)
class HttpAnswer(Question[HttpReply]):
    """Whether a URL is answered, with any HTTP status. No redirection is followed, no proxy asked, no file read.

    Args:
        url: ``http`` or ``https``, without user and fragment.
        verify_certificate: whether the certificate must be one the node trusts; a self-signed one is usual.
        seconds: how long to wait for the answer.
    """

    url: str
    verify_certificate: bool = False
    seconds: int = 10

    def script(self, platform: Platform) -> str:
        """``curl``, else ``wget``, else ``openssl`` for https and ``bash`` for http."""
        linux_only(platform)
        return (
            f"{MESSAGES_IN_ENGLISH}url={quote(self.url)}\n"
            "if command -v curl >/dev/null; then\n"
            f'  status=$({self._curl()}); echo "curl ${{status:-000}} $?"\n'
            "elif command -v wget >/dev/null; then\n"
            f"  {self._wget()} 2>&1 | head -c {_SHOWN_BYTES}\n"
            f"else\n{self._bare()}fi\n"
        )

    def _curl(self) -> str:
        insecure = "" if self.verify_certificate else " -k"
        return (
            f"curl -q -sS -g{insecure} --noproxy '*' -m {self.seconds} -o /dev/null -w '%{{http_code}}' --url \"$url\""
        )

    def _wget(self) -> str:
        insecure = "" if self.verify_certificate else " --no-check-certificate"
        return (
            f"WGETRC='' HOME=/nonexistent timeout -s KILL {self.seconds + 5} wget -S --no-proxy --tries=1"
            f' --max-redirect=0{insecure} --timeout={self.seconds} -O /dev/null "$url"'
        )

    def _bare(self) -> str:
        """A request of our own over the connection that ``openssl`` or ``bash`` makes."""
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = quote(f"GET {path} HTTP/1.0\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n")
        place = quote(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
        if parts.scheme == "https":
            strict = " -verify_return_error -verify 9" if self.verify_certificate else ""
            program, client = "openssl", f"openssl s_client -quiet{strict} -connect {place}"
        else:
            inner = quote('exec 3<>"/dev/tcp/$1/$2" && cat >&3 && cat <&3')
            program, client = "bash", f"bash -c {inner} clprun {quote(host)} {port}"
        return (
            f"  command -v {program} >/dev/null || exit {_NO_CLIENT}\n"
            f"  printf %s {request} |"
            f" {{ timeout -s KILL {self.seconds} {client} || [ $? -ne {_KILLED} ] || echo timed out; }} 2>&1 |"
            f" head -c {_SHOWN_BYTES}\n"
        )

    def answer(self, raw: Raw) -> HttpReply:
        """The status, or why there is none.

        Raises:
            Unanswerable: the node has no program that could ask.
        """
        if raw.exit_code == _NO_CLIENT:
            refuse("node.no_http_client", url=self.url)
        said = tail(raw.err) or tail(raw.out)
        if curl := _CURL_STATUS.search(raw.out):
            status = int(curl[1])
            outcome = HttpOutcome.ANSWERED if status else _CURL.get(int(curl[2]), HttpOutcome.NO_ANSWER)
            return HttpReply(outcome, status or None, tail(raw.err))
        if found := _STATUS.search(raw.out):
            return HttpReply(HttpOutcome.ANSWERED, int(found[1]), said)
        printed = raw.out.lower() + raw.err.lower()
        outcome = next((outcome for words, outcome in _WORDS.items() if words in printed), HttpOutcome.NO_ANSWER)
        return HttpReply(outcome, None, said)
