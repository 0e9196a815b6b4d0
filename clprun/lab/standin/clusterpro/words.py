"""The words clpstat writes, one table per language. English: clusterpro.md 1.1; Japanese: inferred. Not the product."""

import unicodedata

TYPE_CHECKING = False  # the module typing would cost a tenth of a call
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Speech", "padded", "word"]

SHORT = 16
"""Columns that a name may take unless ``--long`` (clusterpro.md 1.1)."""
LONG = 32

JAPANESE = {
    "CLUSTER STATUS": "クラスタステータス",
    "GROUPMAP INFORMATION": "グループマップ情報",
    "MONITOR RESOURCE STATUS": "モニタリソースステータス",
    "HEARTBEAT RESOURCE STATUS": "ハートビートリソースステータス",
    "CLUSTER INFORMATION": "クラスタ情報",
    "Cluster": "クラスタ",
    "<server>": "<サーバ>",
    "<group>": "<グループ>",
    "<monitor>": "<モニタ>",
    "current": "現在のサーバ",
    "None": "なし",
    "Unknown": "不明",
    "Normal": "正常",
    "Caution": "警告",
    "Error": "異常",
    "Unused": "未使用",
    "Suspend": "一時停止",
    "Online": "起動済",
    "Offline": "停止済",
    "Online Pending": "起動処理中",
    "Offline Pending": "停止処理中",
    "Online Failure": "起動異常",
    "Offline Failure": "停止異常",
    "Command succeeded.": "コマンドが成功しました。",
    "Cluster is busy. Try again later.": "クラスタが処理中です。しばらくしてから再度実行してください。",
    "The cluster is suspended.": "クラスタはサスペンドされています。",
}
"""Inferred, every line: no public source shows the Japanese words."""


def word(text: str, language: str) -> str:
    """``text`` in ``language`` (``en`` or ``ja``); a word without a translation stays."""
    return JAPANESE.get(text, text) if language == "ja" else text


def padded(text: str, width: int, fill: str = " ") -> str:
    """``text`` filled up to ``width`` columns of a terminal; Japanese signs take two."""
    columns = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + fill * max(0, width - columns)


class Speech:
    """How clpstat speaks: the product's way, or that of a pair that was asked.

    Args:
        language: ``en`` or ``ja``.
        words: what a pair writes instead of an English word.
        short: columns that a name may take.
        long: the same with ``--long``.
        fill: what stands between the name of a server or group and its colon.
    """

    def __init__(
        self,
        language: str,
        words: "Mapping[str, str] | None" = None,
        short: int = SHORT,
        long: int = LONG,
        fill: str = ".",
    ) -> None:
        self.language = language
        self.words = words or {}
        self.short, self.long, self.fill = short, long, fill

    def word(self, text: str) -> str:
        """``text`` as it is written; a word that is not known stays."""
        return self.words.get(text) or word(text, self.language)
