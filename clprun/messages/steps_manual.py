"""What the check of a person's or a program's work finds in the output of a probe."""

from clprun.messages.catalog import Entry, Text

__all__ = ["MANUAL"]

_NEXT = Text(
    en="Look at its last lines of output, finish the work, then go on.",
    ja="出力の末尾を確認し、作業を完了してから続行してください。",
)

MANUAL: dict[str, Entry] = {
    "check.probe_lacks": Entry(
        Text(en='{command} does not show "{text}".', ja="{command} の出力に「{text}」がありません。"), next=_NEXT
    ),
    "check.probe_shows": Entry(
        Text(en='{command} still shows "{text}".', ja="{command} の出力に「{text}」が残っています。"), next=_NEXT
    ),
}
"""Entries by code."""
