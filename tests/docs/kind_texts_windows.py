"""What the kinds for Windows and their keys mean; part of :mod:`tests.docs.kind_texts`."""

from collections.abc import Mapping

from clprun.messages.catalog import Text

__all__ = ["KEYS", "KINDS"]

KINDS: Mapping[str, Text] = {
    "access-rights": Text(
        en="Accounts have rights on a folder of Windows and on all below it, by `icacls` or `cacls`; what is made "
        "there later inherits them. Rights of other accounts stay.",
        ja="Windows のフォルダとその配下すべてのアクセス権を `icacls` または `cacls` で設定します。"
        "後から作成されるものにも継承されます。ほかのアカウントの権利は変更しません。",
    ),
    "no-process": Text(
        en="Certain programs do not run, for example a window that must be closed before the group moves.",
        ja="特定のプログラムが動作していないこと (グループ移動の前に閉じるべき画面など) を確認します。",
    ),
    "sessions-closed": Text(
        en="Nobody is logged in at a screen of either node, its own or a remote one; where somebody is, or a node "
        "can't tell, a person has to say that a program is closed there. `--yes` does not say it: at a terminal it is "
        "asked, else `--in-doubt STEP=done` does.",
        ja="どちらのノードにも (リモートを含めて) ログオン中のユーザがいないこと。いる場合や不明な場合は、プログラムを"
        "終了したことを担当者が答えます。`--yes` では答えになりません。端末で質問され、端末がなければ "
        "`--in-doubt STEP=done` を指定します。",
    ),
    "registry-check": Text(
        en="A value of the registry of Windows is as it should be, or a key is there, or gone; nothing is written.",
        ja="Windows のレジストリの値が期待どおりであること、キーがあること、またはないことを確認します。"
        "書き込みは行いません。",
    ),
    "registry-synchronisation": Text(
        en="The group's registry synchronisation resource holds certain keys. How it is written is not public: a "
        "person sets it in Cluster WebUI, both nodes' configurations prove it.",
        ja="グループのレジストリ同期リソースに特定のキーが登録されていること。設定のタグが公開されていないため、"
        "作業者が Cluster WebUI で設定し、両ノードの構成情報で確認します。",
    ),
    "registry-value": Text(
        en="A value of the registry of Windows, by `reg`. The type that is found is kept unless one is given.",
        ja="Windows のレジストリの値を `reg` で設定します。型は、指定しなければ現在のものを維持します。",
    ),
    "resource-state": Text(
        en="Starts or stops one resource of a group by `clprsc`, while the group stays online where it is.",
        ja="グループを起動したまま、そのリソース 1 つを `clprsc` で起動・停止します。",
    ),
    "resources-removed": Text(
        en="Takes resources, the monitors that watch them and dependencies on them out of the cluster configuration, "
        "in one push; the group must be stopped.",
        ja="リソース、それを監視するモニタリソース、それへの依存関係を、一度の反映でクラスタ構成から削除します。"
        "グループの停止が必要です。",
    ),
    "same-on-both": Text(
        en="Both nodes hold the same registry values and files, as after a set-up program was run on each, or programs "
        "print the same there, as a version.",
        ja="両ノードのレジストリ値やファイル (各ノードでセットアップを行った後など)、またはプログラムの出力 "
        "(バージョンなど) が同じであることを確認します。",
    ),
    "script-resource": Text(
        en="A script resource of Windows with start.bat and stop.bat, in one push while the group is stopped. The "
        "files are stored in cp932 with CRLF; characters that are not in it, jumps to a missing label and overlong "
        "lines are refused.",
        ja="Windows のスクリプトリソースと start.bat、stop.bat を、グループ停止中に一度の反映で設定します。"
        "ファイルは cp932、改行 CRLF で保存します。cp932 にない文字、存在しないラベルへのジャンプ、"
        "長すぎる行は受け付けません。",
    ),
    "service-interactive": Text(
        en="A service may interact with the desktop. From Windows Server 2008 on that means nothing, and nothing is "
        "done.",
        ja="サービスにデスクトップとの対話を許可します。Windows Server 2008 以降では意味がないため、何も行いません。",
    ),
    "service-resources": Text(
        en="Service resources of Windows and the service monitors that watch them, in one push while the group is "
        "stopped. A monitor that watches such a resource already is used, whatever its name is.",
        ja="Windows のサービスリソースと、それを監視するサービスモニタリソースを、"
        "グループ停止中に一度の反映で設定します。そのリソースを監視するモニタリソースが既にあれば、名前によらずそれを使います。",
    ),
    "target-vcom": Text(
        en="A service resource has a virtual computer name as its target. How it is written is not public: a person "
        "sets it in Cluster WebUI, both nodes' configurations prove it.",
        ja="サービスリソースに対象 VCOM リソース名が設定されていること。設定のタグが公開されていないため、"
        "作業者が Cluster WebUI で設定し、両ノードの構成情報で確認します。",
    ),
}

_KEY = Text(
    "The key, as `HKLM\\SOFTWARE\\…`, no backslash at its end; with Wow6432Node where that is meant.",
    "キー。`HKLM\\SOFTWARE\\…` の形で、末尾に `\\` を付けない。必要なら Wow6432Node を含めて書く。",
)
_VALUE = Text("Name of the value.", "値の名前。")
_RESOURCE = Text("Name of the resource.", "リソース名。")

KEYS: Mapping[str, Mapping[str, Text]] = {
    "AccessRightsWant": {
        "path": Text("The folder.", "フォルダ。"),
        "rights": Text("Who may do what at least.", "誰に何を許可するか。"),
        "below": Text(
            "Whether all that lies below it now is meant, too.", "現在その配下にあるものすべても対象とするか。"
        ),
    },
    "AccountRight": {
        "sid": Text(
            "SID of the account: S-1-5-32-544 Administrators, S-1-5-18 SYSTEM, S-1-1-0 Everyone.",
            "アカウントの SID。S-1-5-32-544 は Administrators、S-1-5-18 は SYSTEM、S-1-1-0 は Everyone。",
        ),
        "account": Text("Instead, its name, also as `DOMAIN\\name`.", "SID の代わりに名前 (`DOMAIN\\name` も可)。"),
        "right": Text("How much.", "権利の種類。"),
    },
    "ComparedKey": {
        "names": Text(
            "Names of the values; all of the key itself when left out.", "値の名前。省略時はそのキー自身のすべての値。"
        )
    },
    "NoProcessWant": {
        "names": Text(
            "Programs, or what command lines look like (`*`, `?`).",
            "プログラム名またはコマンドラインのパターン (`*`、`?`)。",
        ),
        "reason": Text("Why, for the person who must end them; `{ja:, en:}`.", "理由。`{ja:, en:}` の形で書く。"),
    },
    "SessionsClosedWant": {
        "programs": Text(
            "Its processes, as far as their names are known (`*`, `?`); none of them may run.",
            "プロセス名のパターン (`*`、`?`)。わかる場合に指定すると、動作していないことも確認する。",
        ),
        "reason": Text(
            "What must be closed, and why; `{ja:, en:}`.", "終了すべきものとその理由。`{ja:, en:}` の形で書く。"
        ),
    },
    "RegistryCheckWant": {
        "name": Text("Name of a value; without it the key is meant.", "値の名前。省略時はキーが対象。"),
        "data": Text("What it must hold.", "期待する値。"),
        "one_of": Text("Instead, several of which it must hold one.", "`data` の代わりに、期待する値の候補。"),
        "ignore_case": Text("Whether upper and lower case are the same.", "大文字と小文字を区別しないか。"),
        "absent": Text("Whether it must not be there instead.", "存在しないことを確認するか。"),
        "or_absent": Text("Whether it may be missing, too.", "値がなくてもよいか。"),
    },
    "RegistryPlace": {
        "key": _KEY,
        "view": Text(
            "What programs of 32 or 64 bits see, instead of writing Wow6432Node.",
            "Wow6432Node を書く代わりに、32 または 64 ビットのプログラムから見たキーを指す。",
        ),
    },
    "RegistrySynchronisationWant": {
        "keys": _KEY,
        "name": Text("Name of the resource, where a person has to add it.", "リソースを追加する場合の名前。"),
        "state": Text("`removed` = none of the keys may be there.", "`removed` はどのキーもないこと。"),
    },
    "RegistryValueWant": {
        "name": _VALUE,
        "data": Text("What it should hold.", "設定する値。"),
        "type": Text(
            "Its type; as it is, or REG_SZ for a new one, when left out.", "型。省略時は現在の型、新規なら REG_SZ。"
        ),
        "present": Text("`false` = there should be no such value.", "`false` なら値を削除する。"),
    },
    "ResourceStateWant": {
        "group": Text("The failover group; it must be online.", "フェイルオーバグループ (起動していること)。"),
        "resource": _RESOURCE,
        "state": Text("How it should be.", "あるべき状態。"),
    },
    "ResourceWant": {
        "name": _RESOURCE,
        "depends_on": Text(
            "The resources it starts after; `[]` = none at all, left out = the product's default.",
            "依存するリソース。`[]` は依存なし、省略時は製品の既定の依存関係。",
        ),
        "on_start_failure": Text("What follows when its start fails.", "起動に失敗した場合の動作。"),
        "on_stop_failure": Text("What follows when its stop fails.", "停止に失敗した場合の動作。"),
    },
    "ResourcesRemovedWant": {
        "resources": Text(
            "Names; those that are not there count as removed.", "リソース名。ないものは削除済みとみなす。"
        )
    },
    "SameOnBothWant": {
        "registry": Text("Keys whose values are compared.", "値を比較するキー。"),
        "files": Text("Files that are compared byte for byte.", "内容を比較するファイル。"),
        "commands": Text(
            "Read-only programs, of which what they print is compared.", "出力を比較する、何も変更しないプログラム。"
        ),
    },
    "ScriptResourceWant": {
        "formerly": Text(
            "The name it had by default in an earlier release: what is there by that name is not made twice.",
            "以前のバージョンでの既定の名前。その名前で既に存在する場合は、二重に作成しない。",
        ),
        "start": Text("Text of start.bat.", "start.bat の内容。"),
        "stop": Text("Text of stop.bat.", "stop.bat の内容。"),
        "runs_on_recovery": Text(
            "Whether start.bat also runs when a server comes back.", "サーバ復帰時にも start.bat を実行するか。"
        ),
    },
    "ServiceInteractiveWant": {
        "service": Text("Service name or display name.", "サービス名または表示名。"),
    },
    "ServiceResourceWant": {
        "service": Text("The service; its service name is recommended.", "サービス (サービス名を推奨)。"),
        "display_name": Text(
            "Its display name: a resource that has the service by it is the same.",
            "サービスの表示名。表示名で登録されたリソースも同じものとみなす。",
        ),
        "may_run_already": Text(
            "Whether a service that runs already is started well.", "既に起動しているサービスを正常とみなすか。"
        ),
        "start_wait": Text("Seconds to wait after its start.", "起動後に待つ秒数。"),
        "stop_wait": Text("Seconds to wait after its stop.", "停止後に待つ秒数。"),
        "monitor": Text("The service monitor that watches it.", "監視するサービスモニタリソース。"),
    },
    "ServiceResourcesWant": {"resources": Text("The service resources.", "サービスリソースの一覧。")},
    "TargetVcomWant": {
        "resource": Text("Name of the service resource.", "サービスリソース名。"),
        "virtual_computer": Text(
            "Name of the group's virtual computer name resource.", "グループの仮想コンピュータ名リソース名。"
        ),
    },
    "VirtualComputerWant": {
        "name": Text("Name of the resource, should it have to be added.", "追加する場合のリソース名。"),
        "computer": Text("The virtual computer name.", "仮想コンピュータ名。"),
        "floating_ip": Text("Name of the floating IP resource it stands for.", "対象のフローティング IP リソース名。"),
    },
}
