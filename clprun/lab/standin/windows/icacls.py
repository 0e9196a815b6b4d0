"""``icacls``: shows and changes access control lists. A stand-in.

[doc: icacls; KB919240 for the rights' letters]; layout, sentences and exit codes (the Win32 error) [k].
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .accounts import name_of, sid_of
from .acl import Ace, Acl, effective, load, parse, save, simplified, to_text
from .call import BridgeCall
from .errors import WindowsError, of_unix
from .node import WindowsNode
from .walk import Place, base_of, places

__all__ = ["icacls"]

INVALID_PARAMETER = 87
FLAGS = ("OI", "CI", "IO", "NP")
ORDER = ("F", "M", "RX", "R", "W", "D")
Change = Callable[[Acl, Place], Acl]


@dataclass
class Asked:
    """What the words of a call ask for.

    Args:
        name: what to act on.
        changes: what to do with each list, in order.
        below: ``/T``.
        quiet: ``/Q``.
        keep_on: ``/C``.
        target: file of ``/save`` or ``/restore``.
        verb: ``save``, ``restore`` or nothing.
    """

    name: str
    changes: list[Change] = field(default_factory=list)
    below: bool = False
    quiet: bool = False
    keep_on: bool = False
    target: str = ""
    verb: str = ""


def icacls(call: BridgeCall) -> int:
    """``icacls NAME [/grant[:r] /deny /remove[:g|:d] /inheritance:e|d|r /reset /save /restore] [/T /C /L /Q]``."""
    if not call.arguments:
        call.say("ICACLS name /save aclfile [/T] [/C] [/L] [/Q]\n    stores the DACLs for the files and folders.")
        return 0
    try:
        asked = _asked(call)
    except WindowsError as error:
        culprit = next((word for word in call.arguments[1:] if not word.startswith("/")), "")
        call.complain(f"{culprit}: {call.sentence(error.number)}" if error.number == 1332 else _invalid(call))
        _sum(call, 0, 0)
        return error.number
    if asked.verb == "restore":
        return _restore(call, asked)
    return _act(call, asked)


def _invalid(call: BridgeCall) -> str:
    word = call.arguments[-1]
    return call.text(f'Invalid parameter "{word}"', f'無効なパラメーター "{word}"')


def _asked(call: BridgeCall) -> Asked:
    asked = Asked(call.arguments[0])
    words = call.arguments[1:]
    while words:
        verb = words.pop(0).lower()
        values = []
        while words and not words[0].startswith("/"):
            values.append(words.pop(0))
        _take(call, asked, verb, values)
    return asked


def _take(call: BridgeCall, asked: Asked, verb: str, values: list[str]) -> None:
    if verb in {"/t", "/c", "/q", "/l"} and not values:
        asked.below |= verb == "/t"
        asked.keep_on |= verb == "/c"
        asked.quiet |= verb == "/q"
    elif verb in {"/grant", "/grant:r", "/deny"} and values:
        for value in values:
            asked.changes.append(_grant(call, value, replace_old=verb == "/grant:r", deny=verb == "/deny"))
    elif verb in {"/remove", "/remove:g", "/remove:d"} and values:
        sids = {sid_of(call.node, value) for value in values}
        kinds = {"/remove:g": (False,), "/remove:d": (True,)}.get(verb, (False, True))
        asked.changes.append(lambda acl, _: _without(acl, lambda ace: ace.sid in sids and ace.deny in kinds))
    elif verb in {"/inheritance:e", "/inheritance:d", "/inheritance:r"} and not values:
        asked.changes.append(_inheritance(call, verb[-1]))
    elif verb == "/reset" and not values:
        asked.changes.append(lambda _, __: Acl())
    elif verb in {"/save", "/restore"} and len(values) == 1:
        asked.verb, asked.target = verb[1:], values[0]
    else:
        raise WindowsError(INVALID_PARAMETER)


def _without(acl: Acl, unwanted: Callable[[Ace], bool]) -> Acl:
    return replace(acl, aces=tuple(ace for ace in acl.aces if not unwanted(ace)))


def _grant(call: BridgeCall, value: str, replace_old: bool, deny: bool) -> Change:
    account, _, text = value.rpartition(":")
    found = re.fullmatch(r"((?:\((?:OI|CI|IO|NP|I)\))*)(?:\(([A-Z,]+)\)|([A-Z,]+))", text.upper())
    if not found or not account:
        raise WindowsError(INVALID_PARAMETER)
    flags = frozenset(re.findall(r"[A-Z]+", found.group(1))) - {"I"}
    rights = simplified((found.group(2) or found.group(3)).split(","))
    new = Ace(sid_of(call.node, account), rights, flags, deny)

    def change(acl: Acl, place: Place) -> Acl:
        ace = new if place.path.is_dir() else replace(new, flags=frozenset())
        if replace_old:
            acl = _without(acl, lambda each: each.sid == ace.sid and not each.deny)
        same = [each for each in acl.aces if (each.sid, each.flags, each.deny) == (ace.sid, ace.flags, ace.deny)]
        merged = replace(ace, rights=simplified(ace.rights.union(*(each.rights for each in same))))
        aces = [merged, *(each for each in acl.aces if each not in same)]
        return replace(acl, aces=tuple(sorted(aces, key=lambda each: not each.deny)))  # those that deny come first

    return change


def _inheritance(call: BridgeCall, how: str) -> Change:
    def change(acl: Acl, place: Place) -> Acl:
        if how == "e":
            return replace(acl, protected=False)
        if how == "r":
            return replace(acl, protected=True)
        everything = effective(place.path, base_of(call, place.path))
        return Acl(tuple(replace(ace, inherited=False) for ace in everything), protected=True)

    return change


def _act(call: BridgeCall, asked: Asked) -> int:
    done = failed = code = 0
    saved: list[str] = []
    try:
        for place in places(call, asked.name, asked.below):
            if asked.verb == "save":
                inside = place.name[len(asked.name) - len(asked.name.rstrip("\\").rpartition("\\")[2]) :]
                saved += [inside, to_text(_whole(call, place))]
            elif asked.changes:
                _change(call, asked, place)
            else:
                _show(call, place)
            if not asked.quiet and (asked.changes or asked.verb):
                call.say(call.text(f"processed file: {place.name}", f"処理ファイル: {place.name}"))
            done += 1
    except WindowsError as error:
        call.complain(f"{asked.name}: {call.sentence(error.number)}")
        failed, code = 1, error.number
    if saved:
        call.changes = True
        call.path(asked.target).write_bytes("".join(f"{line}\r\n" for line in saved).encode("utf-16-le"))
    _sum(call, done, failed)
    return code


def _whole(call: BridgeCall, place: Place) -> Acl:
    return Acl(tuple(effective(place.path, base_of(call, place.path))), load(place.path).protected)


def _change(call: BridgeCall, asked: Asked, place: Place) -> None:
    call.changes = True
    acl = load(place.path)
    for change in asked.changes:
        acl = change(acl, place)
    try:
        save(place.path, acl)
    except OSError as error:
        raise of_unix(error) from error
    call.halfway()


def _show(call: BridgeCall, place: Place) -> None:
    lines = [_line(call.node, ace) for ace in effective(place.path, base_of(call, place.path))]
    indent = " " * (len(place.name) + 1)
    call.say(f"{place.name} " + f"\n{indent}".join(lines) + "\n")


def _line(node: WindowsNode, ace: Ace) -> str:
    marks = "".join(f"({flag})" for flag in FLAGS if flag in ace.flags)
    rights = ",".join(sorted(ace.rights, key=lambda right: ORDER.index(right) if right in ORDER else len(ORDER)))
    kind = f"{'(I)' if ace.inherited else ''}{marks}{'(DENY)' if ace.deny else ''}"
    return f"{name_of(node, ace.sid)}:{kind}({rights})"


def _sum(call: BridgeCall, done: int, failed: int) -> None:
    english = f"Successfully processed {done} files; Failed processing {failed} files"
    call.say(
        call.text(english, f"{done} 個のファイルが正常に処理されました。{failed} 個のファイルを処理できませんでした")
    )


def _restore(call: BridgeCall, asked: Asked) -> int:
    """Give back what ``/save`` stored: names in the file are below the folder on the command line."""
    lines = call.path(asked.target).read_bytes().decode("utf-16-le", "replace").lstrip("\ufeff").splitlines()
    done = failed = code = 0
    for name, text in zip(lines[::2], lines[1::2], strict=False):
        try:
            for place in places(call, f"{asked.name.rstrip(chr(92))}\\{name}", below=False):
                call.changes = True
                save(place.path, parse(text))
                done += 1
        except WindowsError as error:
            call.complain(f"{name}: {call.sentence(error.number)}")
            failed, code = failed + 1, error.number
    _sum(call, done, failed)
    return code
