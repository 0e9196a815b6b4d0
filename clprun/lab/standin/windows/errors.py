"""Windows' error numbers and their sentences, English and Japanese. A stand-in."""

import errno

__all__ = ["SENTENCES", "WindowsError", "of_unix"]

SENTENCES: dict[int, tuple[str, str]] = {
    2: ("The system cannot find the file specified.", "指定されたファイルが見つかりません。"),
    3: ("The system cannot find the path specified.", "指定されたパスが見つかりません。"),
    5: ("Access is denied.", "アクセスが拒否されました。"),
    13: ("The data is invalid.", "データが無効です。"),
    15: ("The system cannot find the drive specified.", "指定されたドライブが見つかりません。"),
    17: (
        "The system cannot move the file to a different disk drive.",
        "ファイルを別のディスク ドライブに移動できません。",
    ),
    19: ("The media is write protected.", "このメディアは書き込み禁止になっています。"),
    21: ("The device is not ready.", "デバイスの準備ができていません。"),
    32: (
        "The process cannot access the file because it is being used by another process.",
        "プロセスはファイルにアクセスできません。別のプロセスが使用中です。",
    ),
    53: ("The network path was not found.", "ネットワーク パスが見つかりません。"),
    80: ("The file exists.", "ファイルが存在します。"),
    87: ("The parameter is incorrect.", "パラメーターが間違っています。"),
    112: ("There is not enough space on the disk.", "ディスクに十分な空き領域がありません。"),
    123: (
        "The filename, directory name, or volume label syntax is incorrect.",
        "ファイル名、ディレクトリ名、またはボリューム ラベルの構文が間違っています。",
    ),
    145: ("The directory is not empty.", "ディレクトリが空ではありません。"),
    183: (
        "Cannot create a file when that file already exists.",
        "既に存在するファイルを作成することはできません。",
    ),
    267: ("The directory name is invalid.", "ディレクトリ名が無効です。"),
    1006: (
        "The volume for a file has been externally altered so that the opened file is no longer valid.",
        "ファイルを格納しているボリュームが外部的に変更されたため、開かれているファイルが無効になりました。",
    ),
    1332: (
        "No mapping between account names and security IDs was done.",
        "アカウント名とセキュリティ ID の間のマッピングは実行されませんでした。",
    ),
    1921: (
        "The name of the file cannot be resolved by the system.",
        "ファイルの名前は、システムで解決できません。",
    ),
    4390: (
        "The file or directory is not a reparse point.",
        "ファイルまたはディレクトリは再解析ポイントではありません。",
    ),
}
"""Sentences of FormatMessage; the Japanese ones [k]."""

UNIX = {
    errno.ENOENT: 2,
    errno.ENOTDIR: 3,
    errno.EACCES: 5,
    errno.EPERM: 5,
    errno.EBUSY: 32,
    errno.EXDEV: 17,
    errno.EROFS: 19,
    errno.EIO: 21,
    errno.EEXIST: 183,
    errno.ENOTEMPTY: 145,
    errno.ENOSPC: 112,
    errno.EISDIR: 5,
    errno.ELOOP: 1921,
    errno.ENAMETOOLONG: 123,
}


class WindowsError(Exception):
    """A Win32 call failed.

    Args:
        number: its error number, one of :data:`SENTENCES`.
    """

    def __init__(self, number: int) -> None:
        super().__init__(SENTENCES[number][0])
        self.number = number


def of_unix(error: OSError) -> "WindowsError":
    """The error that Windows would have given where Unix gave ``error``."""
    return WindowsError(UNIX.get(error.errno or 0, 87))
