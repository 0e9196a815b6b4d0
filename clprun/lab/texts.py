"""What the lab says to people, always in both languages. ``{name}`` is filled from the values beside the code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["TEXTS", "Line", "Text", "say"]

Value = str | int | float


@dataclass(frozen=True)
class Text:
    """One text in both languages."""

    en: str
    ja: str


@dataclass(frozen=True)
class Line:
    """One line for a person: a code of :data:`TEXTS` and what fills it."""

    code: str
    values: Mapping[str, Value]


def say(line: Line, language: Literal["en", "ja"]) -> str:
    """The line as text."""
    text = TEXTS[line.code]
    return (text.ja if language == "ja" else text.en).format_map(dict(line.values))


TEXTS: Final[dict[str, Text]] = {
    # lab up, down, status
    "lab.is_up": Text(
        "The lab is up (tier {tier}): both nodes answer SSH.",
        "ラボが起動しました (ティア {tier})。両ノードが SSH に応答します。",
    ),
    "lab.is_down": Text("The lab is down; nothing of it is left.", "ラボを停止しました。何も残っていません。"),
    "lab.was_not_up": Text("No lab was up.", "ラボは起動していませんでした。"),
    "lab.not_up": Text(
        "No lab is up in {home}. Start it with: clprun lab up",
        "{home} ではラボが起動していません。次のコマンドで起動してください: clprun lab up",
    ),
    "lab.already_up": Text(
        "A lab is already up in {home}. See it with: clprun lab status",
        "{home} ではラボがすでに起動しています。状態は次のコマンドで確認できます: clprun lab status",
    ),
    "lab.gone": Text(
        "The lab ended while it was asked. Start it again with: clprun lab up",
        "問い合わせの途中でラボが終了しました。次のコマンドで起動し直してください: clprun lab up",
    ),
    "lab.request_failed": Text("The lab could not do it: {reason}.", "ラボで実行できませんでした: {reason}"),
    "lab.did_not_come_up": Text(
        "The lab did not come up: {reason}. See what this machine gives with: clprun lab doctor",
        "ラボを起動できませんでした: {reason}。このマシンで使える機能は次のコマンドで確認できます: clprun lab doctor",
    ),
    "lab.no_ssh": Text(
        "{node} does not answer SSH. The lab's log is {log}.",
        "{node} が SSH に応答しません。ラボのログは {log} です。",
    ),
    "lab.does_not_end": Text(
        "The lab does not end. Its log is {log}.", "ラボが終了しません。ラボのログは {log} です。"
    ),
    "lab.tier": Text("Tier {tier}.", "ティア {tier}"),
    "lab.node": Text(
        "{node}: {state}, public {address}, interconnect {interconnect}",
        "{node}: {state}、パブリック {address}、インタコネクト {interconnect}",
    ),
    "lab.mounted": Text(
        "{device} is mounted on {node} at {place}.", "{device} は {node} の {place} にマウント中です。"
    ),
    "lab.disk_conflict": Text(
        "The shared disk was mounted on both nodes at once: on a real cluster its data is lost now. "
        "The mark stays until the lab is taken down.",
        "共有ディスクが両ノードで同時にマウントされました。実機ならデータが壊れています。"
        "この記録はラボを停止するまで残ります。",
    ),
    "lab.warning": Text("Warning from {node}: {message} ({source})", "{node} からの警告: {message} ({source})"),
    "lab.not_real": Text("Not real in this lab:", "このラボで実物と異なる点:"),
    "lab.unreal_products": Text(
        "  CLUSTERPRO and JobCenter are stand-ins that behave as the guides say.",
        "  CLUSTERPRO と JobCenter は、手引きの記述どおりに動作する代用品です。",
    ),
    "lab.unreal_kernel": Text(
        "  Both nodes share this machine's kernel, clock and processors.",
        "  両ノードはこのマシンのカーネル、時計、CPU を共有します。",
    ),
    "lab.unreal_disk": Text(
        "  The shared disk is memory that goes by the device's name: no block device, no file system check, "
        "and when it is gone its files vanish instead of giving I/O errors.",
        "  共有ディスクはデバイス名を名乗るメモリです。ブロックデバイスではなく、fsck は何も検査しません。"
        "切り離すと I/O エラーではなくファイルが見えなくなります。",
    ),
    "lab.unreal_systemd": Text(
        "  PID 1 is a small init; systemctl knows services only, and journalctl shows nothing.",
        "  PID 1 は簡易 init です。systemctl はサービスのみを扱い、journalctl には何も出ません。",
    ),
    "lab.unreal_sshd": Text(
        "  The SSH server is paramiko's, not OpenSSH's.", "  SSH サーバは OpenSSH ではなく paramiko のものです。"
    ),
    "lab.unreal_ids": Text(
        "  Only root exists: chown succeeds without effect, and the user operator is root, too.",
        "  root しか存在しません。chown は成功しますが効果はなく、ユーザ operator も root です。",
    ),
    # lab fault
    "lab.no_faults": Text("No fault holds.", "有効な障害はありません。"),
    "lab.fault_made": Text("Done.", "実行しました。"),
    "lab.faults_cleared": Text("All faults are cleared.", "すべての障害を解除しました。"),
    "lab.fault_link": Text("link {node} down", "{node} のネットワーク切断"),
    "lab.fault_node": Text("{node} {effect}", "ノード {node} {effect}"),
    "lab.fault_disk": Text("disk {effect}", "共有ディスク {effect}"),
    "lab.fault_clock": Text("clock {node} {seconds} s", "{node} の時計 {seconds} 秒"),
    "lab.fault_command": Text("command {name} {effect}", "コマンド {name} {effect}"),
    "lab.unknown_fault": Text(
        "There is no fault {fault}. Known: kill, link, crash, hang, reboot, disk, clock, command, list, clear.",
        "障害 {fault} はありません。使えるもの: kill, link, crash, hang, reboot, disk, clock, command, list, clear",
    ),
    "lab.fault_usage": Text("Use it so: clprun lab fault {usage}", "使い方: clprun lab fault {usage}"),
    "lab.unknown_effect": Text("{effect} is none of {known}.", "{effect} は {known} のいずれでもありません。"),
    "lab.unknown_node": Text(
        "There is no node {node}; the lab has {nodes}.", "ノード {node} はありません。ラボのノード: {nodes}"
    ),
    "lab.node_is_off": Text(
        "{node} is off. Switch it on with: clprun lab fault reboot {node}",
        "{node} は停止しています。次のコマンドで起動できます: clprun lab fault reboot {node}",
    ),
    "lab.no_such_process": Text(
        "No process on {node} is called {name}.", "{node} に {name} という名前のプロセスはありません。"
    ),
    # tiers and doctor
    "lab.no_tier": Text("This machine can't run the lab.", "このマシンではラボを実行できません。"),
    "lab.tier_impossible": Text(
        "This machine can't run the lab's tier {tier}.", "このマシンではラボのティア {tier} を実行できません。"
    ),
    "lab.doctor_tier": Text("The lab would come up as tier {tier}.", "ラボはティア {tier} で起動します。"),
    "lab.doctor_tiers": Text("Tiers that work here: {tiers}.", "ここで使えるティア: {tiers}"),
    "lab.check_ip": Text("[{result}] the command ip", "[{result}] ip コマンド"),
    "lab.check_capability": Text(
        "[{result}] real root with CAP_SYS_ADMIN (tier A)", "[{result}] CAP_SYS_ADMIN を持つ本物の root (ティア A)"
    ),
    "lab.check_namespaces": Text(
        "[{result}] namespaces and mounts of our own as root (tier A)",
        "[{result}] root による独自の名前空間とマウント (ティア A)",
    ),
    "lab.check_namespaces_network": Text(
        "[{result}] bridges and virtual cables as root (tier A)", "[{result}] root によるブリッジと veth (ティア A)"
    ),
    "lab.check_systemd": Text(
        "[{result}] systemd as the nodes' PID 1 (tier A)", "[{result}] ノードの PID 1 となる systemd (ティア A)"
    ),
    "lab.check_cgroup": Text("[{result}] a cgroup for systemd (tier A)", "[{result}] systemd 用の cgroup (ティア A)"),
    "lab.check_overlay": Text(
        "[{result}] overlay file system as root (tier A)", "[{result}] root による overlay (ティア A)"
    ),
    "lab.check_loop": Text("[{result}] loop devices (tier A)", "[{result}] loop デバイス (ティア A)"),
    "lab.check_mkfs": Text("[{result}] mkfs.ext4 (tier A)", "[{result}] mkfs.ext4 (ティア A)"),
    "lab.check_all_ids": Text(
        "[{result}] all user ids in a user namespace (tiers B, B')",
        "[{result}] ユーザ名前空間での全ユーザ ID (ティア B, B')",
    ),
    "lab.check_user_namespace": Text(
        "[{result}] user namespaces that may mount (tiers B, B')",
        "[{result}] マウントできるユーザ名前空間 (ティア B, B')",
    ),
    "lab.check_proc": Text("[{result}] a /proc of our own (tiers B, B')", "[{result}] 独自の /proc (ティア B, B')"),
    "lab.check_network": Text(
        "[{result}] bridges and virtual cables in a user namespace (tiers B, B')",
        "[{result}] ユーザ名前空間でのブリッジと veth (ティア B, B')",
    ),
    "lab.check_user_overlay": Text(
        "[{result}] overlay file system in a user namespace (tiers B, B')",
        "[{result}] ユーザ名前空間での overlay (ティア B, B')",
    ),
    "lab.check_sshd": Text("[{result}] OpenSSH's server (tiers A, B)", "[{result}] OpenSSH サーバ (ティア A, B)"),
    "lab.check_paramiko": Text("[{result}] paramiko (tier B')", "[{result}] paramiko (ティア B')"),
    # advice: one line each
    "lab.advice_doctor": Text(
        "See what was tried with: clprun lab doctor", "調べた内容は次のコマンドで確認できます: clprun lab doctor"
    ),
    "lab.advice_ip": Text(
        "    Install iproute2 (Debian, Ubuntu) or iproute (RHEL).",
        "    iproute2 (Debian, Ubuntu) または iproute (RHEL) をインストールしてください。",
    ),
    "lab.advice_capability": Text(
        "    Not needed for tier B. For tier A: run as root, in Docker with --cap-add SYS_ADMIN --cap-add NET_ADMIN.",
        "    ティア B には不要です。ティア A には root で実行し、"
        "Docker なら --cap-add SYS_ADMIN --cap-add NET_ADMIN を付けてください。",
    ),
    "lab.advice_namespaces": Text(
        "    In Docker add --cap-add SYS_ADMIN --security-opt apparmor=unconfined.",
        "    Docker なら --cap-add SYS_ADMIN --security-opt apparmor=unconfined を付けてください。",
    ),
    "lab.advice_namespaces_network": Text(
        "    In Docker add --cap-add NET_ADMIN; the kernel needs the modules bridge and veth.",
        "    Docker なら --cap-add NET_ADMIN を付けてください。カーネルには bridge と veth のモジュールが必要です。",
    ),
    "lab.advice_systemd": Text(
        "    Install systemd for tier A; tier B does without.",
        "    ティア A には systemd をインストールしてください。ティア B には不要です。",
    ),
    "lab.advice_cgroup": Text(
        "    The kernel needs cgroup2 and a writable cgroup of our own; tier B does without.",
        "    カーネルの cgroup2 と書き込める cgroup が必要です。ティア B には不要です。",
    ),
    "lab.advice_overlay": Text(
        "    Done without: each entry of /usr is mounted by itself.",
        "    なくても動作します: /usr の項目を個別にマウントします。",
    ),
    "lab.advice_loop": Text(
        "    Done without: the shared disk is memory. In Docker add --device /dev/loop-control.",
        "    なくても動作します (共有ディスクはメモリ)。Docker なら --device /dev/loop-control を付けてください。",
    ),
    "lab.advice_mkfs": Text("    Install e2fsprogs.", "    e2fsprogs をインストールしてください。"),
    "lab.advice_all_ids": Text(
        "    Done without: only root exists. For more, install uidmap (shadow-utils) and add a line for your user to "
        "/etc/subuid and /etc/subgid.",
        "    なくても動作します: root のみになります。必要なら uidmap (shadow-utils) をインストールし、"
        "/etc/subuid と /etc/subgid に自分のユーザの行を追加してください。",
    ),
    "lab.advice_user_namespace": Text(
        "    In Docker or podman add --security-opt seccomp=unconfined --security-opt systempaths=unconfined "
        "(podman: unmask=ALL).",
        "    Docker や podman なら --security-opt seccomp=unconfined --security-opt systempaths=unconfined "
        "(podman は unmask=ALL) を付けてください。",
    ),
    "lab.advice_apparmor": Text(
        "    AppArmor strips user namespaces here: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, "
        "or start the lab with sudo.",
        "    AppArmor がユーザ名前空間を制限しています: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 "
        "を実行するか、sudo でラボを起動してください。",
    ),
    "lab.advice_max_user_namespaces": Text(
        "    User namespaces are switched off here: sudo sysctl -w user.max_user_namespaces=10000",
        "    ユーザ名前空間が無効です: sudo sysctl -w user.max_user_namespaces=10000",
    ),
    "lab.advice_unprivileged_userns_clone": Text(
        "    User namespaces are for root only here: sudo sysctl -w kernel.unprivileged_userns_clone=1",
        "    ユーザ名前空間は root 専用です: sudo sysctl -w kernel.unprivileged_userns_clone=1",
    ),
    "lab.advice_proc": Text(
        "    The container masks /proc: add --security-opt systempaths=unconfined (podman: unmask=ALL).",
        "    コンテナが /proc を隠しています: "
        "--security-opt systempaths=unconfined (podman は unmask=ALL) を付けてください。",
    ),
    "lab.advice_network": Text(
        "    The kernel needs the modules bridge and veth: sudo modprobe -a bridge veth",
        "    カーネルに bridge と veth のモジュールが必要です: sudo modprobe -a bridge veth",
    ),
    "lab.advice_user_overlay": Text(
        "    Done without: each entry of /usr is mounted by itself.",
        "    なくても動作します: /usr の項目を個別にマウントします。",
    ),
    "lab.advice_sshd": Text(
        "    Install openssh-server (its service need not be enabled); tier B' does without.",
        "    openssh-server をインストールしてください (サービスの有効化は不要)。ティア B' には不要です。",
    ),
    "lab.advice_paramiko": Text(
        "    Install clprun with its dependencies.", "    clprun を依存パッケージごとインストールしてください。"
    ),
}
