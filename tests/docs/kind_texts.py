"""What the step kinds and their keys mean, for people who write runbooks; both languages side by side.

Names, types, limits and defaults come from the schemas; a test sees that no kind and no key is missing here.
"""

from collections.abc import Mapping

from clprun.messages.catalog import Text
from tests.docs import (
    kind_texts_claims,
    kind_texts_client_manager,
    kind_texts_exec,
    kind_texts_files,
    kind_texts_isa,
    kind_texts_windows,
)

__all__ = ["KEYS", "KINDS"]

KINDS: Mapping[str, Text] = {
    **kind_texts_claims.KINDS,
    **kind_texts_exec.KINDS,
    **kind_texts_files.KINDS,
    **kind_texts_isa.KINDS,
    **kind_texts_client_manager.KINDS,
    **kind_texts_windows.KINDS,
    "cluster-ready": Text(
        en="CLUSTERPRO is there and healthy as both nodes see it: servers online, heartbeats and monitors normal, "
        "mirrors in sync, nothing suspended, the group in its place. A product version out of the range needs "
        "`--accept version`.",
        ja="両ノードから見て CLUSTERPRO が正常であることを確認します。サーバがオンライン、ハートビートとモニタが正常、"
        "ミラーが同期済み、サスペンドなし、グループが期待した場所にあること。対象外のバージョンには `--accept "
        "version` が必要です。",
    ),
    "cluster-resources": Text(
        en="The group has its floating IP, its disk or mirror disk resource, or both. What is missing is "
        "added in one push while the group is stopped; what is there is never changed, and something else in its "
        "place is refused.",
        ja="グループにフローティング IP リソース、ディスク (またはミラーディスク) リソース、またはその両方があること。"
        "不足分はグループ停止中に一度の反映で追加します。"
        "既存のリソースは変更せず、内容が異なる場合は実行しません。",
    ),
    "command": Text(
        en="Runs a program until its proof holds; not run when the proof holds already. The proof is `paths`, "
        "`creates` "
        "or `probe`, at least one of them. When it failed or was cut off, a person decides how the run goes on.",
        ja="証明が成り立つまでプログラムを実行します。すでに成り立っていれば実行しません。証明は `paths`、"
        "`creates`、`probe` の少なくとも 1 つで示します。失敗または強制終了した場合は、作業者が続行方法を判断します。",
    ),
    "unchanged-push": Text(
        en="What is installed is pushed as it is, once in a run: kept first, proved on both nodes, put back when that "
        "fails, the cluster resumed. What clpstat says while the cluster is suspended is in the journal.",
        ja="導入済みの構成を、実行ごとに 1 回そのまま反映します。事前に控え、両ノードで確認し、失敗した場合は元に戻して"
        "リジュームします。サスペンド中の clpstat の表示はジャーナルに残ります。",
    ),
    "failover-trial": Text(
        en="A fault made on purpose (start, stop, move, kill, reboot): waits until the group is where it should come "
        "to and serves there, and takes the time to recovery. Every apply makes it; a resume never makes it again.",
        ja="意図的に障害 (起動・停止・移動・強制終了・再起動) を起こし、グループが期待した場所で復旧するまで待って、"
        "復旧までの時間を測ります。適用のたびに実施し、再開時に再度起こすことはありません。",
    ),
    "file-setting": Text(
        en='One line `KEY=VALUE` in a file, or `KEY = "VALUE"` of Ruby. A commented sample line is put to use; all '
        "else, with owner, mode, encoding and line ends, stays.",
        ja='ファイルの 1 行 `KEY=VALUE` または Ruby の `KEY = "VALUE"` を設定します。'
        "コメントアウトされた見本の行があれば活用します。"
        "それ以外の内容、所有者、モード、文字コード、改行は変わりません。",
    ),
    "free-space": Text(en="A file system has room.", ja="ファイルシステムに空きがあることを確認します。"),
    "group": Text(
        en="Starts, stops or moves the failover group by `clpgrp`, and waits until both nodes agree. Refused while "
        "the "
        "group is on its way or failed, a mirror is not in sync, or the site runs by hand.",
        ja="`clpgrp` でフェイルオーバグループを起動・停止・移動し、両ノードの認識が一致するまで待ちます。"
        "グループが遷移中または異常のとき、"
        "ミラーが同期していないとき、サイトが手動で起動されているときは実行しません。",
    ),
    "group-place": Text(
        en="Notes where the group is before trials, and puts it back there after them.",
        ja="試験の前にグループの場所を控え、試験後に元の場所へ戻します。",
    ),
    "jobcenter-agent": Text(
        en="An instance of JobCenter AG works where the group is: `jcagctrl list` shows ACTIVE and ENABLE true there, "
        "and its service is stopped on the other node.",
        ja="グループのあるノードで JobCenter AG のインスタンスが動作していること "
        "(`jcagctrl list` の ACTIVE と ENABLE が true)、他方のノードではサービスが停止していることを確認します。",
    ),
    "jobcenter-local": Text(
        en="The local JobCenter of a node by `nqsstart` and `nqsstop`. The process table decides, not the exit "
        "code; a "
        "cluster site on the same node is told apart by its parent process.",
        ja="ノードのローカル JobCenter を `nqsstart` / `nqsstop` で起動・停止します。"
        "判定は終了コードではなくプロセス一覧で行い、"
        "同じノードのクラスタサイトは親プロセスで区別します。",
    ),
    "jobcenter-set-up": Text(
        en="JobCenter is installed and a code word is registered. Where it is not, a person does it; the step is "
        "checked "
        "again afterwards.",
        ja="JobCenter が導入済みで、コードワードが登録されていること。未実施なら作業者が行い、"
        "その後あらためて確認します。",
    ),
    "jobcenter-site": Text(
        en="Makes the cluster site by `cjcmksite` or a command given in its place, once. A database that "
        "nobody vouches for is in doubt: a person decides "
        "whether it is kept or set aside (renamed, never deleted).",
        ja="`cjcmksite` (または指定したコマンド) でクラスタサイトを一度だけ作成します。"
        "完全であると確認できないデータベースがある場合は「要判断」となり、"
        "残すか退避するか (改名のみ、削除はしない) を作業者が決めます。",
    ),
    "jobcenter-site-shown": Text(
        en="Writes down on the node that the site ran with all its processes. From then on it is known whole.",
        ja="サイトが全種のプロセスで動いたことをノードに記録します。以後、そのサイトは完全なものとして扱われます。",
    ),
    "jobcenter-site-state": Text(
        en="Starts the cluster site detached by `cjcpw`, or stops it by `cjcpw -stop`, outside the group. Refused "
        "while "
        "the group's exec resource runs it.",
        ja="グループの外で、クラスタサイトを `cjcpw` で切り離して起動し、`cjcpw -stop` で停止します。"
        "グループの exec リソースが動かしている間は実行しません。",
    ),
    "manual": Text(
        en="A person's work: exact instructions, then a check by machine. No option answers it, only its proof; where "
        "there is none to be had, a person's word, which `--accept word` puts on record.",
        ja="作業者が行う作業です。正確な手順を示し、結果を機械的に確認します。オプションでは完了にできません。"
        "確認する方法がない作業は、作業者の申告 (`--accept word`) を記録します。",
    ),
    "failover-group": Text(
        en="The failover group, with its servers in the inventory's order and its start-up attribute. It is made where "
        "there is none and `make` says so; where it is there, another order or start is shown, and accepted by you "
        "(`--accept group`).",
        ja="フェイルオーバグループ、サーバの優先順位、起動属性を確認します。グループがなく `make` が真なら作成します。"
        "既にあるグループの順位や起動属性が異なる場合は所見として示し、承認 (`--accept group`) を求めます。",
    ),
    "monitor-watch": Text(
        en="Monitor resources are suspended for a while (`clpmonctrl -s`), which is owed until a later step lets them "
        "watch again (`-r`), on whichever server they were suspended.",
        ja="モニタリソースを一時停止し (`clpmonctrl -s`)、後のステップで再開します (`-r`)。"
        "再開するまで未返済として記録し、どちらのサーバで停止したものも再開します。",
    ),
    "mounted": Text(
        en="Something is really mounted on a mount point, not just a folder of that name.",
        ja="マウントポイントに実際にマウントされていること (同名のフォルダだけの状態ではないこと) を確認します。",
    ),
    "name-resolution": Text(
        en="A name and its one address belong together, forward and reverse, as the node itself resolves them.",
        ja="名前と 1 つのアドレスが、ノード自身の名前解決で正引き・逆引きとも一致することを確認します。",
    ),
    "node-back": Text(
        en="The node that a trial rebooted is up again with another boot, and the whole cluster is normal. Stands in "
        "the same phase, right after the trial.",
        ja="試験で再起動したノードが起動し直し、クラスタ全体が正常に戻ったことを確認します。"
        "試験と同じフェーズの直後に置きます。",
    ),
    "node-ready": Text(
        en="Both nodes are who the inventory says: host name, operating system, root; their clocks agree within 5 s.",
        ja="両ノードがインベントリのとおりであること (ホスト名、OS、root 権限)、時計の差が 5 "
        "秒以内であることを確認します。",
    ),
    "not-mounted": Text(
        en="Nothing is mounted on a mount point.", ja="マウントポイントに何もマウントされていないことを確認します。"
    ),
    "package": Text(en="A package is installed.", ja="パッケージがインストールされていることを確認します。"),
    "path-exists": Text(
        en="A file, folder or link lies at a path.", ja="パスにファイル、フォルダ、リンクがあることを確認します。"
    ),
    "ping": Text(
        en="An address answers an echo request of the node.", ja="ノードからの ping に応答することを確認します。"
    ),
    "site-processes": Text(
        en="The cluster site runs with all its processes on the node where it should, and on no other.",
        ja="クラスタサイトの全種のプロセスが、動くべきノードだけで動いていることを確認します。",
    ),
}
"""Each kind by its name."""

_GROUP = Text("Name of the failover group.", "フェイルオーバグループ名。")
_NAME_IF_ADDED = Text("Name of the resource, should it have to be added.", "追加する場合のリソース名。")
_RESOURCE = Text("Name of the resource.", "リソース名。")

KEYS: Mapping[str, Mapping[str, Text]] = {
    **kind_texts_claims.KEYS,
    **kind_texts_exec.KEYS,
    **kind_texts_files.KEYS,
    **kind_texts_isa.KEYS,
    **kind_texts_client_manager.KEYS,
    **kind_texts_windows.KEYS,
    "ClusterReadyWant": {
        "group": _GROUP,
        "group_on": Text(
            "Where the group should be; `primary-or-offline` takes either.",
            "グループがあるべき場所。`primary-or-offline` はどちらでも可。",
        ),
        "may_lack": Text(
            "Whether there may be no such group yet, where a later step makes it.",
            "後のステップで作成するため、グループがまだなくてもよいか。",
        ),
        "minimum": Text("Oldest product version.", "対象とする最も古い製品バージョン。"),
        "maximum": Text(
            "Newest product version; `5.1` includes 5.1.2.", "最も新しい製品バージョン。`5.1` は 5.1.2 を含む。"
        ),
    },
    "ConfigurationWant": {"group": _GROUP},
    "ClusterResourcesWant": {
        "floating_ip": Text("The floating IP resource.", "フローティング IP リソース。"),
        "virtual_ip": Text(
            "Instead of that, the address of a virtual IP resource: a person adds it, and it is looked for.",
            "代わりに使う仮想 IP リソースのアドレス。追加は手作業で行い、有無を確認する。",
        ),
        "disk": Text("The disk or mirror disk resource.", "ディスクリソースまたはミラーディスクリソース。"),
        "drive": Text(
            "On Windows, the drive of its disk or mirror disk resource; never added.",
            "Windows で、ディスクリソースまたはミラーディスクリソースのドライブ。追加はしない。",
        ),
        "virtual_computer": Text(
            "On Windows, the virtual computer name resource.", "Windows で、仮想コンピュータ名リソース。"
        ),
    },
    "FloatingIpWant": {
        "name": _NAME_IF_ADDED,
        "address": Text("The floating IP address.", "フローティング IP アドレス。"),
    },
    "DiskWant": {
        "kind": Text(
            "What is added where nothing of the group mounts the path: a shared disk or a mirror disk; `existing` adds "
            "nothing. What is there is taken whatever its type.",
            "グループにマウントするリソースがない場合に追加するもの (共有ディスクまたはミラーディスク)。"
            "`existing` は追加しない。"
            "既にあるリソースは種類を問わず使用する。",
        ),
        "name": _NAME_IF_ADDED,
        "device": Text(
            "The partition; of a mirror disk, its data partition.",
            "パーティション。ミラーディスクではデータパーティション。",
        ),
        "file_system": Text("Type of the file system, e.g. `ext4`.", "ファイルシステムの種類。例: `ext4`"),
        "mount_point": Text("Where the group mounts it.", "グループがマウントする場所。"),
        "mount_options": Text("Options of the mount.", "マウントオプション。"),
        "cluster_partition": Text("Needed for `md`, and only there.", "`md` では必須、`disk` では指定不可。"),
        "disk_monitor": Text(
            "For `md`: name of the mirror disk monitor; by default `mdw-` and the disk's.",
            "`md` のみ: ミラーディスクモニタリソース名。省略時は `mdw-` とディスクリソース名。",
        ),
        "connect_monitor": Text(
            "For `md`: name of the mirror disk connect monitor; by default `mdnw-` and the disk's.",
            "`md` のみ: ミラーディスクコネクトモニタリソース名。省略時は `mdnw-` とディスクリソース名。",
        ),
    },
    "Proof": {
        "paths": Text("What must lie where; a plain text is a file.", "存在すべきもの。文字列だけならファイル。"),
        "absent": Text("Paths where nothing may lie.", "何も存在してはならないパス。"),
        "probe": Text(
            "Program and arguments of a probe that changes nothing.", "何も変更しない確認用プログラムと引数。"
        ),
        "exit": Text("Exit code the probe must end with.", "確認用プログラムの期待する終了コード。"),
        "shows": Text(
            "Texts that must stand in the probe's output, letter by letter; one alone needs no list.",
            "確認用プログラムの出力になければならない文字列 (完全一致。1 つなら一覧にしなくてよい)。",
        ),
        "lacks": Text("Texts that must not stand there.", "出力にあってはならない文字列。"),
    },
    "PathProof": {
        "path": Text("Where.", "パス。"),
        "type": Text("What must lie there.", "そこにあるべき種類。"),
        "not_empty": Text("Whether the file must hold something.", "ファイルが空であってはならないか。"),
    },
    "CommandWant": {
        "creates": Text(
            "A file the program makes; one more path of the proof.", "プログラムが作成するファイル。証明の一つになる。"
        ),
        "argv": Text("Program and arguments; no shell sees them.", "プログラムと引数。シェルは介さない。"),
        "within": Text("Seconds the program may take.", "プログラムの制限時間 (秒)。"),
        "judged": Text(
            "Whether an exit code other than 0 is a failure; with `false` only the proof decides.",
            "0 以外の終了コードを失敗とするか。`false` なら証明だけで判定する。",
        ),
        "folder": Text("Working folder; `/` when left out.", "作業フォルダ。省略時は `/`。"),
        "repeatable": Text(
            "Whether it may be run again without a question when it was cut off; the proof decides then.",
            "強制終了された場合に、質問せずに再実行してよいか。`true` なら証明だけで判定する。",
        ),
    },
    "InLocale": {
        "lang": Text(
            "Locale of the program on Linux: a file of the node as locale.conf(5) describes it, or a name as "
            "`ja_JP.UTF-8`; C when left out, and where the file is not there.",
            "プログラムの言語環境 (Linux)。locale.conf(5) 形式のノードのファイル、または `ja_JP.UTF-8` などのロケール。"
            "省略時およびファイルがない場合は C。",
        ),
    },
    "FileSettingWant": {
        "path": Text("The file; it must be no link.", "ファイル。リンクでないこと。"),
        "make": Text("Whether a file that is not there is made.", "ファイルがなければ作成するか。"),
        "final_line_end": Text("Whether the file must end with a line end.", "ファイルの末尾に改行が必要か。"),
        "key": Text("Name of the setting.", "設定名。"),
        "value": Text("Its value, printable ASCII.", "値 (ASCII の印字可能文字)。"),
        "separator": Text("What stands between them.", "設定名と値の間の文字列。"),
        "comment": Text("Mark of a comment line.", "コメント行の記号。"),
        "form": Text(
            '`ruby` for `KEY = "VALUE"`: exactly one such line, active or commented out, must be there.',
            '`ruby` は `KEY = "VALUE"` の形式。有効またはコメントアウトされた該当行がちょうど 1 行必要。',
        ),
    },
    "FreeSpaceWant": {
        "path": Text(
            "A folder on that file system; it need not exist yet.", "対象のフォルダ。まだ存在しなくてもよい。"
        ),
        "mib": Text("MiB that must be free.", "必要な空き容量 (MiB)。"),
    },
    "GroupWant": {
        "group": _GROUP,
        "state": Text("What the group should be.", "グループのあるべき状態。"),
        "role": Text("For `online`: role of the node it should run on.", "`online` のときは必須: 動かすノードの役割。"),
        "was": Text(
            "Role of the node it runs on by then, or `nowhere`; only used in plans without nodes.",
            "その時点で動いているノードの役割 (停止中なら `nowhere`)。ノードに接続しない計画でのみ使う。",
        ),
        "site": Text(
            "The JobCenter site it carries; refused while that runs by hand.",
            "グループが動かす JobCenter サイト。手動で起動されている間は実行しない。",
        ),
        "service": Text(
            "The service it carries; refused while that runs by hand.",
            "グループが動かすサービス。手動で起動されている間は実行しない。",
        ),
    },
    "CarriedService": {
        "service": Text("Name of the service, as systemd knows it.", "systemd でのサービス名。"),
        "exec": Text(
            "Name of the exec resource that starts and stops it.", "サービスを起動・停止する exec リソース名。"
        ),
    },
    "SiteWant": {
        "virtual_host": Text("Virtual host of the site, its canonical name.", "サイトの仮想マシン名 (正式名)。"),
        "database_path": Text(
            "Where its database lies, on the group's disk.", "サイトのデータベースパス (グループのディスク上)。"
        ),
        "mode": Text(
            "How JobCenter was set up: a classic site has eight kinds of processes, a standard one eleven.",
            "JobCenter の動作モード。プロセスは classic が 8 種、standard が 11 種。",
        ),
    },
    "SiteInGroup": {"exec": Text("Name of the exec resource that runs the site.", "サイトを動かす exec リソース名。")},
    "FailoverTrialWant": {
        "group": _GROUP,
        "fault": Text(
            "What is done: `start`, `stop` or `move` of the group, `kill` of a process, `reboot` of the node it is on.",
            "実施内容。グループの `start`、`stop`、`move`、プロセスの `kill`、グループのあるノードの `reboot`。",
        ),
        "kill": Text("For `kill`: what is killed.", "`kill` の対象。"),
        "reboot_by": Text(
            "For `reboot`: `clpdown` = `clpdown -r`, `os` = `/sbin/reboot`.",
            "`reboot` の方法。`clpdown` = `clpdown -r`、`os` = `/sbin/reboot`。",
        ),
        "expect": Text(
            "Where the group must come to, seen from the node of the fault; the usual place when left out.",
            "障害を起こしたノードから見た、グループの行き先。省略時はその障害の通常の行き先。",
        ),
        "proof": Text("What else must hold there.", "行き先でさらに確認すること。"),
        "was": Text(
            "Role of the node of the fault; only for previews without nodes.",
            "障害を起こすノードの役割。ノードに問い合わせない表示にだけ使う。",
        ),
    },
    "KilledWant": {
        "service": Text(
            "A systemd unit, whose main process it is, or a service of Windows. Refused where the system starts it "
            "again.",
            "systemd のユニット名 (そのメインプロセスが対象) または Windows のサービス。"
            "自動で再起動される設定であれば実行しない。",
        ),
        "process": Text(
            "What the command line, or the program's own name, looks like (`*`, `?`); exactly one process must.",
            "コマンドラインまたはプログラム名のパターン (`*`、`?`)。該当するプロセスが 1 つだけであること。",
        ),
        "parent": Text("Pid of its parent, to tell it from others.", "親プロセスの pid。他と区別する場合に指定。"),
    },
    "RecoveryWant": {
        "url": Text(
            "Must answer, with whatever HTTP status; asked from the node where the group is.",
            "応答すること (HTTP ステータスは問わない)。グループのあるノードから確認する。",
        ),
        "verify_certificate": Text("Whether its certificate must be valid.", "証明書の検証を行うか。"),
        "processes": Text("Processes that run there.", "動作しているべきプロセス。"),
    },
    "ServingProcess": {
        "name": Text("As `process` of what is killed.", "`kill` の `process` と同じ書き方。"),
        "at_least": Text("How many.", "最低数。"),
    },
    "GroupPlaceWant": {
        "group": _GROUP,
        "do": Text(
            "`note` = write down where it is; `restore` = bring it back.", "`note` = 控える、`restore` = 元に戻す。"
        ),
    },
    "NodeBackWant": {
        "group": _GROUP,
        "trial": Text("Id of the step that rebooted the node.", "ノードを再起動したステップの ID。"),
    },
    "JobCenterAgentWant": {
        "group": Text(
            "The instance must work where this group is online.", "このグループがオンラインのノードで動いていること。"
        ),
        "role": Text("The group must be on the node of this role.", "グループがこの役割のノードにあること。"),
        "instance": Text("Name of the instance.", "インスタンス名。"),
        "instance_id": Text(
            "Its id: the ID of `jcexecutor_agent_ID.service`.",
            "インスタンス ID (`jcexecutor_agent_ID.service` の ID)。",
        ),
    },
    "JobCenterLocalWant": {
        "state": Text(
            "`running` = all seven processes; `stopped` = none left.",
            "`running` = 7 種のプロセスすべて、`stopped` = プロセスなし。",
        ),
        "site": Text(
            "A cluster site whose processes are not to be taken for local ones.",
            "ローカルのものと区別すべきクラスタサイト。",
        ),
    },
    "JobCenterSiteWant": {
        "machine_id": Text(
            "NQS machine id of the site; unlike those of the nodes and of all machines jobs are sent to.",
            "サイトの NQS マシン ID。両ノードおよびジョブ転送先のマシンと重複しないこと。",
        ),
        "command": Text(
            "Program and arguments that make the site; `cjcmksite` when left out.",
            "サイトを作成するプログラムと引数。省略時は `cjcmksite`。",
        ),
        "mount_point": Text(
            "Where the disk is mounted on which the database lies; the database path when left out.",
            "データベースを置くディスクのマウントポイント。省略時はデータベースパス。",
        ),
    },
    "JobCenterSiteStateWant": {
        "group": _GROUP,
        "state": Text(
            "`running` = all processes of its mode; `stopped` = none left.",
            "`running` = モードに応じた全種のプロセス、`stopped` = プロセスなし。",
        ),
    },
    "ManualWant": {
        "instructions": Text(
            "What to do: which screen, which field, which value; `{ja:, en:}`.",
            "作業内容 (どの画面の、どの項目に、何を入力するか)。`{ja:, en:}` の形で書く。",
        ),
        "word": Text(
            "Whether a person's word will do where no proof is given.",
            "確認方法を指定しない場合に、作業者の申告でよいか。",
        ),
        "value": Text(
            "A parameter that can only be given once this is done; the run goes on with it.",
            "この作業の後で初めて分かるパラメータ。指定されるまで先へ進まない。",
        ),
    },
    "FailoverGroupWant": {
        "make": Text("Whether it is made where there is none.", "ない場合に作成するか。"),
        "start": Text(
            "`automatic` or `manual`; any when left out.",
            "起動属性。`automatic` (自動) または `manual` (手動)。省略時は問わない。",
        ),
    },
    "MonitorWatchWant": {
        "monitors": Text("Names of the monitors.", "モニタリソース名の一覧。"),
        "state": Text("`paused` or `watching`.", "`paused` (一時停止) または `watching` (監視中)。"),
    },
    "MountedWant": {
        "point": Text("The mount point.", "マウントポイント。"),
        "device": Text(
            "What must be mounted there; anything when left out.", "マウントされているべきデバイス。省略時は問わない。"
        ),
    },
    "NameResolutionWant": {
        "name": Text("The name.", "名前。"),
        "address": Text(
            "Its one address; any one address when left out.", "対応するアドレス。省略時は 1 つであれば何でもよい。"
        ),
        "own": Text(
            en="Whether it is the name of the node itself: a full name beside the short one will do, and several "
            "addresses, when the node has all of them.",
            ja="ノード自身の名前かどうかです。短い名前に完全修飾名が併記されていても、複数のアドレスがあっても、"
            "すべてがそのノードのアドレスなら認めます。",
        ),
        "not_alias": Text("Whether the name must be the canonical one.", "正式名でなければならないか (別名は不可)。"),
    },
    "NotMountedWant": {"point": Text("The mount point.", "マウントポイント。")},
    "PackageWant": {"name": Text("As rpm or dpkg knows it.", "rpm または dpkg でのパッケージ名。")},
    "PathExistsWant": {
        "path": Text("Where.", "パス。"),
        "type": Text("What must lie there.", "そこにあるべき種類。"),
    },
    "PingWant": {"address": Text("The address.", "アドレス。")},
    "SiteProcessesWant": {
        "group": Text(
            "The site must be where this group is online.", "このグループがオンラインのノードで動いていること。"
        ),
        "role": Text(
            "On the node of this role; wins over `group`.", "この役割のノードで動いていること。`group` より優先。"
        ),
        "nowhere": Text("On no node at all.", "どのノードでも動いていないこと。"),
    },
}
"""Each key by the model that declares it and its name."""
