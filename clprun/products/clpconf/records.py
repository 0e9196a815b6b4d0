"""Differences for machines: dictionaries of a fixed shape, ready for JSON."""

from collections.abc import Iterable
from typing import TypedDict

from clprun.products.clpconf.compare import Change, Difference, ObjectKind
from clprun.products.clpconf.describe_values import is_secret
from clprun.products.clpconf.paths import Path

__all__ = ["Record", "records"]

_Written = str | dict[str, str | None] | None


class Record(TypedDict):
    """One difference. The keys are always all there; new ones may come, none goes or changes its meaning.

    Args:
        change: ``added``, ``removed`` or ``changed``; of a whole object or of one value.
        object: ``cluster``, ``server``, ``heartbeat``, ``networkpartition``, ``group``, ``resource``, ``monitor``, or
            ``bookkeeping`` for what only follows from the rest.
        type: type of the object, e.g. ``exec`` or ``pidw``; empty where it has none.
        name: name of the object; empty for the cluster and for bookkeeping.
        group: the failover group that the object is or belongs to; empty where there is none.
        path: where it stands below the root of clp.conf, e.g. ``monitor/psw@psw1/polling/interval``; for a whole object
            the object itself.
        before: the value before, None where it was not written; for a whole object its values by path below it.
        after: the same afterwards.
        effective: whether the product behaves differently.
        hidden: whether passwords were left out: they are None in ``before`` and ``after``.
    """

    change: str
    object: str
    type: str
    name: str
    group: str
    path: str
    before: _Written
    after: _Written
    effective: bool
    hidden: bool


def records(differences: Iterable[Difference]) -> list[Record]:
    """Differences as data, in their order; texts in them are untrusted."""
    return [_record(difference) for difference in differences]


def _record(difference: Difference) -> Record:
    before, after = _before_and_after(difference)
    hidden = is_secret(difference.path) or any(map(is_secret, difference.values))
    return Record(
        change=difference.change.value,
        object=difference.object.value,
        type=difference.type,
        name=difference.name,
        group=difference.group,
        path=_path(difference),
        before=before,
        after=after,
        effective=difference.effective,
        hidden=hidden,
    )


def _before_and_after(difference: Difference) -> tuple[_Written, _Written]:
    if difference.path:
        return (None, None) if is_secret(difference.path) else (difference.old, difference.new)
    values = {path: None if is_secret(path) else value for path, value in difference.values.items()}
    return (None, values) if difference.change is Change.ADDED else (values, None)


def _path(difference: Difference) -> str:
    match difference.object:
        case ObjectKind.CLUSTER | ObjectKind.BOOKKEEPING:
            return difference.path
        case ObjectKind.SERVER | ObjectKind.GROUP:
            above = Path().child(difference.object.value, difference.name)
        case _:
            above = Path().child(difference.object.value).child(difference.type, difference.name)
    return f"{above}/{difference.path}" if difference.path else str(above)
