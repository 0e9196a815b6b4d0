"""Which resources a resource starts after (reference/clusterpro.md 2.4, depend)."""

from clprun.products.clpconf import edits
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.document import Document
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.paths import Path

__all__ = ["set_dependencies"]

_TAG = "depend"


def set_dependencies(configuration: Configuration, resource: str, on: tuple[str, ...] | None) -> Configuration:
    """The configuration with a resource that starts after exactly these others, in any order.

    Entries that stay are not touched; the checks say whether the others are there and in the same group.

    Args:
        configuration: what to change.
        resource: name of the resource.
        on: the resources it starts after; empty = none at all, which the file says by an entry without a name;
            None = the product's default for its type, which is no entry.

    Raises:
        ConfigurationError: there is no such resource, or an entry stands there twice.
    """
    present = configuration.resource(resource)
    if present is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": f"resource {resource}"})
    wanted = dict.fromkeys(() if on is None else on or ("",))
    document = configuration.document
    for name in _entries(document, present.path):
        if name not in wanted:
            document = edits.remove(document, present.path.child(_TAG, name))
    for name in wanted:
        document = edits.ensure(document, present.path.child(_TAG, name))
    return Configuration(document)


def _entries(document: Document, resource: Path) -> list[str]:
    element = document.find(resource)
    return [] if element is None else [entry.key or "" for entry in element.all(_TAG)]
