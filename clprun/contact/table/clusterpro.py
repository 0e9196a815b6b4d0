"""What is taken for true of CLUSTERPRO X."""

from clprun.contact.assumption import BOTH, LINUX, Assumption
from clprun.messages.catalog import Text

__all__ = ["ASSUMPTIONS"]

_STATUS = ("cluster-ready", "group", "group-place", "failover-trial", "node-back", "resource-state")
_PUSH = (
    "cluster-resources",
    "exec-resource",
    "isa-settings",
    "resources-removed",
    "script-resource",
    "service-resources",
)
_CHANGES = Text("it would change the pair", "ペアを変更するため")

ASSUMPTIONS = (
    Assumption(
        "clpstat-layout",
        Text(
            "clpstat prints a title, the parts <server>, <group> and <monitor>, and a line NAME : STATE for each "
            "object of clp.conf.",
            "clpstat は表題、<server>・<group>・<monitor> の各部、および clp.conf の各オブジェクトを"
            "「名前 : 状態」の 1 行で表示する。",
        ),
        Text(
            "Nothing can be asked of the cluster: every runbook stops in its first phase.",
            "クラスタの状態を確認できず、すべてのランブックが最初のフェーズで停止する。",
        ),
        "clusterpro.md 1.1 (27 public outputs)",
        "high",
        _STATUS,
        BOTH,
    ),
    Assumption(
        "clpstat-words",
        Text(
            "Every word that clpstat prints for a state, a part or a place is in clprun's tables.",
            "clpstat が状態・見出し・場所として表示する語は、すべて clprun の表にある。",
        ),
        Text("The run stops with an unknown word.", "未知の語として実行が停止する。"),
        "clusterpro.md 1.1 (REST vocabulary); Japanese words inferred",
        "medium",
        _STATUS,
        BOTH,
    ),
    Assumption(
        "clpstat-long",
        Text(
            "clpstat knows --long; names are cut to 16 columns without it and to 32 with it.",
            "clpstat は --long に対応し、名前は --long なしで 16 桁、ありで 32 桁に切り詰められる。",
        ),
        Text(
            "Objects with longer names are not found, or taken for one another.",
            "長い名前のオブジェクトが見つからない、または取り違えられる。",
        ),
        "clusterpro.md 0.1 fact 9, 1.1 (two outputs)",
        "medium",
        _STATUS,
        BOTH,
    ),
    Assumption(
        "clpstat-exit",
        Text(
            "clpstat ends with 0 when it tells the state of a cluster that runs.",
            "稼働中のクラスタの状態を表示した場合、clpstat は 0 で終了する。",
        ),
        Text(
            "A state is taken for a refusal; after a push the cluster is taken to be suspended.",
            "状態表示が拒否と見なされ、反映後はサスペンド中と判断される。",
        ),
        "clusterpro.md 1.1 (one source)",
        "medium",
        _STATUS,
        BOTH,
    ),
    Assumption(
        "clpstat-busy",
        Text(
            "clpstat ends with 9, and with nothing else, when it is busy and is to be asked again.",
            "clpstat が処理中で再問い合わせが必要な場合の終了コードは 9 だけである。",
        ),
        Text(
            "A moment's business ends a run, or an error is asked for ever again.",
            "一時的な処理中で実行が停止する、またはエラーに対して問い合わせを繰り返す。",
        ),
        "clusterpro.md 1.1 (one source)",
        "low",
        _STATUS,
        BOTH,
    ),
    Assumption(
        "clpstat-language",
        Text(
            "clpstat's words are in the tables whatever the locale it is called in.",
            "どのロケールで呼び出しても clpstat の語は表にある。",
        ),
        Text("The run stops with an unknown word.", "未知の語として実行が停止する。"),
        "clusterpro.md 1.1; Japanese documents show English words",
        "low",
        _STATUS,
        LINUX,
    ),
    Assumption(
        "clpstat-suspended",
        Text(
            "While the cluster is suspended clpstat tells no state and ends with another code than 0.",
            "サスペンド中の clpstat は状態を表示せず、0 以外で終了する。",
        ),
        Text(
            "A push still works: both ways are understood. The lab rehearses the other one.",
            "反映はどちらの場合も行えるが、ラボのリハーサルが実機と異なる動作になる。",
        ),
        "Maintenance Guide, chapter 2 (recalled)",
        "medium",
        _PUSH,
        BOTH,
        trial="push-unchanged",
    ),
    Assumption(
        "server-names",
        Text(
            "clpstat calls the servers by their host names, and marks the one that it was asked on with *.",
            "clpstat はサーバをホスト名で表示し、問い合わせたサーバに * を付ける。",
        ),
        Text("Nodes are not found in the cluster's state.", "クラスタの状態にノードが見つからない。"),
        "clusterpro.md 1.1",
        "high",
        _STATUS,
        BOTH,
    ),
    Assumption(
        "configuration-read",
        Text(
            "The installed clp.conf lies where clprun looks for it, and is read without an error.",
            "導入済みの clp.conf は想定した場所にあり、エラーなく読み取れる。",
        ),
        Text("No change of the configuration can be planned.", "構成情報の変更を計画できない。"),
        "clusterpro.md 2.1 to 2.8 (25 public samples)",
        "high",
        _PUSH,
        BOTH,
    ),
    Assumption(
        "configuration-checks",
        Text(
            "What clprun's own checks call an error does not occur in a configuration that works.",
            "clprun の検査がエラーとする内容は、正常に動作している構成には存在しない。",
        ),
        Text(
            "A sound configuration is refused after a change of ours that has nothing to do with it.",
            "正常な構成が、無関係な変更の後に拒否される。",
        ),
        "clusterpro.md 2.8",
        "medium",
        _PUSH,
        BOTH,
    ),
    Assumption(
        "configuration-same",
        Text("Both nodes hold the same bytes of clp.conf.", "両ノードの clp.conf はバイト単位で同一である。"),
        Text("Every push stops in doubt.", "反映のたびに判断待ちで停止する。"),
        "clusterpro.md 2.1",
        "high",
        _PUSH,
        BOTH,
    ),
    Assumption(
        "configuration-count",
        Text(
            "webmgr/client/objectnumber is 4 + servers + groups + resources + monitors + servers x heartbeats.",
            "webmgr/client/objectnumber は 4 + サーバ + グループ + リソース + モニタ + サーバ x ハートビートである。",
        ),
        Text("A pushed configuration states a wrong count.", "反映した構成のオブジェクト数が誤りになる。"),
        "clusterpro.md 0.1 fact 13",
        "medium",
        _PUSH,
        BOTH,
    ),
    Assumption(
        "script-places",
        Text(
            "Scripts lie in scripts/GROUP/RESOURCE/ as start.sh and stop.sh (start.bat and stop.bat on Windows).",
            "スクリプトは scripts/GROUP/RESOURCE/ の start.sh と stop.sh (Windows では start.bat と stop.bat) である。",
        ),
        Text("Scripts are written where the product does not look.", "製品が参照しない場所にスクリプトを書き込む。"),
        "clusterpro.md 2.1",
        "high",
        ("exec-resource", "script-resource"),
        BOTH,
    ),
    Assumption(
        "compatibility-check",
        Text("clpcfctrl knows --compcheck from X 4.1 on.", "clpcfctrl は X 4.1 以降で --compcheck に対応する。"),
        Text("The product's own check before a push is refused.", "反映前の製品側の検査が拒否される。"),
        "clusterpro.md 1.5 (one source)",
        "low",
        _PUSH,
        LINUX,
    ),
    Assumption(
        "product-packages",
        Text(
            "The package is called clusterpro or expresscls, and its version says which X it is.",
            "パッケージ名は clusterpro または expresscls で、版から X の版が分かる。",
        ),
        Text("The version is not known, and a range can't be checked.", "版が分からず、対応範囲を確認できない。"),
        "clusterpro.md 5",
        "high",
        ("cluster-ready",),
        LINUX,
    ),
    Assumption(
        "script-environment",
        Text(
            "What the cluster starts has CLP_* in its environment.",
            "クラスタが起動したプロセスの環境には CLP_* がある。",
        ),
        Text(
            "Our start and stop scripts refuse to start, or end with 1.",
            "起動・終了スクリプトが起動を拒否するか、1 で終了する。",
        ),
        "clusterpro.md 3 (SAP scripts, Cluster-Set)",
        "high",
        ("exec-resource",),
        LINUX,
    ),
    Assumption(
        "service-locale",
        Text(
            "What the cluster starts has the locale of /etc/locale.conf.",
            "クラスタが起動したプロセスのロケールは /etc/locale.conf と同じである。",
        ),
        Text(
            "A site that is made by hand speaks another language than the one that the cluster runs.",
            "手作業で作成したサイトと、クラスタが起動したサイトの言語が異なる。",
        ),
        "inferred",
        "medium",
        ("jobcenter-site", "jobcenter-local"),
        LINUX,
    ),
    Assumption(
        "failover-tag",
        Text(
            "A monitor's failover threshold stands in fo on Linux and on Windows X 3, in fo2 on Windows X 4 and later.",
            "モニタのフェイルオーバ回数は、Linux と Windows の X 3 では fo、Windows の X 4 以降では fo2 にある。",
        ),
        Text("A monitor of ours fails over never, or as often as it likes.", "モニタのフェイルオーバ回数が効かない。"),
        "clusterpro.md 0.1 fact 18; on X 5 inferred",
        "medium",
        ("exec-resource", "service-resources", "isa-settings"),
        BOTH,
    ),
    Assumption(
        "alert-log",
        Text(
            "The alert log is alert/log/alert.log.cur below the product's folder.",
            "アラートログは製品フォルダの alert/log/alert.log.cur である。",
        ),
        Text("Messages of monitors are looked for in syslog alone.", "モニタのメッセージを syslog だけから探す。"),
        "clusterpro.md 5",
        "medium",
        ("isa-messages",),
        LINUX,
    ),
    Assumption(
        "isa-commands",
        Text(
            "Where Internet Server Agent is 1.0.x, clp_httpmon and clp_smtpmon lie in /usr/sbin.",
            "Internet Server Agent 1.0.x の clp_httpmon と clp_smtpmon は /usr/sbin にある。",
        ),
        Text("Its monitor commands are not found.", "監視コマンドが見つからない。"),
        "ISA 2",
        "high",
        ("isa-monitor", "internet-server-agent", "internet-server-agent-maintenance"),
        LINUX,
    ),
    Assumption(
        "group-commands",
        Text(
            "clpgrp -s and -t, clprsc -s and -t, clpdown -r and clpcl -s do what they are said to, and end with 0.",
            "clpgrp -s/-t、clprsc -s/-t、clpdown -r、clpcl -s は名前のとおりに動作し、0 で終了する。",
        ),
        Text("A step fails, or waits in vain.", "ステップが失敗する、または待ち続ける。"),
        "clusterpro.md 1.2 to 1.4",
        "high",
        ("group", "resource-state", "failover-trial", "node-back"),
        BOTH,
        unasked=_CHANGES,
    ),
    Assumption(
        "licence-options",
        Text(
            "clplcnsc -i asks for version, serial number and key in this order; from X 4 on it takes no -p.",
            "clplcnsc -i は版・シリアル番号・キーの順に問い合わせ、X 4 以降は -p を取らない。",
        ),
        Text("A licence is not registered.", "ライセンスを登録できない。"),
        "ISA 1.3; clusterpro.md, corrections",
        "medium",
        ("licence",),
        LINUX,
        unasked=Text("it would register a licence", "ライセンスが登録されるため"),
    ),
    Assumption(
        "push-unchanged",
        Text(
            "clpcfctrl --push -l of what is installed leaves the same configuration on both nodes.",
            "導入済みの内容を clpcfctrl --push -l で反映しても、両ノードの構成は変わらない。",
        ),
        Text("A push is not proved, put back, and the run stops.", "反映を確認できず、元に戻して実行が停止する。"),
        "public recipes that push what they pulled",
        "medium",
        _PUSH,
        LINUX,
        trial="push-unchanged",
    ),
    Assumption(
        "groups-run-on",
        Text("Groups run on while the cluster is suspended.", "サスペンド中もグループの業務は継続する。"),
        Text("Every push stops the service.", "反映のたびに業務が停止する。"),
        "clusterpro.md 0.1 fact 7",
        "high",
        _PUSH,
        BOTH,
        unasked=_CHANGES,
        trial="served-after-push",
    ),
    Assumption(
        "group-moves",
        Text(
            "clpgrp -m GROUP -a SERVER, on the node that has the group, moves it to that server.",
            "グループのあるノードで clpgrp -m GROUP -a SERVER を実行すると、そのサーバへ移動する。",
        ),
        Text("No group is moved; the run stops.", "グループを移動できず、実行が停止する。"),
        "clusterpro.md 1.2",
        "high",
        ("group", "group-place", "failover-trial"),
        BOTH,
        unasked=_CHANGES,
        trial="move-to-standby",
    ),
    Assumption(
        "default-stop-failure",
        Text(
            "A resource without a final action for a failed stop shuts the server down.",
            "停止異常時の最終動作が未設定のリソースは、サーバをシャットダウンさせる。",
        ),
        Text("The warning about it is wrong.", "それについての警告が誤りになる。"),
        "clusterpro.md 2.5; products.md 6",
        "high",
        ("exec-resource", "cluster-resources"),
        BOTH,
        unasked=Text("a default stands in no file", "既定値はどのファイルにも書かれていないため"),
    ),
    Assumption(
        "default-no-recovery",
        Text(
            "A monitor without the tag notrecovery does nothing when it times out.",
            "notrecovery の指定がないモニタは、タイムアウト時に回復動作をしない。",
        ),
        Text("A hang of the watched program is not noticed.", "監視対象のハングに気付かない。"),
        "clusterpro.md, corrections",
        "medium",
        ("exec-resource",),
        BOTH,
        unasked=Text("a default stands in no file", "既定値はどのファイルにも書かれていないため"),
    ),
)
