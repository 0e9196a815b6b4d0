"""Differences as phrases: a key of the texts and what fills it, still without a language."""

from clprun.products.clpconf.compare import Change, Difference, ObjectKind, default_values
from clprun.products.clpconf.describe_objects import (
    DEPENDENCY,
    dependent_phrase,
    group_phrase,
    recovery_phrases,
    resource_phrase,
    watching_phrase,
)
from clprun.products.clpconf.describe_values import is_secret, setting_phrase, value_phrase
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.monitor_types import MONITOR_TYPES
from clprun.products.clpconf.monitors import MonitorSettings
from clprun.products.clpconf.phrases import Part, Phrase
from clprun.products.clpconf.resources import RESOURCE_TYPES, ResourceSettings

__all__ = ["Part", "Phrase", "describe"]


def describe(difference: Difference) -> Phrase:
    """What a difference means, for people.

    The key is ``<object>_added``, ``<object>_removed``, ``<object>_value`` or one of the object's own.
    """
    common: dict[str, Part] = {"name": difference.name, "type": difference.type}
    if difference.object is ObjectKind.BOOKKEEPING:
        return _bookkeeping(difference)
    if not difference.path:
        return Phrase(f"{difference.object}_{difference.change}", {**common, **_whole(difference)})
    match difference.object:
        case ObjectKind.GROUP if difference.path == "resource":
            return Phrase("group_order", {**common, "new": difference.new or ""})
        case ObjectKind.GROUP if difference.path.startswith("resource@"):
            entry = difference.path.partition("@")[2]
            return Phrase(f"group_member_{difference.change}", {**common, "entry": entry})
        case ObjectKind.RESOURCE if difference.path.startswith(DEPENDENCY) and difference.change is not Change.CHANGED:
            return _dependency(difference, common)
        case _:
            return Phrase(f"{difference.object}_value", {**common, **_value(difference)})


def _bookkeeping(difference: Difference) -> Phrase:
    section, listed, kind = difference.path.partition("/types@")
    if listed and difference.change is not Change.CHANGED:
        return Phrase(f"type_{difference.change}", {"section": section, "type": kind})
    return Phrase("bookkeeping_value", _value(difference))


def _dependency(difference: Difference, common: dict[str, Part]) -> Phrase:
    """An entry without a name says that not even the product's default is followed (reference/clusterpro.md 2.4)."""
    other = difference.path.removeprefix(DEPENDENCY)
    key = f"dependency_{difference.change}" if other else f"no_dependency_{difference.change}"
    return Phrase(key, {**common, "other": other})


def _value(difference: Difference) -> dict[str, Part]:
    path = difference.path
    default = default_values(difference.object, difference.type).get(path)
    old, new = (value_phrase(path, value, default) for value in (difference.old, difference.new))
    return {"path": setting_phrase(path), "old": old, "new": new}


def _whole(difference: Difference) -> dict[str, Part]:
    """What an object does that comes or goes, as far as its type is understood."""
    group = difference.group or Phrase("no_group")
    try:
        match difference.object:
            case ObjectKind.GROUP:
                return {"does": group_phrase(difference.values)}
            case ObjectKind.RESOURCE:
                resource = RESOURCE_TYPES.get(difference.type, ResourceSettings)
                does = resource_phrase(resource.read(difference.name, difference.values))
                return {"does": dependent_phrase(does, difference.values), "group": group}
            case ObjectKind.MONITOR:
                monitor = MONITOR_TYPES.get(difference.type, MonitorSettings)
                settings = monitor.read(difference.name, difference.values)
                return {"does": watching_phrase(settings), "recovery": recovery_phrases(settings)}
            case _:
                return {}
    except ConfigurationError:
        shown = {path: value for path, value in difference.values.items() if value and not is_secret(path)}
        values = ", ".join(f"{path}={value}" for path, value in shown.items())
        does = Phrase("has_values", {"values": values})
        return {"does": does, "group": group, "recovery": (Phrase("not_understood"),)}
