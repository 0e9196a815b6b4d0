"""What the lab says about itself."""

from clprun.messages.catalog import Entry

ENTRIES: dict[str, Entry] = {}
