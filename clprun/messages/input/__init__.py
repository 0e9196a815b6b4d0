"""Bad input: files, YAML, values, inventories, parameters and runbooks that are refused."""

from clprun.messages.catalog import Entry
from clprun.messages.input import changes, files, forms, inventory, parameters, runbook, templates, values

ENTRIES: dict[str, Entry] = {
    **files.ENTRIES,
    **forms.ENTRIES,
    **values.ENTRIES,
    **templates.ENTRIES,
    **inventory.ENTRIES,
    **parameters.ENTRIES,
    **runbook.ENTRIES,
    **changes.ENTRIES,
}
