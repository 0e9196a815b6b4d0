"""Name resolution as JobCenter asks for it: canonical, one address, both ways (products.md 1.5). Not the product."""

import socket

__all__ = ["address_of", "name_problem"]


def address_of(name: str) -> str | None:
    """The address of ``name``, or none."""
    try:
        return socket.gethostbyname(name)
    except OSError:
        return None


def name_problem(name: str) -> str | None:
    """Why ``name`` cannot be a site's name; none when it can (JC 2.3(1), table 2-2)."""
    try:
        canonical, _, addresses = socket.gethostbyname_ex(name)
    except OSError:
        return f"{name}: no such host"
    if canonical != name:
        return f"{name} is an alias of {canonical}"
    if len(set(addresses)) != 1:
        return f"{name} has {len(set(addresses))} addresses"
    if addresses[0] == name:
        return f"{name} is an address"
    try:
        back = socket.gethostbyaddr(addresses[0])[0]
    except OSError:
        return f"{addresses[0]}: no name"
    return None if back == name else f"{addresses[0]} is {back}, not {name}"
