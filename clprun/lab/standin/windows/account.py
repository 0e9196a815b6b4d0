"""``whoami``, ``systeminfo`` and what of ``net`` is not about services. Stand-ins [doc: well-known SIDs; k: layout]."""

import os
import time
from collections.abc import Sequence

from ..calls import Refusal
from .accounts import ADMINISTRATORS, name_of, sid_of
from .acl import set_owner
from .call import BridgeCall
from .errors import WindowsError
from .folders import existing_folder

__all__ = ["net", "systeminfo", "takeown", "whoami"]

SYSTEM = "SYSTEM"
ENABLED = "Mandatory group, Enabled by default, Enabled group"
OWNER = f"{ENABLED}, Group owner"
HIGH, OF_SYSTEM = "S-1-16-12288", "S-1-16-16384"
RELEASES = {
    "2003": ("Microsoft(R) Windows(R) Server 2003, Standard Edition", "5.2.3790 Service Pack 2 Build 3790"),
    "2008r2": ("Microsoft Windows Server 2008 R2 Standard ", "6.1.7601 Service Pack 1 Build 7601"),
    "2022": ("Microsoft Windows Server 2022 Standard", "10.0.20348 N/A Build 20348"),
}
MISSING_SHARE = 2310


def _user(call: BridgeCall) -> tuple[str, str]:
    """Name and identifier of the caller."""
    user = call.environment.get("USERNAME", "Administrator")
    if user.upper() == SYSTEM:
        return "NT AUTHORITY\\SYSTEM", "S-1-5-18"
    try:
        return f"{call.node.name}\\{user}", sid_of(call.node, user)
    except WindowsError:
        return f"{call.node.name}\\{user}", sid_of(call.node, "Administrator")


def _groups(call: BridgeCall) -> list[tuple[str, str, str, str]]:
    """Name, type, identifier and attributes of the caller's groups; before Windows 2008 without a mandatory level."""
    system = call.environment.get("USERNAME", "").upper() == SYSTEM
    found = [("S-1-5-32-544", OWNER), ("S-1-1-0", ENABLED), ("S-1-5-11", ENABLED)]
    if not system:
        found += [("S-1-5-32-545", ENABLED), ("S-1-5-2", ENABLED), ("S-1-5-64-10", ENABLED)]
    kinds = {"S-1-5-32": "Alias"}
    rows = [(name_of(call.node, sid), kinds.get(sid[:8], "Well-known group"), sid, notes) for sid, notes in found]
    if call.node.modern:
        label = OF_SYSTEM if system else HIGH
        rows.append((name_of(call.node, label), "Label", label, "" if call.node.flavour == "2008r2" else ENABLED))
    return rows


def whoami(call: BridgeCall) -> int:
    """``whoami``, ``whoami /user`` and ``whoami /groups``, with ``/fo table|list|csv`` and ``/nh``; 0 or 1."""
    words = [word.lower() for word in call.arguments]
    name, sid = _user(call)
    if not words:
        call.say(name.lower())
    elif "/user" in words or "/groups" in words or "/all" in words:
        if "/groups" not in words:
            columns = tuple(call.text("User Name,SID", "ユーザー名,SID").split(","))
            _print(call, words, columns, [(name.lower(), sid)], call.text("USER INFORMATION", "ユーザー情報"))
        if "/user" not in words:
            columns = tuple(call.text("Group Name,Type,SID,Attributes", "グループ名,種類,SID,属性").split(","))
            _print(call, words, columns, _groups(call), call.text("GROUP INFORMATION", "グループ情報"))
    else:
        raise Refusal(call.text("ERROR: Invalid argument/option", "エラー: 無効な引数/オプションです"), 1)
    return 0


def takeown(call: BridgeCall) -> int:
    """``takeown /f PATH [/a]``: gives it to Administrators, or without ``/a`` to who calls [doc]; 0 or 1."""
    words = [word.lower() for word in call.arguments]
    if len(words) < 2 or words[0] != "/f" or not call.path(call.arguments[1]).exists():
        raise Refusal(
            call.text(
                "ERROR: The system cannot find the file specified.", "エラー: 指定されたファイルが見つかりません。"
            ),
            1,
        )
    path = call.arguments[1]
    new = ("the administrators group", ADMINISTRATORS) if "/a" in words else _user(call)
    call.changes = True
    set_owner(call.path(path), new[1])
    english = f'SUCCESS: The file (or folder): "{path}" now owned by {new[0]}.'
    call.say(call.text(english, f'成功: "{path}" の所有者が変更されました。'))
    return 0


def _print(
    call: BridgeCall, words: list[str], columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], title: str
) -> None:
    form = words[words.index("/fo") + 1] if "/fo" in words[:-1] else "table"
    bare = "/nh" in words
    if form == "csv":
        for row in rows if bare else [columns, *rows]:
            call.say(",".join(f'"{cell}"' for cell in row))
        return
    call.say(f"\n{title}\n{'-' * len(title)}\n")
    if form == "list":
        for row in rows:
            call.say("\n".join(f"{name + ':':12}{cell}" for name, cell in zip(columns, row, strict=True)) + "\n")
        return
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    table = rows if bare else [columns, tuple("=" * width for width in widths), *rows]
    for row in table:
        call.say(" ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)))


def systeminfo(call: BridgeCall) -> int:
    """``systeminfo``, shortened to what tells machines apart."""
    name, version = RELEASES[call.node.flavour]
    boot = time.localtime(call.node.started)
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    lines = {
        ("Host Name", "ホスト名"): call.node.name,
        ("OS Name", "OS 名"): name,
        ("OS Version", "OS バージョン"): version,
        ("System Boot Time", "システム起動時間"): time.strftime("%Y/%m/%d, %H:%M:%S", boot),
        ("System Type", "システムの種類"): "x64-based PC",
        ("System Locale", "システム ロケール"): "ja;日本語" if call.japanese else "en-us;English (United States)",
        ("Total Physical Memory", "物理メモリの合計"): f"{pages:,} MB",
    }
    call.say("")
    for titles, value in lines.items():
        call.say(f"{call.text(*titles) + ':':26} {value}")
    return 0


def net(call: BridgeCall) -> int:
    """``net session`` and ``net share`` for an administrator, ``net helpmsg``; 2 for everything else."""
    words = [word.lower() for word in call.arguments]
    if words[:1] == ["session"] and len(words) == 1:
        call.say(call.text("There are no entries in the list.\n", "一覧にエントリが存在しません。\n"))
        return 0
    if words[:1] == ["share"]:
        return _share(call)
    raise Refusal(
        call.text(
            "The syntax of this command is:\n\nNET\n    [ SESSION | SHARE | START | STOP ]",
            "このコマンドの構文は次のとおりです:\n\nNET\n    [ SESSION | SHARE | START | STOP ]",
        ),
        1,
    )


def _share(call: BridgeCall) -> int:
    """``net share``, ``net share NAME=PATH``, ``net share NAME [/delete]``; shares live until the node goes down."""
    shares = call.node.shares
    if len(call.arguments) == 1:
        call.say(call.text("\nShare name   Resource\n", "\n共有名       リソース\n") + "-" * 79)
        for name, path in sorted(shares.items()):
            call.say(f"{name:12} {path}")
        call.say(call.text("The command completed successfully.\n", "コマンドは正常に終了しました。\n"))
        return 0
    name, equals, path = call.arguments[1].partition("=")
    if equals:
        return _new_share(call, name, path)
    if name.lower() not in shares:
        raise _no(call, MISSING_SHARE, "This shared resource does not exist.", "この共有リソースは存在しません。")
    if "/delete" in [word.lower() for word in call.arguments]:
        call.changes = True
        del shares[name.lower()]
        call.say(call.text(f"{name} was deleted successfully.\n", f"{name} が正常に削除されました。\n"))
    else:
        call.say(f"Share name        {name}\nPath              {shares[name.lower()]}\n")
    return 0


def _new_share(call: BridgeCall, name: str, path: str) -> int:
    if name.lower() in call.node.shares:
        raise _no(call, 2118, "The name has already been shared.", "その名前は既に共有されています。")
    try:
        existing_folder(call, path)
    except WindowsError as error:
        raise _no(
            call, 2116, "The device or directory does not exist.", "デバイスまたはディレクトリがありません。"
        ) from error
    call.changes = True
    call.node.shares[name.lower()] = path
    call.say(call.text(f"{name} was shared successfully.\n", f"{name} が共有されました。\n"))
    return 0


def _no(call: BridgeCall, number: int, english: str, japanese: str) -> Refusal:
    more = call.text(
        f"More help is available by typing NET HELPMSG {number}.\n",
        f"NET HELPMSG {number} と入力すると、より詳しい説明が得られます。\n",
    )
    return Refusal(f"{call.text(english, japanese)}\n\n{more}", 2)
