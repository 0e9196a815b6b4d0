"""``clplcnsc``: registers and lists licences (ISA chapter 1; clusterpro.md 1.9). A stand-in, not the product.

The prompts for a product's licence are the guide's; those for a trial and the form of the list are recall. A key's
shape is not checked (ERRATA G4-18), but that it holds no capital I or O and no small letters (ISA chapter 1).
"""

import os
import re
import sys
import time
from dataclasses import asdict
from pathlib import Path

from ..calls import Call
from ..wire import Message, ask
from .configuration import ConfigurationError, load
from .licences import DATE, PRODUCTS, Licence, read, register, today
from .options import Options

__all__ = ["clplcnsc", "licence_file"]

TRANSFER_PORT = 29002
LICENSED = "ISAG10"
"""What a key is for: the product tells that by the key itself, the lab knows one product only."""
KEY = re.compile(r"[A-HJ-NP-Z0-9]+(?:-[A-HJ-NP-Z0-9]+)*")
VERSION = "Software license\n 1 Product version\n 2 Trial version\nSelect the license version [1 or 2]..."
SERIAL = "Enter serial number [Ex. XXX0000000]... "
START, END = (f"Enter trial {end} date [Ex. yyyy/mm/dd]... " for end in ("start", "end"))
LICENCE_KEY = "Enter license key\n[Ex. XXXXXXXX-XXXXXXX-XXXXXXX-XXXXXXX] ..."


def clplcnsc(call: Call) -> int:
    """``-i`` asks for a licence, ``-i FILE`` reads a trial's, ``-l [-p PRODUCT]`` lists; no id is taken from X 4 on."""
    if os.geteuid() != 0:
        call.refuse("Log in as root.", "not root")
    given = Options(call, "-i -l -v", "-p", words=1)
    product = given.values.get("-p", "")
    verb = given.verb("-i", "-l", "-v")
    if product and (verb == "-i" or product not in PRODUCTS):
        call.refuse("The product ID is invalid.", "product")
    match verb, given.word:
        case "-i", "":
            _register(call, LICENSED, _dialogue(call))
        case "-i", path:
            _register(call, LICENSED, _from_file(call, LICENSED, Path(path)))
        case (("-l" | "-v"), ""):
            for each in [product] if product else PRODUCTS:
                _list(call, each)
        case _:
            call.refuse("Usage: clplcnsc -i [file] | -l [-p product]", "usage")
    call.say("Command succeeded.")
    return 0


def _dialogue(call: Call) -> Licence:
    """Ask for one licence on standard input, terminal or not."""
    version = _answer(call, VERSION)
    if version not in {"1", "2"}:
        call.refuse("The license version is invalid.", "version")
    serial, since, till = "", "", ""
    if version == "1":
        serial = _answer(call, SERIAL)
    else:
        since, till = _answer(call, START), _answer(call, END)
    return Licence(_answer(call, LICENCE_KEY), serial, since, till)


def _answer(call: Call, prompt: str) -> str:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        call.refuse("\nThe input has ended.", "input")
    return line.strip()


def _from_file(call: Call, product: str, path: Path) -> Licence:
    """The trial licence in ``path``; a product's licence has no file (ISA chapter 1)."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeError):
        call.refuse(f"The license file {path} cannot be read.", "file")
    values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    if values.get("product") != product or values.get("version") != "trial":
        call.refuse("The license file is invalid.", "file")
    return Licence(values.get("key", ""), since=values.get("from", ""), till=values.get("till", ""))


def licence_file(product: str, licence: Licence) -> str:
    """A trial licence as a file, in the lab's own form: the product's is not public."""
    values = {"product": product, "version": "trial", "from": licence.since, "till": licence.till, "key": licence.key}
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _register(call: Call, product: str, licence: Licence) -> None:
    """Register on this server; a trial's on every server of the cluster (ISA chapter 1)."""
    if not KEY.fullmatch(licence.key):
        call.refuse("The license key is invalid.", "key")
    if licence.since or licence.till:
        if not (_is_date(licence.since) and _is_date(licence.till) and licence.since <= licence.till):
            call.refuse("The trial date is invalid.", "date")
        for server, addresses in _others(call).items():
            if not _register_on(addresses, product, licence):
                call.refuse(f"Registering the license on server {server} failed.", "server")
    elif not licence.serial:
        call.refuse("The serial number is invalid.", "serial")
    call.halfway()
    try:
        new = register(product, licence)
    except (OSError, ValueError):
        call.refuse("The registered licenses cannot be read.", "store")
    if not new:
        call.refuse("The license is already registered.", "again")
    call.changes = True


def _is_date(text: str) -> bool:
    try:
        return time.strftime(DATE, time.strptime(text, DATE)) == text
    except ValueError:
        return False


def _others(call: Call) -> dict[str, tuple[str, ...]]:
    """The other servers of the cluster and their addresses; a cluster has to be made before any licence."""
    try:
        return {server.name: server.addresses for server in load(call.settings.node).peers(call.settings.node)}
    except ConfigurationError as failure:
        call.refuse(f"The cluster is not set up: {failure}", "no configuration")


def _register_on(addresses: tuple[str, ...], product: str, licence: Licence) -> bool:
    request: Message = {"op": "register licence", "product": product, "licence": asdict(licence)}
    for address in addresses:
        try:
            return bool(ask((address, TRANSFER_PORT), request).get("good"))
        except OSError:
            continue
    return False


def _list(call: Call, product: str) -> None:
    """Every licence with its key: whoever keeps the output keeps the key."""
    try:
        licences = read(product)
    except (OSError, ValueError):
        call.refuse("The registered licenses cannot be read.", "store")
    for trial, kind in ((False, "PRODUCT"), (True, "TRIAL")):
        shown = [licence for licence in licences if licence.trial is trial]
        if shown:
            call.say(f"<{PRODUCTS[product]} <{kind}>>")
        for number, licence in enumerate(shown, start=1):
            status = "valid" if licence.covers(today()) else "invalid"
            dates = f"  Start date..... {licence.since}\n  End date..... {licence.till}"
            own = dates if trial else f"  Serial number... {licence.serial}"
            call.say(f" Seq... {number}\n  Key..... {licence.key}\n{own}\n  Status........... {status}")
