"""Whether a web server answers, as a Windows node itself sees it."""

from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.dialled import HttpFromController
from clprun.node.http import HttpAnswer, HttpReply
from clprun.node.windows.cmd import quote, windows_only

__all__ = ["WindowsHttpAnswer"]

_NO_CLIENT = b"clprun-no-curl"


@dataclass(frozen=True)
class WindowsHttpAnswer(Question[HttpReply | HttpFromController]):
    """Whether a URL is answered, with any HTTP status. No redirection is followed, no proxy asked, no file read.

    A certificate is checked without asking whether it was revoked: the servers that tell are seldom reached from where
    a cluster stands, and Windows' ``curl.exe`` then refuses (Schannel, 35).

    ``curl.exe`` is there from Windows Server 2019 on; before, no program on the node can ask without Internet Explorer
    or a script, so this computer has to.
    """

    asked: HttpAnswer

    @property
    def seconds(self) -> int:
        """Time limit."""
        return self.asked.seconds

    def script(self, platform: Platform) -> str:
        """``curl.exe`` where there is one; it tells what it tells on Linux."""
        windows_only(platform)
        insecure = " --ssl-no-revoke" if self.asked.verify_certificate else " -k"
        ask = (
            f'curl.exe -q -sS -g{insecure} --noproxy "*" -m {self.asked.seconds} -o nul'
            f' -w "curl %{{http_code}} " --url {quote(self.asked.url)}'
        )
        return (
            f'for %c in (curl.exe) do (if "%~$PATH:c"=="" (echo {_NO_CLIENT.decode()}) else ({ask}&echo !errorlevel!))'
        )

    def answer(self, raw: Raw) -> HttpReply | HttpFromController:
        """The status, or why there is none; what is to be asked instead where there is no client on the node."""
        if _NO_CLIENT in raw.out:
            return HttpFromController(self.asked.url, self.asked.verify_certificate, self.asked.seconds)
        return self.asked.answer(raw)
