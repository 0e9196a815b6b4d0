"""What a configuration keeps count of: ``types``, ``objectnumber`` and ``gid`` (clusterpro.md 0.1, 13 and 14)."""

from itertools import count, pairwise

from clprun.products.clpconf import edits
from clprun.products.clpconf.configuration import LISTED_TYPES, OBJECT_NUMBER, Configuration
from clprun.products.clpconf.document import Document
from clprun.products.clpconf.model import Monitor, Resource
from clprun.products.clpconf.paths import Path

__all__ = ["free_gid", "recounted", "renumbered", "with_type", "without_type_of"]


def with_type(configuration: Configuration, section: str, kind: str) -> Configuration:
    """The configuration with a type listed in its section (``resource`` or ``monitor``)."""
    path = Path().child(section).child(LISTED_TYPES, kind)
    if kind in configuration.listed_types(section):
        return configuration
    return Configuration(edits.set_value(configuration.document, path, ""))


def without_type_of(gone: Resource | Monitor, before: Configuration, after: Configuration) -> Configuration:
    """The configuration without an object, whose type goes with it where it came with it.

    A type is listed just before the object it came with. One that stands elsewhere may have been listed when nothing
    used it, as files of the WebUI do; one that is listed twice is left for a person to look at.

    Args:
        gone: the object.
        before: the configuration that held it.
        after: the same without it.
    """
    section = gone.path.segments[0].tag
    listing = Path().child(section).child(LISTED_TYPES, gone.kind)
    objects = after.resources if section == "resource" else after.monitors
    used = any(each.kind == gone.kind for each in objects)
    if used or after.listed_types(section).count(gone.kind) != 1 or not _stands_before(listing, gone.path, before):
        return after
    return Configuration(edits.remove(after.document, listing))


def _stands_before(first: Path, second: Path, configuration: Configuration) -> bool:
    """Whether one element comes directly before another in the same section."""
    one, other = configuration.document.find(first), configuration.document.find(second)
    siblings = configuration.document.trail(second)[-2].children
    return any(pair == (one, other) for pair in pairwise(siblings))


def recounted(before: Configuration, document: Document) -> Configuration:
    """A changed document with its objects counted anew where any came or went, as the vendor's own tool does.

    Where the file states no number, none is written.
    """
    after = Configuration(document)
    states_none = before.document.find(OBJECT_NUMBER) is None
    if states_none or after.counted_objects == before.counted_objects:
        return after
    return Configuration(edits.set_value(document, OBJECT_NUMBER, str(after.counted_objects)))


def free_gid(configuration: Configuration) -> str | None:
    """The number of a new group; None where the groups of the file have none."""
    used = {group.gid for group in configuration.groups if group.gid is not None}
    if not used and (configuration.groups or configuration.server_os == "windows"):
        return None
    return next(str(number) for number in count() if str(number) not in used)


def renumbered(before: Configuration, after: Configuration) -> Configuration:
    """The groups that are left, in their order of numbers, numbered from 0 if they were so before."""
    numbers = {str(number) for number in range(len(before.groups))}
    if {group.gid for group in before.groups} != numbers:
        return after
    document = after.document
    ordered = sorted(after.groups, key=lambda group: int(group.gid or 0))
    for number, group in enumerate(ordered):
        document = edits.set_value(document, group.path.child("gid"), str(number))
    return Configuration(document)
