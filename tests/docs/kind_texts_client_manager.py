"""What the step kinds that ClientManager's runbooks brought mean; both languages side by side."""

from collections.abc import Mapping

from clprun.messages.catalog import Text

__all__ = ["KEYS", "KINDS"]

KINDS: Mapping[str, Text] = {
    "normal-return-value": Text(
        en="A person sets the normal return value of a script resource to 0, for start and stop: without one, "
        "CLUSTERPRO on Windows ignores how the scripts end. The tag is not public, so the check is that, on both "
        "nodes, two values 0 stand among the resource's parameters that clprun does not write.",
        ja="スクリプトリソースの正常な戻り値を開始・終了とも 0 に設定する手動ステップです。設定がないと Windows の "
        "CLUSTERPRO は終了コードを無視します。タグは公開されていないため、両ノードの構成で、clprun が書き込まない"
        "パラメータに値 0 が 2 つあることを確認します。",
    ),
    "set-aside": Text(
        en="A real folder is renamed to `PATH.clprun-RUN` and stays there; nothing is deleted.",
        ja="実体のフォルダを `PATH.clprun-RUN` に変更して残します。削除はしません。",
    ),
}

KEYS: Mapping[str, Mapping[str, Text]] = {
    "NormalReturnValueWant": {
        "resource": Text("Name of the script resource.", "スクリプトリソース名。"),
    },
    "SetAsideWant": {
        "path": Text("The folder that should be out of the way.", "退避するフォルダ。"),
    },
}
"""By class of the want, then by key."""
