"""Keys and values of the registry of Windows, as runbooks write them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from clprun.node.windows.registry import View
from clprun.steps.base import Want

__all__ = ["RegistryData", "RegistryKeyName", "RegistryPlace", "RegistryValueName", "as_shown", "one_key"]

_ROOTS = {
    "HKEY_LOCAL_MACHINE": "HKLM",
    "HKEY_CURRENT_USER": "HKCU",
    "HKEY_CLASSES_ROOT": "HKCR",
    "HKEY_USERS": "HKU",
}
_UNQUOTABLE = re.compile(r'[^ -~]|["%!^]')


def one_key(key: str) -> str:
    """A key with its root in the short form, as it is compared and shown."""
    root, separator, rest = key.partition("\\")
    return f"{_ROOTS.get(root.upper(), root.upper())}{separator}{rest}"


def as_shown(kind: str, data: str) -> str:
    """Data as the registry shows it: a number in hexadecimal.

    Raises:
        ValueError: it is no number, but should be one.
    """
    return hex(int(data, 0)) if kind == "REG_DWORD" else data


def _plain(text: str) -> str:
    if _UNQUOTABLE.search(text):
        raise ValueError('printable ASCII without " % ! and ^ is wanted')
    return text


RegistryKeyName = Annotated[
    str,
    Field(pattern=r"^(HKLM|HKCU|HKCR|HKU|HKEY_[A-Z_]+)(\\[^\\ ]([^\\]*[^\\ ])?)+$", max_length=255),
    AfterValidator(_plain),
    AfterValidator(one_key),
]
r"""A key without a backslash at either end (ERRATA G3-09); a ``/`` in it is a plain character (G3-11)."""

RegistryValueName = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_plain)]
"""The name of a value."""

RegistryData = Annotated[str, Field(max_length=1000), AfterValidator(_plain)]
"""Data of a value; no quotes stand round it (ERRATA G3-08)."""


class RegistryPlace(Want):
    """A key of the registry.

    Args:
        key: with ``Wow6432Node`` written out where a 32-bit program on a 64-bit Windows is meant (ERRATA G3-12).
        view: instead of writing it out, 32 or 64: what programs of so many bits see.
    """

    key: RegistryKeyName
    view: View | None = None
