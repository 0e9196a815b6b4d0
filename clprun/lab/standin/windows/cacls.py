"""``cacls`` of Windows Server 2003: shows and changes access control lists. A stand-in [doc: cacls; k: layout]."""

from dataclasses import replace

from ..calls import Refusal
from .accounts import name_of, sid_of
from .acl import Ace, Acl, effective, load, save, simplified
from .call import BridgeCall
from .errors import WindowsError, of_unix
from .walk import Place, base_of, places

__all__ = ["cacls"]

LETTERS = {"F": "F", "C": "M", "R": "RX", "W": "W"}
"""cacls' rights -> icacls'; cacls' own "read" holds execution too."""
WITHIN = frozenset({"OI", "CI"})
"""What its entries at a folder pass on."""
VERBS = {"/g", "/r", "/p", "/d"}


def cacls(call: BridgeCall) -> int:
    """``cacls NAME [/T] [/E] [/C] [/G ACCOUNT:RIGHT...] [/R ACCOUNT...] [/P ACCOUNT:RIGHT...] [/D ACCOUNT...]``.

    Without ``/E`` the whole list is replaced, after a question; the exit code is the Win32 error.
    """
    if not call.arguments:
        call.say("Displays or modifies access control lists (ACLs) of files")
        return 0
    name, *words = call.arguments
    switches = {word.lower() for word in words if word.startswith("/")}
    try:
        changes = _changes(call, words)
        if changes and "/e" not in switches and "/y" not in switches and not _sure(call):
            return 1
        for place in places(call, name, below="/t" in switches):
            if changes:
                _change(call, place, changes, edit="/e" in switches)
            else:
                _show(call, place)
    except WindowsError as error:
        call.complain(call.sentence(error.number))
        return error.number
    return 0


def _changes(call: BridgeCall, words: list[str]) -> list[tuple[str, str, str]]:
    """Verb, identifier and icacls' right of every account in the words."""
    found: list[tuple[str, str, str]] = []
    verb = ""
    for word in words:
        if word.startswith("/"):
            verb = word.lower()
            continue
        account, _, right = word.partition(":")
        if verb not in VERBS or (verb in {"/g", "/p"} and right.upper() not in {*LETTERS, "N"}):
            raise Refusal(call.text("The parameter is incorrect.", "パラメーターが間違っています。"), 87)
        found.append((verb, sid_of(call.node, account), LETTERS.get(right.upper(), "")))
    return found


def _sure(call: BridgeCall) -> bool:
    call.write(call.text("Are you sure (Y/N)?", "よろしいですか (Y/N)?"))
    return call.decode(call.stdin()).strip()[:1].upper() == "Y"


def _change(call: BridgeCall, place: Place, changes: list[tuple[str, str, str]], edit: bool) -> None:
    call.changes = True
    acl = load(place.path) if edit else Acl(protected=True)
    flags = WITHIN if place.path.is_dir() else frozenset()
    for verb, sid, right in changes:
        kept = tuple(ace for ace in acl.aces if ace.sid != sid)
        old = frozenset(right for ace in acl.aces if ace.sid == sid and not ace.deny for right in ace.rights)
        if verb == "/r":
            acl = replace(acl, aces=kept)
        elif verb == "/d" or not right:
            acl = replace(acl, aces=(Ace(sid, frozenset({"F"}), flags, deny=True), *kept))
        else:
            rights = simplified({right, *(old if verb == "/g" else ())})
            acl = replace(acl, aces=(*kept, Ace(sid, rights, flags)))
    try:
        save(place.path, acl)
    except OSError as error:
        raise of_unix(error) from error
    kind = call.text("dir", "ディレクトリ") if place.path.is_dir() else call.text("file", "ファイル")
    call.say(call.text(f"processed {kind}: {place.name}", f"処理{kind}: {place.name}"))
    call.halfway()


def _show(call: BridgeCall, place: Place) -> None:
    letters = {right: letter for letter, right in LETTERS.items()}
    lines = []
    for ace in effective(place.path, base_of(call, place.path)):
        marks = "".join(f"({flag})" for flag in ("OI", "CI", "IO") if flag in ace.flags)
        rights = "N" if ace.deny else "".join(letters.get(right, right) for right in sorted(ace.rights))
        lines.append(f"{name_of(call.node, ace.sid)}:{marks}{'(ID)' if ace.inherited else ''}{rights} ")
    indent = " " * (len(place.name) + 1)
    call.say(f"{place.name} " + f"\n{indent}".join(lines) + "\n")
