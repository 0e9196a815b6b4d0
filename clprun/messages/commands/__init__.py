"""What the command line itself says: help, mistakes on the command line, results of commands."""

from clprun.messages.catalog import Entry
from clprun.messages.commands import help_texts, lab_help, mistakes, options, results

ENTRIES: dict[str, Entry] = {
    **help_texts.ENTRIES,
    **lab_help.ENTRIES,
    **options.ENTRIES,
    **mistakes.ENTRIES,
    **results.ENTRIES,
}
