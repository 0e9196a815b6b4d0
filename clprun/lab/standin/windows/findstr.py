"""``findstr`` and ``find``: lines that hold a text. Stand-ins, because Wine's know no patterns (lab-windows.md 1.3).

[doc: findstr, find]; exit codes 0 found, 1 not, 2 wrong words [doc].
"""

import ntpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..calls import Refusal
from .call import BridgeCall
from .errors import WindowsError
from .reading import contents

__all__ = ["expression", "find", "findstr"]

SPECIAL = {".": ".", "*": "*", "^": "^", "$": r"(?=\r?\n?\Z)"}


@dataclass
class Asked:
    """What the words of a findstr ask for.

    Args:
        switches: single letters.
        strings: what to look for.
        files: where.
    """

    switches: set[str] = field(default_factory=set)
    strings: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def expression(pattern: str) -> str:
    r"""Findstr's own regular expressions as Python's: ``. * ^ $ [class] \< \> \x`` [doc: findstr]."""
    found: list[str] = []
    place = 0
    while place < len(pattern):
        sign = pattern[place]
        end = pattern.find("]", place + 2) if sign == "[" else -1
        if sign == "\\" and place + 1 < len(pattern):
            escaped = pattern[place + 1]
            found.append(r"\b" if escaped in "<>" else re.escape(escaped))
            place += 2
        elif end > 0:
            inside = pattern[place + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
            found.append(f"[{inside}]")
            place = end + 1
        else:
            literal = sign == "*" and not found
            found.append(re.escape(sign) if literal else SPECIAL.get(sign, re.escape(sign)))
            place += 1
    return "".join(found)


def findstr(call: BridgeCall) -> int:
    """``findstr [/B /E /I /L /M /N /R /S /V /X] [/C:TEXT] [/G:FILE] TEXTS [FILE...]``."""
    asked = _asked(call)
    if not asked.strings:
        raise Refusal(call.text("FINDSTR: Bad command line", "FINDSTR: コマンド ラインが正しくありません"), 2)
    fits = _matcher(asked)
    found = False
    code = 0
    named = "s" in asked.switches or len(asked.files) > 1 or any("*" in name or "?" in name for name in asked.files)
    for name in asked.files:
        try:
            for shown, path in contents(call, name):
                found |= _search(call, asked, fits, path.read_bytes(), shown, named)
        except WindowsError:
            call.complain(call.text(f"FINDSTR: Cannot open {name}", f"FINDSTR: {name} を開けません"))
            code = 1
    if not asked.files:
        found = _search(call, asked, fits, call.stdin(), "", named=False)
    return 0 if found and not code else 1


def _asked(call: BridgeCall) -> Asked:
    asked = Asked()
    texts: list[str] = []
    for word in call.arguments:
        lower = word.lower()
        if lower.startswith(("/c:", "-c:")):
            asked.strings.append(word[3:])
        elif lower.startswith("/g:"):
            asked.strings += call.decode(call.path(word[3:]).read_bytes()).splitlines()
        elif re.fullmatch(r"/[a-z]+|/off(line)?|/[adf]:.*", lower):
            asked.switches |= set(lower[1:]) if re.fullmatch(r"/[belmnoprsvxi]+", lower) else set()
        elif not asked.strings and not texts:
            texts = word.split()
        else:
            asked.files.append(word)
    asked.strings = asked.strings or texts
    return asked


def _matcher(asked: Asked) -> Callable[[str], bool]:
    plain = "l" in asked.switches
    parts = [re.escape(each) if plain else expression(each) for each in asked.strings]
    whole = "|".join(f"(?:{part})" for part in parts)
    begin = "^" if asked.switches & {"b", "x"} else ""
    end = r"(?=\r?\n?\Z)" if asked.switches & {"e", "x"} else ""
    compiled = re.compile(f"{begin}(?:{whole}){end}", re.IGNORECASE if "i" in asked.switches else 0)
    unwanted = "v" in asked.switches
    return lambda line: bool(compiled.search(line)) != unwanted


def _search(
    call: BridgeCall, asked: Asked, fits: Callable[[str], bool], content: bytes, shown: str, named: bool
) -> bool:
    found = False
    for number, line in enumerate(_lines(content), 1):
        if not fits(line.decode("latin-1")):
            continue
        found = True
        if "m" in asked.switches:
            call.say(shown)
            break
        head = (f"{shown}:" if named else "") + (f"{number}:" if "n" in asked.switches else "")
        call.out(call.encode(head) + line + (b"" if line.endswith(b"\n") else b"\r\n"))
    return found


def _lines(content: bytes) -> Iterator[bytes]:
    yield from re.findall(rb"[^\n]*\n|[^\n]+", content)


def find(call: BridgeCall) -> int:
    """``find [/V] [/C] [/N] [/I] "TEXT" [FILE...]``; the text must stand in quotes, and an empty one is nowhere."""
    quoted = re.search(r'"((?:[^"]|"")*)"', call.tail)
    switches = {word.lower() for word in call.arguments if re.fullmatch(r"/[vcniVCNI]", word)}
    if not quoted:
        raise Refusal(call.text("FIND: Parameter format not correct", "FIND: パラメーターの書式が違います"), 2)
    text = quoted.group(1).replace('""', '"')
    rest = (call.tail[: quoted.start()] + call.tail[quoted.end() :]).strip()
    names = [ntpath.normpath(word) for word in _words(rest) if not word.startswith("/")]
    wanted = call.encode(text).decode("latin-1")
    options = re.IGNORECASE if "/i" in switches else 0
    found = False
    for name in names or [""]:
        found |= _find_in(call, name, re.compile(re.escape(wanted), options), switches)
    return 0 if found else 1


def _words(text: str) -> list[str]:
    return [part.replace('"', "") for part in re.findall(r'(?:"[^"]*"|\S)+', text)]


def _find_in(call: BridgeCall, name: str, wanted: re.Pattern[str], switches: set[str]) -> bool:
    try:
        content = contents(call, name)[0][1].read_bytes() if name else call.stdin()
    except WindowsError:
        call.complain(call.text(f"File not found - {name.upper()}", f"ファイルが見つかりません - {name.upper()}"))
        return False
    lines = [
        (number, line)
        for number, line in enumerate(_lines(content), 1)
        if bool(wanted.pattern and wanted.search(line.decode("latin-1"))) != ("/v" in switches)
    ]
    title = f"\n---------- {name.upper()}" if name else ""
    if "/c" in switches:
        call.say(f"{title}: {len(lines)}" if name else str(len(lines)))
    else:
        if name:
            call.say(title)
        for number, line in lines:
            head = call.encode(f"[{number}]") if "/n" in switches else b""
            call.out(head + line + (b"" if line.endswith(b"\n") else b"\r\n"))
    return bool(lines)
