"""What is taken for true of Windows nodes: what nobody could try without Windows."""

from clprun.contact.assumption import WINDOWS, Assumption
from clprun.messages.catalog import Text

__all__ = ["ASSUMPTIONS"]

_WRITES = Text("it would write to the node", "ノードへの書き込みが必要なため")
_BREAKS = Text("the link or the node has to be broken for it", "接続の切断やノードの再起動が必要なため")
_JOBS = Text("Long commands can't be followed.", "時間のかかるコマンドを追跡できない。")

ASSUMPTIONS = (
    Assumption(
        "windows-shell",
        Text(
            "Command lines of 8 KB reach cmd.exe over WinRM, and several questions in one come back apart.",
            "8 KB のコマンドラインが WinRM 経由で cmd.exe に届き、まとめた質問の応答を分離できる。",
        ),
        Text("No question is answered.", "質問に応答が得られない。"),
        "docs/en/windows.md 1, 2",
        "high",
        (),
        WINDOWS,
    ),
    Assumption(
        "windows-first-login",
        Text(
            "A login takes less than a minute, the first one on a node too.",
            "ログインは、初回も含めて 1 分未満で完了する。",
        ),
        Text("The node is called unreachable.", "ノードに到達できないと判断される。"),
        "pywinrm, issue 123",
        "low",
        (),
        WINDOWS,
    ),
    Assumption(
        "windows-refusals",
        Text(
            "A wrong password, a wrong port and an untrusted certificate are told apart.",
            "パスワード・ポート・証明書の誤りを区別できる。",
        ),
        Text("The message points to the wrong thing.", "メッセージが誤った原因を示す。"),
        "docs/en/windows.md 1",
        "medium",
        (),
        WINDOWS,
        unasked=Text("a login has to fail for it", "ログインの失敗が必要なため"),
    ),
    Assumption(
        "windows-nothing-left",
        Text(
            "Questions leave nothing behind on a node, not even in %TEMP%.",
            "質問はノードに何も残さない (%TEMP% を含む)。",
        ),
        Text("A dry run is not without a trace.", "予行がノードに痕跡を残す。"),
        "docs/en/windows.md 3",
        "high",
        (),
        WINDOWS,
        unasked=Text("whoever looks changes what is newest", "確認作業自体が結果を変えるため"),
    ),
    Assumption(
        "windows-code-page",
        Text(
            "The shell takes the code page that clprun asks for (65001), or 932.",
            "シェルは clprun が要求するコードページ (65001) または 932 を使用する。",
        ),
        Text("Japanese names and messages come out wrong.", "日本語の名前やメッセージが正しく表示されない。"),
        "docs/en/windows.md 4",
        "high",
        (),
        WINDOWS,
    ),
    Assumption(
        "windows-delayed-expansion",
        Text(
            "echo !errorlevel! prints a number: delayed expansion is on.",
            "echo !errorlevel! は数値を表示する (遅延展開が有効)。",
        ),
        Text("No answer is found in what is printed.", "出力から応答を取り出せない。"),
        "docs/en/windows.md 5",
        "high",
        (),
        WINDOWS,
    ),
    Assumption(
        "windows-held-file",
        Text(
            "A file that a running batch file writes can't be opened for writing by another.",
            "実行中のバッチファイルが書き込むファイルは、他から書き込み用に開けない。",
        ),
        _JOBS,
        "docs/en/windows.md 6",
        "medium",
        ("command",),
        WINDOWS,
        unasked=_WRITES,
    ),
    Assumption(
        "windows-task-now",
        Text(
            "A task of the Task Scheduler, made for 00:00, runs at once when it is told to.",
            "00:00 に設定したタスクを実行指示で即時に起動できる。",
        ),
        _JOBS,
        "docs/en/windows.md 7",
        "medium",
        ("command",),
        WINDOWS,
        unasked=_WRITES,
    ),
    Assumption(
        "windows-outlives",
        Text(
            "What runs on a node goes on when the link is lost, and is found again.",
            "接続が切れてもノード上の処理は継続し、再接続後に見つけられる。",
        ),
        Text("A command is in doubt, or started twice.", "コマンドの結果が不明になる、または二重に実行される。"),
        "docs/en/windows.md 8, 9",
        "medium",
        ("command", "failover-trial"),
        WINDOWS,
        unasked=_BREAKS,
    ),
    Assumption(
        "windows-links",
        Text(
            "fsutil reparsepoint query tells where a link to a folder leads.",
            "fsutil reparsepoint query でフォルダへのリンク先が分かる。",
        ),
        Text("A link is taken for a folder.", "リンクがフォルダと判断される。"),
        "docs/en/windows.md 10",
        "high",
        ("link", "move-directory", "clweb"),
        WINDOWS,
    ),
    Assumption(
        "windows-copies",
        Text(
            "robocopy copies empty, large and UTF-16 files with their access rights; a file with byte 0x1A is refused.",
            "robocopy は空・大容量・UTF-16 のファイルをアクセス権とともにコピーし、0x1A を含むファイルは拒否される。",
        ),
        Text("A moved folder is not equal.", "移動したフォルダの内容が一致しない。"),
        "docs/en/windows.md 11, 12",
        "high",
        ("move-directory", "clweb", "clientmanager"),
        WINDOWS,
        unasked=_WRITES,
    ),
    Assumption(
        "windows-services",
        Text(
            "sc tells state, start type and pid of a service in every language of Windows.",
            "sc はどの言語の Windows でもサービスの状態・開始種別・PID を返す。",
        ),
        Text("Services can't be asked.", "サービスの状態を確認できない。"),
        "docs/en/windows.md 13",
        "high",
        ("service-state", "service-autostart", "clweb", "clientmanager"),
        WINDOWS,
    ),
    Assumption(
        "windows-access",
        Text(
            "icacls shows the rights of Administrators, SYSTEM and Everyone by names that clprun knows.",
            "icacls は Administrators・SYSTEM・Everyone の権限を clprun が認識できる名前で表示する。",
        ),
        Text("Access rights are set again and again, or not proved.", "アクセス権を確認できない。"),
        "docs/en/windows.md 14",
        "high",
        ("access-rights", "clientmanager"),
        WINDOWS,
    ),
    Assumption(
        "windows-boot",
        Text(
            "BootId or the time of the page file tells one boot from another.",
            "BootId またはページファイルの日時で起動回を区別できる。",
        ),
        Text("Whether a node was rebooted is not known; resume refuses.", "再起動の有無が分からず、再開が拒否される。"),
        "docs/en/windows.md 15",
        "medium",
        ("failover-trial", "node-back"),
        WINDOWS,
    ),
    Assumption(
        "windows-push",
        Text(
            "clpcfctrl --push -w takes the file that clprun writes, and both nodes then hold the same.",
            "clpcfctrl --push -w は clprun が作成したファイルを受け付け、両ノードの内容が同じになる。",
        ),
        Text("A push is not proved.", "反映を確認できない。"),
        "docs/en/windows.md 16",
        "medium",
        ("cluster-resources", "script-resource", "service-resources"),
        WINDOWS,
        unasked=Text("it would change the pair", "ペアを変更するため"),
    ),
    Assumption(
        "windows-script-exit",
        Text(
            "The exit code of start.bat counts only with a normal return value.",
            "start.bat の終了コードは正常な戻り値の設定時だけ判定される。",
        ),
        Text("A failed start is not noticed.", "起動の失敗に気付かない。"),
        "docs/en/windows.md 17",
        "medium",
        ("normal-return-value", "script-resource"),
        WINDOWS,
        unasked=Text("a script has to fail for it", "スクリプトの失敗が必要なため"),
    ),
    Assumption(
        "windows-unpublished-tags",
        Text(
            "The tags of a target VCOM and of registry synchronisation are not public, and leave both to a person.",
            "対象 VCOM とレジストリ同期のタグは未公開のため、手作業とする。",
        ),
        Text(
            "Nothing; a pair that has them tells the tags, and clprun could set them itself.",
            "支障はない。設定済みのペアからタグが分かれば自動化できる。",
        ),
        "docs/en/windows.md 18, 19",
        "high",
        ("target-vcom", "registry-synchronisation"),
        WINDOWS,
    ),
    Assumption(
        "windows-home",
        Text(
            "CLUSTERPRO lies in C:\\Program Files\\CLUSTERPRO, and clpstat is on the PATH.",
            "CLUSTERPRO は C:\\Program Files\\CLUSTERPRO にあり、clpstat は PATH にある。",
        ),
        Text("clp.conf and the scripts are not found.", "clp.conf とスクリプトが見つからない。"),
        "clusterpro.md 0 (cip-W)",
        "medium",
        (),
        WINDOWS,
    ),
    Assumption(
        "windows-arm",
        Text(
            "The commands ARMLOAD and ARMBCAST are there up to X 4.2, and gone from X 4.3 on.",
            "ARMLOAD と ARMBCAST は X 4.2 まであり、X 4.3 以降にはない。",
        ),
        Text(
            "Services are given as resources where scripts would do; a message of the scripts is lost.",
            "スクリプトで足りる場合もリソースで構成し、スクリプトのメッセージが失われる。",
        ),
        "recalled; no public text",
        "low",
        ("clientmanager",),
        WINDOWS,
    ),
    Assumption(
        "windows-rename",
        Text(
            "A folder that was just written can be renamed within half a minute.",
            "書き込んだ直後のフォルダの名前を 30 秒以内に変更できる。",
        ),
        Text("A virus scanner makes a step fail.", "ウイルス対策ソフトによりステップが失敗する。"),
        "reports of other projects (rustup 1912, graceful-fs 104)",
        "low",
        ("move-directory", "command"),
        WINDOWS,
        unasked=_WRITES,
    ),
    Assumption(
        "windows-sessions",
        Text(
            "query user prints a line for each user at a screen, or a sentence with * when nobody is there.",
            "query user は、画面にログオン中のユーザを 1 行ずつ、誰もいない場合は * を含む文を表示する。",
        ),
        Text(
            "A person is asked whether the GUI is closed where the node could have told, or nobody is asked.",
            "ノードから判断できる場合にも GUI の終了確認を求める、または必要な確認を求めない。",
        ),
        "recalled; no public text",
        "low",
        ("sessions-closed", "clientmanager", "clientmanager-uninstall"),
        WINDOWS,
    ),
    Assumption(
        "windows-task-plan",
        Text(
            "schtasks takes a plan in ASCII by /xml, and a task that runs can be deleted without ending what it runs.",
            "schtasks は ASCII のプランを /xml で受け付け、実行中のタスクを削除しても実行内容は終了しない。",
        ),
        _JOBS,
        "recalled; no public text",
        "medium",
        ("command",),
        WINDOWS,
        unasked=_WRITES,
    ),
    Assumption(
        "windows-failover",
        Text(
            "After a kill of CL/Web's service the other node answers.",
            "CL/Web のサービスの強制終了後、他方のノードが応答する。",
        ),
        Text("The trial fails.", "試験が失敗する。"),
        "docs/en/windows.md 20",
        "medium",
        ("clweb-failover-test",),
        WINDOWS,
        unasked=Text("a service has to be killed for it", "サービスの強制終了が必要なため"),
    ),
)
