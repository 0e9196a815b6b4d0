"""What a configuration keeps count of: ``types``, ``objectnumber`` and ``gid`` (clusterpro.md 0.1, 13 and 14)."""

from itertools import count

from clprun.products.clpconf import edits
from clprun.products.clpconf.configuration import LISTED_TYPES, OBJECT_NUMBER, Configuration
from clprun.products.clpconf.document import Document
from clprun.products.clpconf.paths import Path

__all__ = ["free_gid", "recounted", "renumbered", "with_type", "without_unused_type"]


def with_type(configuration: Configuration, section: str, kind: str) -> Configuration:
    """The configuration with a type listed in its section (``resource`` or ``monitor``)."""
    path = Path().child(section).child(LISTED_TYPES, kind)
    if kind in configuration.listed_types(section):
        return configuration
    return Configuration(edits.set_value(configuration.document, path, ""))


def without_unused_type(configuration: Configuration, section: str, kind: str) -> Configuration:
    """The configuration whose section no longer lists a type that none of its objects has.

    A type that is listed twice is left for a person to look at.
    """
    objects = configuration.resources if section == "resource" else configuration.monitors
    used = any(each.kind == kind for each in objects)
    if used or configuration.listed_types(section).count(kind) != 1:
        return configuration
    return Configuration(edits.remove(configuration.document, Path().child(section).child(LISTED_TYPES, kind)))


def recounted(before: Configuration, document: Document) -> Configuration:
    """A changed document, its object number moved by as many objects as came or went.

    A number that was wrong before stays wrong by as much: clprun does not know what else counts.
    """
    after = Configuration(document)
    difference = after.counted_objects - before.counted_objects
    if difference == 0 or before.object_number is None or before.object_number + difference < 0:
        return after
    number = str(before.object_number + difference)
    return Configuration(edits.set_value(document, OBJECT_NUMBER, number))


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
