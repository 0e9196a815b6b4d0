"""What is taken for true of JobCenter and CL/Web on Linux."""

from clprun.contact.assumption import LINUX, Assumption
from clprun.messages.catalog import Text

__all__ = ["ASSUMPTIONS"]

_SITE = ("jobcenter-site", "jobcenter-site-state", "jobcenter-site-shown", "site-processes")

ASSUMPTIONS = (
    Assumption(
        "site-tree",
        Text(
            "All processes of a cluster site descend from its cjcpw, or work in its database.",
            "クラスタサイトのプロセスはすべて cjcpw の子孫であるか、そのデータベースを使用している。",
        ),
        Text(
            "A site that runs is taken for incomplete, or its processes for those of the local site.",
            "稼働中のサイトが不完全、またはローカルサイトのプロセスと判断される。",
        ),
        "JC 2.4 (2); NEC FAQ 3150101977",
        "medium",
        _SITE,
    ),
    Assumption(
        "site-names",
        Text(
            "A site that runs shows the names of the guide, each as often as clprun demands.",
            "稼働中のサイトには、ガイドの名前のプロセスが clprun の要求する数以上ある。",
        ),
        Text("A build waits for processes that never come.", "存在しないプロセスを待ち続ける。"),
        "JC 2.4 (2) step 4, 3.5",
        "high",
        _SITE,
    ),
    Assumption(
        "site-database",
        Text(
            "The database of a site is the folder nqs below its database path, and its processes work there.",
            "サイトのデータベースはデータベースパス直下の nqs フォルダで、プロセスはそこで動作する。",
        ),
        Text(
            "An unwatched site is taken for the local one; whether a site exists is not known.",
            "監視なしのサイトがローカルサイトと判断され、サイトの有無が分からない。",
        ),
        "JC 2.4 (2) step 2",
        "medium",
        _SITE,
    ),
    Assumption(
        "jobcenter-folder",
        Text(
            "JobCenter lies in /usr/lib/nqs, cjcpw in cluster below it, daemon.conf in rc.",
            "JobCenter は /usr/lib/nqs に、cjcpw はその cluster に、daemon.conf は rc にある。",
        ),
        Text("JobCenter is taken to be not installed.", "JobCenter が未インストールと判断される。"),
        "JC 2.3 (3)",
        "high",
        (*_SITE, "jobcenter-local", "jobcenter-set-up", "jobcenter-classic", "jobcenter-standard-mg"),
    ),
    Assumption(
        "daemon-conf",
        Text(
            "daemon.conf has lines KEY=VALUE and a sample line of local_daemon.",
            "daemon.conf は KEY=VALUE の行と local_daemon の記載例からなる。",
        ),
        Text("The setting is put into the wrong place.", "設定を誤った位置に書き込む。"),
        "JC 2.3 (3)",
        "high",
        ("file-setting", "jobcenter-classic"),
    ),
    Assumption(
        "code-words",
        Text(
            "/etc/opt/wsnlesd/.lockinfo has two words in each line.",
            "/etc/opt/wsnlesd/.lockinfo の各行は 2 語からなる。",
        ),
        Text("JobCenter is taken to be not set up.", "JobCenter が未セットアップと判断される。"),
        "products.md 1.3 (Installation Guide, R13 to R15)",
        "medium",
        ("jobcenter-set-up",),
    ),
    Assumption(
        "site-orphans",
        Text(
            "After a kill of cjcpw, cjcpw -stop or the runbook's stop.sh ends what it left.",
            "cjcpw の強制終了後に残ったプロセスは、cjcpw -stop または stop.sh で終了する。",
        ),
        Text(
            "The stop of the group fails on that node, and by default shuts it down.",
            "グループの停止が異常になり、既定ではノードがシャットダウンされる。",
        ),
        "inferred; no public text",
        "low",
        ("jobcenter-classic", "jobcenter-standard-mg", "failover-test"),
        LINUX,
        unasked=Text("a process has to be killed for it", "プロセスの強制終了が必要なため"),
        trial="kill-cjcpw",
    ),
    Assumption(
        "cjcmksite-silent",
        Text(
            "cjcmksite asks nothing, and ends with 0 once the site is made.",
            "cjcmksite は何も問い合わせず、サイト作成後に 0 で終了する。",
        ),
        Text("The build stops in doubt whether the site is whole.", "サイトが完全かどうか判断待ちで停止する。"),
        "JC 2.4 (2) step 1; no public text",
        "low",
        ("jobcenter-site",),
        LINUX,
        unasked=Text("it makes a site", "サイトが作成されるため"),
    ),
    Assumption(
        "agent-list",
        Text(
            "jcagctrl list prints a head with ACTIVE and ENABLE, and a line of as many columns for each instance.",
            "jcagctrl list は ACTIVE と ENABLE を含む見出しと、インスタンスごとに同じ列数の行を表示する。",
        ),
        Text("The state of the agent can't be read.", "エージェントの状態を読み取れない。"),
        "JC 3.5; no public text",
        "low",
        ("jobcenter-agent", "jobcenter-standard-ag"),
    ),
    Assumption(
        "agent-enable",
        Text(
            "ENABLE of jcagctrl list does not follow systemctl disable.",
            "jcagctrl list の ENABLE は systemctl disable の影響を受けない。",
        ),
        Text("ENABLE false is found after every build.", "構築のたびに ENABLE false が検出される。"),
        "ERRATA G2-30",
        "low",
        ("jobcenter-agent", "jobcenter-standard-ag"),
    ),
    Assumption(
        "clweb-bind",
        Text(
            'clweb.conf has a line $bind = "...", as a comment or not.',
            'clweb.conf には $bind = "..." の行がある (コメントでもよい)。',
        ),
        Text("The address that CL/Web listens on is not set.", "CL/Web の待ち受けアドレスを設定できない。"),
        "CLWEB (4)",
        "high",
        ("clweb", "clweb-update"),
    ),
    Assumption(
        "clweb-conf-place",
        Text("clweb.conf lies in CL/Web's folder config.", "clweb.conf は CL/Web の config フォルダにある。"),
        Text("The address is set on one node only.", "アドレスが一方のノードにしか設定されない。"),
        "CLWEB (4), inferred",
        "medium",
        ("clweb", "clweb-update"),
    ),
    Assumption(
        "clweb-process",
        Text(
            "CL/Web's process is called clweb_serv*, and its first one has init as its parent.",
            "CL/Web のプロセス名は clweb_serv* で、最初のプロセスの親は init である。",
        ),
        Text("Its monitor finds nothing and fails over.", "モニタがプロセスを検出できず、フェイルオーバする。"),
        "CLWEB (11)",
        "high",
        ("clweb", "clweb-failover-test"),
    ),
    Assumption(
        "clweb-restart",
        Text(
            "The unit jcclweb has no Restart= that starts it again.",
            "ユニット jcclweb は Restart= により自動再起動されない。",
        ),
        Text("A kill test proves nothing; clprun refuses to kill it.", "強制終了の試験にならず、clprun は拒否する。"),
        "ERRATA G1-23",
        "medium",
        ("failover-trial", "clweb-failover-test"),
    ),
)
