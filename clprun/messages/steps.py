"""What steps plan, do and refuse."""

from clprun.messages.catalog import Entry

ENTRIES: dict[str, Entry] = {}
