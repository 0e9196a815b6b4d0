"""Bad input: files, YAML, values, inventories, parameters and runbooks that are refused."""

from clprun.messages.catalog import Entry
from clprun.messages.input import (
    changes,
    files,
    forms,
    inventory,
    parameters,
    runbook,
    templates,
    values,
    windows,
    winrm,
)

ENTRIES: dict[str, Entry] = {
    **files.ENTRIES,
    **forms.ENTRIES,
    **values.ENTRIES,
    **windows.ENTRIES,
    **templates.ENTRIES,
    **inventory.ENTRIES,
    **winrm.ENTRIES,
    **parameters.ENTRIES,
    **runbook.ENTRIES,
    **changes.ENTRIES,
}
