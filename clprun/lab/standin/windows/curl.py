"""``curl`` of Windows Server 2022: one GET and its status. A stand-in [doc: curl's manual for options and codes]."""

import http.client
import socket
import ssl
from urllib.parse import urlsplit

from ..calls import Refusal
from .call import BridgeCall

__all__ = ["curl"]

VALUED = {
    "--url",
    "--noproxy",
    "-o",
    "-w",
    "-m",
    "--max-time",
    "--output",
    "--write-out",
    "--connect-timeout",
    "-A",
    "--cacert",
    "-H",
}
UNRESOLVED, REFUSED, TIMED_OUT, TLS_FAILED, UNTRUSTED, EMPTY, USAGE = 6, 7, 28, 35, 60, 52, 2
LONGEST = 1 << 22
"""Bytes of an answer at most."""


def curl(call: BridgeCall) -> int:
    """``curl [-k] [-s] [-S] [-f] [-m SECONDS] [-o FILE] [-w FORMAT] URL``; curl's exit codes."""
    flags, values, urls = _words(call.arguments)
    urls += [values["--url"]] if "--url" in values else []
    if len(urls) != 1:
        raise Refusal("curl: try 'curl --help' for more information", USAGE)
    url = urlsplit(urls[0] if "//" in urls[0] else f"http://{urls[0]}")
    limit = float(values.get("-m") or values.get("--max-time") or values.get("--connect-timeout") or 30)
    status, body, code, why = 0, b"", 0, ""
    try:
        status, body = _get(url.scheme, url.hostname or "", url.port, url.path or "/", limit, "k" in flags, url.query)
    except ssl.SSLCertVerificationError as error:
        code, why = UNTRUSTED, f"SSL certificate problem: {error.verify_message}"
    except ssl.SSLError:
        code, why = TLS_FAILED, "schannel: failed to receive handshake, SSL/TLS connection failed"
    except TimeoutError:
        code, why = TIMED_OUT, f"Connection timed out after {limit * 1000:.0f} milliseconds"
    except socket.gaierror:
        code, why = UNRESOLVED, f"Could not resolve host: {url.hostname}"
    except http.client.HTTPException:
        code, why = EMPTY, "Empty reply from server"
    except OSError:
        code, why = REFUSED, f"Failed to connect to {url.hostname} port {url.port}: Connection refused"
    _give(call, values, body)
    form = values.get("-w") or values.get("--write-out") or ""
    if form:
        call.write(form.replace("%{http_code}", f"{status:03}").replace("\\n", "\n"))
    if code and ("s" not in flags or "S" in flags):
        call.complain(f"curl: ({code}) {why}")
    return code or (22 if "f" in flags and status >= 400 else 0)


def _words(words: list[str]) -> tuple[str, dict[str, str], list[str]]:
    flags, values, urls = "", {}, []
    rest = iter(words)
    for word in rest:
        if word in VALUED:
            values[word] = next(rest, "")
        elif word.startswith("--"):
            flags += {"--insecure": "k", "--silent": "s", "--show-error": "S", "--fail": "f"}.get(word, "")
        elif word.startswith("-"):
            flags += word[1:]
        else:
            urls.append(word)
    return flags, values, urls


def _get(
    scheme: str, host: str, port: int | None, path: str, limit: float, insecure: bool, query: str
) -> tuple[int, bytes]:
    connection: http.client.HTTPConnection
    if scheme == "https":
        context = ssl.create_default_context()
        if insecure:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(host, port, timeout=limit, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=limit)
    try:
        connection.request("GET", path + (f"?{query}" if query else ""), headers={"User-Agent": "curl/8.0.1"})
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST)
    finally:
        connection.close()


def _give(call: BridgeCall, values: dict[str, str], body: bytes) -> None:
    target = values.get("-o") or values.get("--output")
    if target is None:
        call.out(body)
    elif target.upper() != "NUL":
        call.path(target).write_bytes(body)
