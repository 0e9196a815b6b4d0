"""What is taken for true of Linux nodes and their tools."""

from clprun.contact.assumption import BOTH, Assumption
from clprun.messages.catalog import Text

__all__ = ["ASSUMPTIONS"]

_STOPS = Text("Every runbook stops in its first phase.", "すべてのランブックが最初のフェーズで停止する。")

ASSUMPTIONS = (
    Assumption(
        "identity-read",
        Text(
            "A node tells its name, its user, its system and its clock as clprun reads them, and has all rights.",
            "ノードの名前・ユーザ・OS・時計を clprun が読み取れ、管理者権限がある。",
        ),
        _STOPS,
        "POSIX; os-release(5)",
        "high",
        ("node-ready",),
        BOTH,
    ),
    Assumption(
        "processes-read",
        Text(
            "The process table has the columns that clprun asks for.",
            "プロセス一覧は clprun が要求する列からなる。",
        ),
        Text("No process is found.", "プロセスを確認できない。"),
        "ps(1); tasklist",
        "high",
        ("site-processes", "no-process", "failover-trial"),
        BOTH,
    ),
    Assumption(
        "mounts-read",
        Text("The table of mounts is read.", "マウント一覧を読み取れる。"),
        Text("The shared disk can't be checked.", "共有ディスクを確認できない。"),
        "proc(5); vol",
        "high",
        ("mounted", "not-mounted", "move-directory"),
        BOTH,
    ),
    Assumption(
        "addresses-read",
        Text("The addresses of the network cards are read.", "ネットワークアドレスを読み取れる。"),
        Text("A floating IP address is not found.", "フローティング IP アドレスを確認できない。"),
        "ip(8); ipconfig",
        "high",
        ("listens-only", "failover-trial"),
        BOTH,
    ),
    Assumption(
        "free-space-read",
        Text("The free space of a disk is read.", "ディスクの空き容量を読み取れる。"),
        _STOPS,
        "stat(1); fsutil (three or ten lines)",
        "high",
        ("free-space",),
        BOTH,
    ),
    Assumption(
        "tools-there",
        Text(
            "The programs that clprun's scripts use are there.",
            "clprun のスクリプトが使用するプログラムがある。",
        ),
        Text("Steps that use what lacks fail.", "存在しないプログラムを使うステップが失敗する。"),
        "lab-linux.md; coreutils of RHEL 6 to 9",
        "high",
    ),
    Assumption(
        "timeout-kills",
        Text(
            "timeout -s KILL ends a program that takes too long, with exit code 137.",
            "timeout -s KILL は時間超過のプログラムを終了コード 137 で終了させる。",
        ),
        Text(
            "A program that was killed is taken for one that ended by itself.",
            "強制終了したプログラムが自ら終了したものと判断される。",
        ),
        "timeout(1)",
        "high",
    ),
    Assumption(
        "find-lname",
        Text("find knows -lname and -printf (GNU).", "find は -lname と -printf に対応する (GNU 版)。"),
        Text(
            "Processes that use a site's database are not found; stop.sh gives up too early.",
            "サイトのデータベースを使うプロセスが見つからず、stop.sh が早く終了する。",
        ),
        "find(1)",
        "high",
        ("jobcenter-site-state", "site-processes", "move-directory"),
    ),
    Assumption(
        "own-name",
        Text(
            "A node's own name leads to an address, and that address back to the name.",
            "ノード自身の名前はアドレスに解決でき、そのアドレスから名前に戻せる。",
        ),
        Text("The check of name resolution refuses the node.", "名前解決の検査でノードが拒否される。"),
        "JC 2.3",
        "high",
        ("name-resolution",),
    ),
    Assumption(
        "systemd-there",
        Text(
            "systemd manages the services, and tells a unit's state as KEY=VALUE.",
            "サービスは systemd が管理し、ユニットの状態を KEY=VALUE で返す。",
        ),
        Text("Only RHEL 6 with chkconfig is known beside it.", "それ以外は RHEL 6 の chkconfig だけに対応している。"),
        "systemctl(1)",
        "high",
        ("service-state", "service-autostart", "jobcenter-standard-ag", "clweb"),
    ),
)
