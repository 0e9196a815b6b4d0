"""What changed in the input since a run began."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "input.changed_file": Entry(
        Text(
            en="{name} of the runbook changed since the run began.",
            ja="実行開始後にランブックの {name} が変更されました。",
        ),
    ),
    "input.changed_parameter": Entry(
        Text(
            en="The parameter {name} changed since the run began: it was {before}, now it is {now}.",
            ja="実行開始後にパラメータ {name} が変更されました: {before} → {now}",
        ),
    ),
    "input.changed_cluster": Entry(
        Text(
            en="The cluster's {name} changed in the inventory since the run began: it was {before}, now it is {now}.",
            ja="実行開始後にインベントリのクラスタの {name} が変更されました: {before} → {now}",
        ),
    ),
}
