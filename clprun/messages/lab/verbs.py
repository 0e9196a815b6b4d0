"""The lab coming up, going down, and what in it is not real."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "lab.is_up": Entry(
        Text(
            en="The lab is up (tier {tier}): both nodes answer SSH.",
            ja="ラボが起動しました (ティア {tier})。両ノードが SSH に応答します。",
        )
    ),
    "lab.is_down": Entry(
        Text(en="The lab is down; nothing of it is left.", ja="ラボを停止しました。何も残っていません。")
    ),
    "lab.was_not_up": Entry(Text(en="No lab was up.", ja="ラボは起動していませんでした。")),
    "lab.not_up": Entry(
        Text(en="No lab is up in {home}.", ja="{home} ではラボが起動していません。"),
        next=Text(en="Start it with: clprun lab up", ja="次のコマンドで起動してください: clprun lab up"),
    ),
    "lab.already_up": Entry(
        Text(en="A lab is already up in {home}.", ja="{home} ではラボがすでに起動しています。"),
        next=Text(en="See it with: clprun lab status", ja="状態は次のコマンドで確認できます: clprun lab status"),
    ),
    "lab.gone": Entry(
        Text(en="The lab ended while it was asked.", ja="問い合わせの途中でラボが終了しました。"),
        next=Text(en="Start it again with: clprun lab up", ja="次のコマンドで起動し直してください: clprun lab up"),
    ),
    "lab.request_failed": Entry(
        Text(en="The lab could not do it: {reason}.", ja="ラボで実行できませんでした: {reason}")
    ),
    "lab.warning": Entry(
        Text(en="Warning from {node}: {message} ({source})", ja="{node} からの警告: {message} ({source})")
    ),
    "lab.did_not_come_up": Entry(
        Text(en="The lab did not come up: {reason}.", ja="ラボを起動できませんでした: {reason}。"),
        next=Text(
            en="See what this machine gives with: clprun lab doctor",
            ja="このマシンで使える機能は次のコマンドで確認できます: clprun lab doctor",
        ),
    ),
    "lab.no_ssh": Entry(
        Text(en="{node} does not answer SSH.", ja="{node} が SSH に応答しません。"),
        next=Text(en="The lab's log is {log}.", ja="ラボのログは {log} です。"),
    ),
    "lab.does_not_end": Entry(
        Text(en="The lab does not end.", ja="ラボが終了しません。"),
        next=Text(en="Its log is {log}.", ja="ラボのログは {log} です。"),
    ),
    "lab.tier": Entry(Text(en="Tier {tier}.", ja="ティア {tier}")),
    "lab.node": Entry(
        Text(
            en="{node}: {state}, public {address}, interconnect {interconnect}",
            ja="{node}: {state}、パブリック {address}、インタコネクト {interconnect}",
        )
    ),
    "lab.mounted": Entry(
        Text(en="{device} is mounted on {node} at {place}.", ja="{device} は {node} の {place} にマウント中です。")
    ),
    "lab.disk_conflict": Entry(
        Text(
            en=(
                "The shared disk was mounted on both nodes at once: on a real cluster its data is lost now. The "
                "mark stays until the lab is taken down."
            ),
            ja=(
                "共有ディスクが両ノードで同時にマウントされました。実機ならデータが壊れています。"
                "この記録はラボを停止するまで残ります。"
            ),
        )
    ),
    "lab.not_real": Entry(Text(en="Not real in this lab:", ja="このラボで実物と異なる点:")),
    "lab.unreal_products": Entry(
        Text(
            en="CLUSTERPRO and what it looks after are stand-ins that behave as the guides say.",
            ja="CLUSTERPRO と保護対象の製品は、ガイドの記述どおりに動作する代用品です。",
        )
    ),
    "lab.unreal_kernel": Entry(
        Text(
            en="Both nodes share this machine's kernel, clock and processors.",
            ja="両ノードはこのマシンのカーネル、時計、CPU を共有します。",
        )
    ),
    "lab.unreal_disk": Entry(
        Text(
            en=(
                "The shared disk is memory that goes by the device's name: no block device, no file system "
                "check, and when it is gone its files vanish instead of giving I/O errors."
            ),
            ja=(
                "共有ディスクはデバイス名を名乗るメモリです。ブロックデバイスではなく、fsck は何も検査しません。"
                "切り離すと I/O エラーではなくファイルが見えなくなります。"
            ),
        )
    ),
    "lab.unreal_systemd": Entry(
        Text(
            en="PID 1 is a small init; systemctl knows services only, and journalctl shows nothing.",
            ja="PID 1 は簡易 init です。systemctl はサービスのみを扱い、journalctl には何も出ません。",
        )
    ),
    "lab.unreal_sshd": Entry(
        Text(
            en="The SSH server is paramiko's, not OpenSSH's.", ja="SSH サーバは OpenSSH ではなく paramiko のものです。"
        )
    ),
    "lab.unreal_ids": Entry(
        Text(
            en="Only root exists: chown succeeds without effect, and the user operator is root, too.",
            ja="root しか存在しません。chown は成功しますが効果はなく、ユーザ operator も root です。",
        )
    ),
}
