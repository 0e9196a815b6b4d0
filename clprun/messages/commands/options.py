"""What the options do, one line each."""

from clprun.messages.catalog import Entry, Text
from clprun.model.acceptance import Acceptance


def _options(table: dict[str, tuple[str, str]]) -> dict[str, Entry]:
    return {f"commands.option_{name}": Entry(Text(en=en, ja=ja)) for name, (en, ja) in table.items()}


ENTRIES: dict[str, Entry] = _options(
    {
        "help": ("Show this help.", "このヘルプを表示します。"),
        "version": ("Show the version.", "バージョンを表示します。"),
        "lang": (
            "Language of all texts (default: the locale's).",
            "表示する言語 (既定: ロケールの言語)。",
        ),
        "no_color": ("No colours; the variable NO_COLOR does the same.", "色を使いません (環境変数 NO_COLOR も同じ)。"),
        "json": (
            "JSON on standard output, texts for people on standard error.",
            "標準出力に JSON を出力します。人向けの文は標準エラー出力に出します。",
        ),
        "inventory": (
            "Inventory file or folder; may be given several times (default: ./inventory).",
            "インベントリのファイルまたはフォルダ。複数指定できます (既定: ./inventory)。",
        ),
        "cluster": (
            "Cluster of the inventory; needed when it holds several.",
            "対象のクラスタ。インベントリに複数ある場合に必要です。",
        ),
        "resume_cluster": (
            "The cluster whose unfinished run is meant.",
            "完了していない実行の対象クラスタ。",
        ),
        "status_cluster": ("Only runs on this cluster.", "このクラスタの実行だけを対象にします。"),
        "runs_cluster": ("Only runs on this cluster.", "このクラスタの実行だけを対象にします。"),
        "e": (
            "Value of a parameter; goes before the inventory's. May be given several times.",
            "パラメータの値。インベントリより優先します。複数指定できます。",
        ),
        "lab": ("Work on the lab's nodes.", "ラボのノードを対象にします。"),
        "remaining": (
            "Show what this run has still to do, as commands for a person.",
            "この実行の残りのステップを、手作業用のコマンドで表示します。",
        ),
        "out": (
            "Save the plan to a file (not in this version yet).",
            "計画をファイルに保存します (このバージョンでは未対応)。",
        ),
        "plan": (
            "Carry out a saved plan (not in this version yet).",
            "保存した計画を実行します (このバージョンでは未対応)。",
        ),
        "offline": (
            "Contact no node; show all steps with their commands.",
            "ノードに接続せず、全ステップとコマンドを表示します。",
        ),
        "dry_run": (
            "Show what would be done and change nothing, as clprun plan does.",
            "何も変更せず、行う内容だけを表示します (clprun plan と同じ)。",
        ),
        "detailed_exitcode": (
            "End with exit code 7 when a dry run found changes.",
            "ドライランで変更がある場合に終了コード 7 を返します。",
        ),
        "from": (
            "First step; the goals of all phases before it must hold.",
            "最初に実行するステップ。それより前のフェーズの目標が満たされている必要があります。",
        ),
        "until": ("Last step, included.", "最後に実行するステップ (このステップを含みます)。"),
        "confirm": (
            "Ask before each phase (default) or each step; never asks nothing, not even before a service stops.",
            "確認の単位: phase (既定) または step。never はサービス停止の前も含めて確認しません。",
        ),
        "yes": (
            "Say yes to phases and disruptive steps; drift, doubts and manual steps stay open.",
            "フェーズと、サービスに影響するステップの確認に「はい」と答えます。差異、要判断、手動ステップには答えません。",
        ),
        "runs_verify": (
            "Show which journals are whole; end with exit code 1 when one is not.",
            "各ジャーナルが正常かどうかを表示します。破損があれば終了コード 1 を返します。",
        ),
        "abandon_damaged": (
            "Give up a run whose journal can't be read, from what is readable; contact no node.",
            "ジャーナルを読み取れない実行を、読み取れる範囲の記録だけで中止します。ノードには接続しません。",
        ),
        "abandon_yes": ("Give it up without asking.", "確認せずに中止します。"),
        "without_nodes": (
            "Contact no node, as when one is gone for good. Locks there stay until they are taken away.",
            "ノードに接続しません (ノードが失われた場合など)。ノードのロックは、取り除くまで残ります。",
        ),
        "unlock_yes": ("Take the locks away without asking.", "確認せずにロックを取り除きます。"),
        "older_than": (
            "Only runs that ended more than this many days ago (default: 90).",
            "終了からこの日数を過ぎた実行だけを削除します (既定: 90)。",
        ),
        "clean_cluster": ("Only runs on this cluster.", "このクラスタの実行だけを対象にします。"),
        "controller_only": (
            "Leave the nodes alone; what lies there stays for good, also where a node is gone.",
            "ノードには接続しません。ノード上のフォルダは残ります (ノードが既にない場合など)。",
        ),
        "clean_dry_run": ("Show what would go and remove nothing.", "削除されるものを表示し、削除はしません。"),
        "clean_yes": ("Remove without asking.", "確認せずに削除します。"),
        "accept": (
            f"Accept a finding of that name, as the run tells it: {', '.join(Acceptance)}. May be repeated.",
            f"実行時に示された名前の所見を承認します: {'、'.join(Acceptance)}。複数可。",
        ),
        "in_doubt": (
            "What to do about a step in doubt: redo, done or stop. May be given several times.",
            "要判断のステップの扱い: redo (やり直す)、done (完了とする)、stop (止める)。複数指定できます。",
        ),
        "tier": (
            "Kind of lab: A (root, systemd), B (any user, sshd), B' (no sshd). Default: the best this machine gives.",
            "ラボの種類: A (root、systemd)、B (一般ユーザ、sshd)、B' (sshd なし)。既定: このマシンで使える最上位。",
        ),
        "contact_out": (
            "Write all answers into this file, with addresses, names and secrets replaced.",
            "アドレス・名前・機密情報を置き換えて、すべての応答をこのファイルに書き込みます。",
        ),
        "hide": (
            "One more word to be replaced in the file. May be given several times.",
            "ファイル内で置き換える語を追加します。複数指定できます。",
        ),
        "contact_yes": ("Write the file without asking.", "確認せずにファイルを書き込みます。"),
        "lab_up_from": (
            "Let the products answer as the pair did that clprun contact wrote this file about.",
            "clprun contact のファイルにあるペアと同じように製品を応答させます。",
        ),
        "lab_up_inventory": (
            "Rehearse this site: its names, addresses and parameters.",
            "この環境 (名前、アドレス、パラメータ) でリハーサルします。",
        ),
        "lab_up_cluster": (
            "Which cluster of that inventory; needed when it holds several.",
            "そのインベントリの対象クラスタ。複数ある場合に必要です。",
        ),
        "product_language": (
            "Language the products' stand-ins speak (default: en).",
            "製品の代用品が表示する言語 (既定: en)。",
        ),
        "for": (
            "Put on the nodes what this shipped runbook is about (default: jobcenter-classic).",
            "この同梱ランブックの対象製品をノードに用意する (既定: jobcenter-classic)。",
        ),
        "platform": (
            "System of the nodes (default: Linux where the runbook knows it). Windows needs ./dev setup --windows.",
            "ノードの OS (既定: ランブックが対応していれば Linux)。Windows には ./dev setup --windows が必要です。",
        ),
        "windows_release": (
            "Windows Server that Windows nodes resemble (default: 2022).",
            "Windows ノードが模する Windows Server のリリース (既定: 2022)。",
        ),
        "jobcenter": (
            "Whether JobCenter is installed already or lies in /media/jobcenter (default: installed).",
            "JobCenter を導入済みにするか、/media/jobcenter に媒体だけ置くか (既定: installed)。",
        ),
        "conf": (
            "Folder with the site's own clp.conf and scripts.",
            "サイトの clp.conf とスクリプトのあるフォルダ。",
        ),
        "time_factor": (
            "How many times faster than the product its stand-ins wait; 1 = as long as the product.",
            "製品の待ち時間を何分の 1 にするか。1 = 製品と同じ。",
        ),
    }
)
