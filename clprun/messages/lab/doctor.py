"""What the lab's doctor tried, what came of it, and what would help."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "lab.no_tier": Entry(Text(en="This machine can't run the lab.", ja="このマシンではラボを実行できません。")),
    "lab.tier_impossible": Entry(
        Text(
            en="This machine can't run the lab's tier {tier}.",
            ja="このマシンではラボのティア {tier} を実行できません。",
        )
    ),
    "lab.doctor_tier": Entry(Text(en="The lab would come up as tier {tier}.", ja="ラボはティア {tier} で起動します。")),
    "lab.doctor_tiers": Entry(Text(en="Tiers that work here: {tiers}.", ja="ここで使えるティア: {tiers}")),
    "lab.check_ip": Entry(Text(en="[{result}] the command ip", ja="[{result}] ip コマンド")),
    "lab.check_capability": Entry(
        Text(
            en="[{result}] real root with CAP_SYS_ADMIN (tier A)",
            ja="[{result}] CAP_SYS_ADMIN を持つ本物の root (ティア A)",
        )
    ),
    "lab.check_namespaces": Entry(
        Text(
            en="[{result}] namespaces and mounts of our own as root (tier A)",
            ja="[{result}] root による独自の名前空間とマウント (ティア A)",
        )
    ),
    "lab.check_namespaces_network": Entry(
        Text(
            en="[{result}] bridges and virtual cables as root (tier A)",
            ja="[{result}] root によるブリッジと veth (ティア A)",
        )
    ),
    "lab.check_systemd": Entry(
        Text(
            en="[{result}] systemd as the nodes' PID 1 (tier A)",
            ja="[{result}] ノードの PID 1 となる systemd (ティア A)",
        )
    ),
    "lab.check_cgroup": Entry(
        Text(en="[{result}] a cgroup for systemd (tier A)", ja="[{result}] systemd 用の cgroup (ティア A)")
    ),
    "lab.check_overlay": Entry(
        Text(en="[{result}] overlay file system as root (tier A)", ja="[{result}] root による overlay (ティア A)")
    ),
    "lab.check_loop": Entry(Text(en="[{result}] loop devices (tier A)", ja="[{result}] loop デバイス (ティア A)")),
    "lab.check_mkfs": Entry(Text(en="[{result}] mkfs.ext4 (tier A)", ja="[{result}] mkfs.ext4 (ティア A)")),
    "lab.check_all_ids": Entry(
        Text(
            en="[{result}] all user ids in a user namespace (tiers B, B')",
            ja="[{result}] ユーザ名前空間での全ユーザ ID (ティア B, B')",
        )
    ),
    "lab.check_user_namespace": Entry(
        Text(
            en="[{result}] user namespaces that may mount (tiers B, B')",
            ja="[{result}] マウントできるユーザ名前空間 (ティア B, B')",
        )
    ),
    "lab.check_proc": Entry(
        Text(en="[{result}] a /proc of our own (tiers B, B')", ja="[{result}] 独自の /proc (ティア B, B')")
    ),
    "lab.check_network": Entry(
        Text(
            en="[{result}] bridges and virtual cables in a user namespace (tiers B, B')",
            ja="[{result}] ユーザ名前空間でのブリッジと veth (ティア B, B')",
        )
    ),
    "lab.check_user_overlay": Entry(
        Text(
            en="[{result}] overlay file system in a user namespace (tiers B, B')",
            ja="[{result}] ユーザ名前空間での overlay (ティア B, B')",
        )
    ),
    "lab.check_sshd": Entry(
        Text(en="[{result}] OpenSSH's server (tiers A, B)", ja="[{result}] OpenSSH サーバ (ティア A, B)")
    ),
    "lab.check_paramiko": Entry(Text(en="[{result}] paramiko (tier B')", ja="[{result}] paramiko (ティア B')")),
    "lab.advice_doctor": Entry(
        Text(
            en="See what was tried with: clprun lab doctor",
            ja="調べた内容は次のコマンドで確認できます: clprun lab doctor",
        )
    ),
    "lab.advice_ip": Entry(
        Text(
            en="Install iproute2 (Debian, Ubuntu) or iproute (RHEL).",
            ja="iproute2 (Debian, Ubuntu) または iproute (RHEL) をインストールしてください。",
        )
    ),
    "lab.advice_capability": Entry(
        Text(
            en=(
                "Not needed for tier B. For tier A: run as root, in Docker with --cap-add SYS_ADMIN --cap-add "
                "NET_ADMIN."
            ),
            ja=(
                "ティア B には不要です。ティア A には root で実行し、Docker なら --cap-add SYS_ADMIN --cap-add "
                "NET_ADMIN を付けてください。"
            ),
        )
    ),
    "lab.advice_namespaces": Entry(
        Text(
            en="In Docker add --cap-add SYS_ADMIN --security-opt apparmor=unconfined.",
            ja="Docker なら --cap-add SYS_ADMIN --security-opt apparmor=unconfined を付けてください。",
        )
    ),
    "lab.advice_namespaces_network": Entry(
        Text(
            en="In Docker add --cap-add NET_ADMIN; the kernel needs the modules bridge and veth.",
            ja=(
                "Docker なら --cap-add NET_ADMIN を付けてください。カーネルには bridge と veth のモジュールが必要です。"
            ),
        )
    ),
    "lab.advice_systemd": Entry(
        Text(
            en="Install systemd for tier A; tier B does without.",
            ja="ティア A には systemd をインストールしてください。ティア B には不要です。",
        )
    ),
    "lab.advice_cgroup": Entry(
        Text(
            en="The kernel needs cgroup2 and a writable cgroup of our own; tier B does without.",
            ja="カーネルの cgroup2 と書き込める cgroup が必要です。ティア B には不要です。",
        )
    ),
    "lab.advice_overlay": Entry(
        Text(
            en="Done without: each entry of /usr is mounted by itself.",
            ja="なくても動作します: /usr の項目を個別にマウントします。",
        )
    ),
    "lab.advice_loop": Entry(
        Text(
            en="Done without: the shared disk is memory. In Docker add --device /dev/loop-control.",
            ja=("なくても動作します (共有ディスクはメモリ)。Docker なら --device /dev/loop-control を付けてください。"),
        )
    ),
    "lab.advice_mkfs": Entry(Text(en="Install e2fsprogs.", ja="e2fsprogs をインストールしてください。")),
    "lab.advice_all_ids": Entry(
        Text(
            en=(
                "Done without: only root exists. For more, install uidmap (shadow-utils) and add a line for "
                "your user to /etc/subuid and /etc/subgid."
            ),
            ja=(
                "なくても動作します: root のみになります。必要なら uidmap (shadow-utils) をインストールし、"
                "/etc/subuid と /etc/subgid に自分のユーザの行を追加してください。"
            ),
        )
    ),
    "lab.advice_user_namespace": Entry(
        Text(
            en=(
                "In Docker or podman add --security-opt seccomp=unconfined --security-opt "
                "systempaths=unconfined (podman: unmask=ALL)."
            ),
            ja=(
                "Docker や podman なら --security-opt seccomp=unconfined --security-opt systempaths=unconfined "
                "(podman は unmask=ALL) を付けてください。"
            ),
        )
    ),
    "lab.advice_apparmor": Entry(
        Text(
            en=(
                "AppArmor strips user namespaces here: sudo sysctl -w "
                "kernel.apparmor_restrict_unprivileged_userns=0, or start the lab with sudo."
            ),
            ja=(
                "AppArmor がユーザ名前空間を制限しています: sudo sysctl -w "
                "kernel.apparmor_restrict_unprivileged_userns=0 を実行するか、sudo でラボを起動してください。"
            ),
        )
    ),
    "lab.advice_max_user_namespaces": Entry(
        Text(
            en="User namespaces are switched off here: sudo sysctl -w user.max_user_namespaces=10000",
            ja="ユーザ名前空間が無効です: sudo sysctl -w user.max_user_namespaces=10000",
        )
    ),
    "lab.advice_unprivileged_userns_clone": Entry(
        Text(
            en="User namespaces are for root only here: sudo sysctl -w kernel.unprivileged_userns_clone=1",
            ja="ユーザ名前空間は root 専用です: sudo sysctl -w kernel.unprivileged_userns_clone=1",
        )
    ),
    "lab.advice_proc": Entry(
        Text(
            en="The container masks /proc: add --security-opt systempaths=unconfined (podman: unmask=ALL).",
            ja=(
                "コンテナが /proc を隠しています: --security-opt systempaths=unconfined (podman は unmask=ALL) "
                "を付けてください。"
            ),
        )
    ),
    "lab.advice_network": Entry(
        Text(
            en="The kernel needs the modules bridge and veth: sudo modprobe -a bridge veth",
            ja="カーネルに bridge と veth のモジュールが必要です: sudo modprobe -a bridge veth",
        )
    ),
    "lab.advice_user_overlay": Entry(
        Text(
            en="Done without: each entry of /usr is mounted by itself.",
            ja="なくても動作します: /usr の項目を個別にマウントします。",
        )
    ),
    "lab.advice_sshd": Entry(
        Text(
            en="Install openssh-server (its service need not be enabled); tier B' does without.",
            ja="openssh-server をインストールしてください (サービスの有効化は不要)。ティア B' には不要です。",
        )
    ),
    "lab.advice_paramiko": Entry(
        Text(en="Install clprun with its dependencies.", ja="clprun を依存パッケージごとインストールしてください。")
    ),
}
