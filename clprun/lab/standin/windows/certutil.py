"""``certutil -encode``, ``-decode`` and ``-hashfile``. A stand-in (reference/lab-windows.md 4 and 5).

Exit codes are HRESULTs; the BEGIN/END lines and the three lines of ``-hashfile`` as measured there.
"""

import base64
import binascii
import hashlib
import os
from pathlib import Path

from .call import BridgeCall
from .errors import WindowsError, of_unix

__all__ = ["certutil"]

HRESULT = 0x80070000
"""Facility of Win32 errors."""
INVALID_DATA = 13
INVALID_PARAMETER = 87
EMPTY_FILE = 1006
WIDTH = 64
"""Characters of a base64 line."""
BEGIN, END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"


def certutil(call: BridgeCall) -> int:
    """``certutil [-f] -encode|-decode IN OUT``, ``certutil -hashfile FILE [ALGORITHM]``."""
    switches = [f"-{word[1:].lower()}" for word in call.arguments if word[:1] in {"-", "/"}]
    names = [word for word in call.arguments if word[:1] not in {"-", "/"}]
    verb = next((switch for switch in switches if switch != "-f"), "")
    try:
        if verb == "-hashfile" and names:
            _hash(call, names)
        elif verb in {"-encode", "-decode"} and len(names) == 2:
            _convert(call, verb, names, "-f" in switches)
        elif verb not in {"", "-?"}:
            return _failed(call, verb, INVALID_PARAMETER)
    except WindowsError as error:
        return _failed(call, verb, error.number)
    succeeded = call.text("command completed successfully.", "コマンドは正常に完了しました。")
    call.say(f"CertUtil: {verb or '-dump'} {succeeded}")
    return 0


def _failed(call: BridgeCall, verb: str, number: int) -> int:
    """Say so on standard output, as Windows does [k]; the code is the HRESULT (lab-windows.md 4)."""
    code = HRESULT | number
    failed = call.text("command FAILED", "コマンド エラーです")
    call.say(f"CertUtil: {verb} {failed}: 0x{code:08x} (WIN32: {number})\nCertUtil: {call.sentence(number)}")
    return code


def _hash(call: BridgeCall, names: list[str]) -> None:
    algorithm = (names[1] if len(names) > 1 else "SHA1").lower()
    known = ("md5", "sha1", "sha256", "sha384", "sha512") if call.node.modern else ("sha1",)
    if algorithm not in known:  # a Windows Server 2003 has no SHA256 here (lab-windows.md 4) [k]
        raise WindowsError(INVALID_PARAMETER)
    content = _read(call, names[0])
    if not content:
        raise WindowsError(EMPTY_FILE)
    digest = hashlib.new(algorithm, content).hexdigest()
    if call.node.flavour != "2022":
        digest = " ".join(digest[place : place + 2] for place in range(0, len(digest), 2))
    upper = algorithm.upper()
    call.say(call.text(f"{upper} hash of {names[0]}:", f"{upper} ハッシュ (対象 {names[0]}):"))
    call.say(digest)


def _read(call: BridgeCall, name: str) -> bytes:
    path = call.node.drives.follow(_existing(call, name))
    try:
        return path.read_bytes()
    except OSError as error:
        raise of_unix(error) from error


def _existing(call: BridgeCall, name: str) -> Path:
    path = call.path(name)
    if not os.path.lexists(path):
        raise WindowsError(2)
    return path


def _convert(call: BridgeCall, verb: str, names: list[str], forced: bool) -> None:
    content = _read(call, names[0])
    if not content:
        raise WindowsError(EMPTY_FILE)
    result = _encoded(content) if verb == "-encode" else _decoded(content)
    target = call.path(names[1])
    if os.path.lexists(target) and not forced:
        raise WindowsError(80)
    call.changes = True
    try:
        target.write_bytes(result)
    except OSError as error:
        raise of_unix(error) from error
    call.say(call.text(f"Input Length = {len(content)}", f"入力長 = {len(content)}"))
    call.say(call.text(f"Output Length = {len(result)}", f"出力長 = {len(result)}"))


def _encoded(content: bytes) -> bytes:
    text = base64.b64encode(content)
    lines = [text[place : place + WIDTH] for place in range(0, len(text), WIDTH)]
    return b"\r\n".join([BEGIN, *lines, END, b""])


def _decoded(content: bytes) -> bytes:
    """The bytes behind base64 with or without BEGIN/END lines; blanks and line ends do not count."""
    lines = [line for line in content.split(b"\n") if not line.startswith(b"-----")]
    try:
        return base64.b64decode(b"".join(b"".join(lines).split()), validate=True)
    except binascii.Error as error:
        raise WindowsError(INVALID_DATA) from error
