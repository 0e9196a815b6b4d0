"""What the lab says about itself."""

from clprun.messages.catalog import Entry
from clprun.messages.lab import doctor, faults, verbs, windows, winrm

ENTRIES: dict[str, Entry] = {**verbs.ENTRIES, **faults.ENTRIES, **doctor.ENTRIES, **windows.ENTRIES, **winrm.ENTRIES}
