"""The words of clpstat, one table per language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ENGLISH", "JAPANESE", "LANGUAGES", "Status", "Words"]


class Status(StrEnum):
    """The states of servers, heartbeats, groups, resources and monitors (clusterpro.md 1.1, S)."""

    UNKNOWN = "unknown"
    NORMAL = "normal"
    CAUTION = "caution"
    ERROR = "error"
    UNUSED = "unused"
    SUSPENDED = "suspended"
    ONLINE = "online"
    OFFLINE = "offline"
    ONLINE_PENDING = "online_pending"
    OFFLINE_PENDING = "offline_pending"
    ONLINE_FAILURE = "online_failure"
    OFFLINE_FAILURE = "offline_failure"
    UNKNOWN_WORD = "unknown_word"
    """Not a state of the product: a word that no table holds."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    Args:
        sections: ``server``, ``group`` and ``monitor`` by the word between ``<`` and ``>``.
        current: the name of the line that says where a group runs.
        nowhere: what stands there when it runs nowhere.
        states: the status words.
    """

    sections: Mapping[str, str]
    current: str
    nowhere: str
    states: Mapping[str, Status]


ENGLISH = Words(
    sections={"server": "server", "group": "group", "monitor": "monitor"},
    current="current",
    nowhere="None",
    states={
        "Unknown": Status.UNKNOWN,
        "Normal": Status.NORMAL,
        "Caution": Status.CAUTION,
        "Error": Status.ERROR,
        "Unused": Status.UNUSED,
        "Suspend": Status.SUSPENDED,
        "Online": Status.ONLINE,
        "Offline": Status.OFFLINE,
        "Online Pending": Status.ONLINE_PENDING,
        "Offline Pending": Status.OFFLINE_PENDING,
        "Online Failure": Status.ONLINE_FAILURE,
        "Offline Failure": Status.OFFLINE_FAILURE,
    },
)
"""Words of the English product (clusterpro.md 1.1, S; status words: the REST vocabulary)."""

JAPANESE = Words(
    sections={"サーバ": "server", "グループ": "group", "モニタ": "monitor"},
    current="現在のサーバ",
    nowhere="なし",
    states={
        "不明": Status.UNKNOWN,
        "正常": Status.NORMAL,
        "警告": Status.CAUTION,
        "異常": Status.ERROR,
        "未使用": Status.UNUSED,
        "一時停止": Status.SUSPENDED,
        "起動済": Status.ONLINE,
        "停止済": Status.OFFLINE,
        "起動処理中": Status.ONLINE_PENDING,
        "停止処理中": Status.OFFLINE_PENDING,
        "起動異常": Status.ONLINE_FAILURE,
        "停止異常": Status.OFFLINE_FAILURE,
    },
)
"""Words of the Japanese product (inferred)."""

LANGUAGES = (ENGLISH, JAPANESE)
"""All tables; their words do not clash."""
