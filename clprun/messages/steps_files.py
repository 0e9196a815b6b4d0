"""What steps on folders, links and services plan, do and refuse."""

from clprun.messages.catalog import Entry, Text

__all__ = ["FILES"]

_FOLDERS: dict[str, Entry] = {
    "folder.move": Entry(
        Text(en="Move {source} to {destination}", ja="{source} を {destination} に移動します"),
    ),
    "folder.finish_move": Entry(
        Text(
            en="Finish the move of {source} to {destination}: the copy is whole, the source goes",
            ja="{source} から {destination} への移動を完了します (コピーは完了済みのため、移動元を削除します)",
        ),
    ),
    "folder.link": Entry(
        Text(en="Link {path} to {target}", ja="{path} を {target} へのシンボリックリンクにします"),
    ),
    "folder.set_aside": Entry(
        Text(
            en="The folder that lies at {path} now is kept as {aside}.",
            ja="現在 {path} にあるフォルダは {aside} として残します。",
        ),
    ),
    "folder.dangles": Entry(
        Text(
            en="{target} is not on this node now: the link leads nowhere until the shared disk is mounted here.",
            ja="{target} は現在このノードにありません。共有ディスクがマウントされるまでリンク先は存在しません。",
        ),
    ),
    "folder.set_aside_by_run": Entry(
        Text(
            en="This run has renamed the folder {path} to {aside}; it is kept until the run is done.",
            ja="この実行でフォルダ {path} を {aside} に退避しました。実行が終わるまで残します。",
        )
    ),
    "folder.link_removed_by_run": Entry(
        Text(
            en="The link {path} to {target} was replaced by a folder of the node's own and is to come back.",
            ja="この実行でこのノード固有のフォルダに置き換えた {path} は、{target} へのリンクに戻す必要があります。",
        )
    ),
    "folder.make_local": Entry(
        Text(en="Put a folder of this node's own at {path}", ja="{path} にこのノード固有のフォルダを用意します"),
    ),
    "folder.discard": Entry(
        Text(en="Remove {path}, which this run has set aside", ja="この実行で退避した {path} を削除します"),
    ),
    "folder.link_elsewhere": Entry(
        Text(
            en="{path} is a link to {target}, which is not where it should lead.",
            ja="{path} は {target} へのリンクで、想定したリンク先と異なります。",
        ),
        next=Text(
            en="Find out what it is for. Remove the link by unlink, or correct the parameter, then go on.",
            ja="用途を確認し、unlink でリンクを削除するか、パラメータを修正してから続行してください。",
        ),
    ),
    "folder.link_dangles": Entry(
        Text(
            en="{path} is a link to {target}, and there is no folder there.",
            ja="{path} は {target} へのリンクですが、リンク先にフォルダがありません。",
        ),
        next=Text(
            en="See whether the right disk is mounted, and who moved the folder; put it back, then go on.",
            ja="正しいディスクがマウントされているか、"
            "フォルダが移動されていないか確認し、元に戻してから続行してください。",
        ),
    ),
    "folder.not_a_folder": Entry(
        Text(en="{path} is no real folder.", ja="{path} が実体のフォルダではありません。"),
        next=Text(
            en="Look at what lies there; move it away or put the folder there, then go on.",
            ja="何があるか確認し、移動するかフォルダを用意してから続行してください。",
        ),
    ),
    "folder.in_place_of_link": Entry(
        Text(
            en="A real folder lies at {path}, where a link to {target} is wanted.",
            ja="{path} に実体のフォルダがあるため、{target} へのリンクを作成できません。",
        ),
        why=Text(
            en="It may hold files that exist nowhere else.", ja="ほかにないファイルが含まれている可能性があります。"
        ),
        next=Text(
            en="Move it to another name by hand, then go on.", ja="手動で別の名前に変更してから続行してください。"
        ),
    ),
    "folder.aside_taken": Entry(
        Text(
            en="This run has set aside a folder as {aside} already, and another one lies at {path}.",
            ja="この実行ですでに {aside} にフォルダを退避していますが、{path} に別のフォルダがあります。",
        ),
        next=Text(
            en="Find out who made it; move one of the two away by hand, then resume.",
            ja="作成した人やプログラムを確認し、どちらかを手動で移動してから再開してください。",
        ),
    ),
    "folder.no_link": Entry(
        Text(
            en="Nothing lies at {path}, where a link to {target} belongs.",
            ja="{path} に何もありません。{target} へのリンクがあるべき場所です。",
        ),
        next=Text(
            en="clprun apply puts it right.",
            ja="clprun apply で修正されます。",
        ),
    ),
    "folder.folder_for_link": Entry(
        Text(
            en="A real folder lies at {path}, where a link to {target} belongs.",
            ja="{path} に実体のフォルダがあります。{target} へのリンクがあるべき場所です。",
        ),
        why=Text(
            en="What is written there stays on this node.",
            ja="そこに書き込まれた内容は、このノードにしか残りません。",
        ),
        next=Text(
            en="clprun plan shows what apply would do about it.",
            ja="clprun plan で、apply が行う処理を確認してください。",
        ),
    ),
    "folder.link_for_folder": Entry(
        Text(
            en="{path} is still a link to {target}; a folder of this node's own is wanted there.",
            ja="{path} はまだ {target} へのリンクです。このノード自身のフォルダが必要です。",
        ),
    ),
    "folder.absent": Entry(
        Text(
            en="There is no folder {path}.",
            ja="フォルダ {path} がありません。",
        ),
        next=Text(
            en="clprun apply puts it right.",
            ja="clprun apply で修正されます。",
        ),
    ),
    "folder.still_there": Entry(
        Text(
            en="The folder {path} is still there.",
            ja="フォルダ {path} がまだ残っています。",
        ),
        next=Text(
            en="clprun apply puts it right.",
            ja="clprun apply で修正されます。",
        ),
    ),
    "folder.still_aside": Entry(
        Text(
            en="{path} is still there; it was set aside for the time of the run.",
            ja="実行の間だけ退避した {path} がまだ残っています。",
        ),
        next=Text(
            en="clprun apply puts it right.",
            ja="clprun apply で修正されます。",
        ),
    ),
    "folder.not_moved": Entry(
        Text(
            en="{source} is still a folder of this node; it belongs at {destination}.",
            ja="{source} はまだこのノードのフォルダです。{destination} に移動する必要があります。",
        ),
        next=Text(
            en="clprun apply puts it right.",
            ja="clprun apply で修正されます。",
        ),
    ),
    "file_setting.not_set": Entry(
        Text(
            en="{path} gives no value for {key}; {value} is wanted.",
            ja="{path} に {key} の値がありません (あるべき値: {value})。",
        ),
        next=Text(
            en="clprun apply puts it right.",
            ja="clprun apply で修正されます。",
        ),
    ),
    "file_setting.set_otherwise": Entry(
        Text(
            en="{path} says “{found}”; {value} is wanted for {key}.",
            ja="{path} の記述は「{found}」です ({key} のあるべき値: {value})。",
        ),
        next=Text(
            en="clprun apply puts it right.",
            ja="clprun apply で修正されます。",
        ),
    ),
    "folder.nothing_to_move": Entry(
        Text(
            en="Neither {source} nor {destination} is there.",
            ja="{source} と {destination} のどちらもありません。",
        ),
        next=Text(
            en="Check the path of the product and the shared disk's mount; a move that was cut off may have left "
            "{aside}.",
            ja="製品のパスと共有ディスクのマウントを確認してください。中断した移動により {aside} "
            "が残っている可能性もあります。",
        ),
    ),
    "folder.both_there": Entry(
        Text(
            en="{source} and {destination} are both there and differ; nothing was touched.",
            ja="{source} と {destination} の両方があり、内容が異なるため、何も変更していません。",
        ),
        why=Text(
            en="Which of them is the right one can't be told, or something wrote to {source} while it was copied.",
            ja="どちらが正しいか判断できないか、コピー中に {source} へ書き込みがありました。",
        ),
        next=Text(
            en="Stop whatever writes to them, compare them, move the one that is not needed away, then resume.",
            ja="書き込むプログラムを停止し、内容を比較して、不要な方を移動してから再開してください。",
        ),
    ),
    "folder.no_parent": Entry(
        Text(en="There is no folder {path}.", ja="フォルダ {path} がありません。"),
        next=Text(
            en="Check that the shared disk is mounted, or make the folder, then go on.",
            ja="共有ディスクがマウントされているか確認するか、フォルダを作成してから続行してください。",
        ),
    ),
    "folder.no_room": Entry(
        Text(
            en="{path} has {free} MiB free; {source} needs {needed} MiB.",
            ja="{path} の空き容量は {free} MiB です。{source} には {needed} MiB 必要です。",
        ),
        next=Text(en="Make room, then go on.", ja="空き容量を確保してから続行してください。"),
    ),
    "folder.mount_inside": Entry(
        Text(
            en="Something is mounted at {mount}, in {source}; it is neither moved nor removed.",
            ja="{source} の中の {mount} に別のファイルシステムがマウントされているため、移動も削除も行いません。",
        ),
        next=Text(
            en="Find out what it is for; unmount it, then go on.",
            ja="用途を確認し、アンマウントしてから続行してください。",
        ),
    ),
}

_SERVICES: dict[str, Entry] = {
    "service.enable": Entry(Text(en="Start {service} at boot", ja="{service} を OS 起動時に自動起動するようにします")),
    "service.disable": Entry(
        Text(en="Keep {service} from starting at boot", ja="{service} の OS 起動時の自動起動を無効にします")
    ),
    "service.start": Entry(Text(en="Start {service}", ja="{service} を起動します")),
    "service.stop": Entry(Text(en="Stop {service}", ja="{service} を停止します")),
    "service.started_by_run": Entry(
        Text(
            en="{service} was started by this run and is to be stopped again.",
            ja="この実行で起動した {service} は、停止して元に戻す必要があります。",
        )
    ),
    "service.stopped_by_run": Entry(
        Text(
            en="{service} was stopped by this run and is to be started again.",
            ja="この実行で停止した {service} は、起動して元に戻す必要があります。",
        )
    ),
    "service.unknown": Entry(
        Text(en="There is no service {service}.", ja="サービス {service} がありません。"),
        next=Text(
            en="Check that the product is installed, and the name of its service.",
            ja="製品がインストールされているか、サービス名が正しいか確認してください。",
        ),
    ),
    "service.masked": Entry(
        Text(
            en="Service {service} is masked: nothing can start it.",
            ja="サービス {service} はマスクされており、起動できません。",
        ),
        next=Text(
            en="Find out who masked it; if it is meant to run: systemctl unmask {service}",
            ja="マスクした理由を確認してください。使用する場合は systemctl unmask {service} を実行します。",
        ),
    ),
    "service.not_switchable": Entry(
        Text(
            en="The start of {service} at boot can't be turned on ({state}).",
            ja="{service} の自動起動を有効にできません ({state})。",
        ),
        why=Text(
            en="Its unit has no [Install] section, or is made by another one.",
            ja="ユニットに [Install] セクションがないか、別のユニットから生成されています。",
        ),
        next=Text(en="Look at it by systemctl cat {service}.", ja="systemctl cat {service} で確認してください。"),
    ),
    "service.starts_by_others": Entry(
        Text(
            en="Something else may start {service} on either node, whatever its start type is ({state}).",
            ja="起動の種類にかかわらず、{service} はほかの契機でどちらのノードでも起動することがあります ({state})。",
        ),
        why=Text(
            en="Windows starts a service when one of its triggers fires; the cluster hears nothing of it.",
            ja="Windows はトリガーでサービスを起動し、クラスタはそれを関知しません。",
        ),
        next=Text(
            en="See sc qtriggerinfo; where nothing needs them: sc triggerinfo SERVICE delete. Then go on.",
            ja="sc qtriggerinfo で確認し、不要なら sc triggerinfo サービス名 delete で削除してから続行してください。",
        ),
    ),
    "service.still_enabled": Entry(
        Text(en="{service} still starts at boot ({state}).", ja="{service} の自動起動が有効なままです ({state})。"),
        next=Text(
            en="Turn it off by hand and look at what the command says.",
            ja="手動で無効にし、コマンドの出力を確認してください。",
        ),
    ),
    "service.not_enabled": Entry(
        Text(en="{service} does not start at boot ({state}).", ja="{service} の自動起動が無効なままです ({state})。"),
        next=Text(
            en="Turn it on by hand and look at what the command says.",
            ja="手動で有効にし、コマンドの出力を確認してください。",
        ),
    ),
    "service.not_running": Entry(
        Text(en="{service} does not run ({state}).", ja="{service} が起動していません ({state})。"),
        next=Text(
            en="Look at its log (systemctl status {service}, journalctl -u {service}, or the product's own), "
            "remove the cause, then resume.",
            ja="ログ (systemctl status {service}、journalctl -u {service}、または製品のログ) を確認し、"
            "原因を取り除いてから再開してください。",
        ),
    ),
    "service.processes_left": Entry(
        Text(
            en="{service} is stopped, but {count} process(es) like {processes} are still there.",
            ja="{service} は停止していますが、{processes} に一致するプロセスが {count} 個残っています。",
        ),
        next=Text(
            en="Find out who started them; end them by hand, then resume.",
            ja="起動した人やプログラムを確認し、手動で終了してから再開してください。",
        ),
    ),
    "service.run_by_cluster": Entry(
        Text(
            en="Resource {resource} of failover group {group} is online and runs {service}; it is neither started nor "
            "stopped by hand.",
            ja="フェイルオーバグループ {group} のリソース {resource} が起動中で {service} を動かしているため、"
            "手動での起動・停止は行いません。",
        ),
        why=Text(
            en="A monitor would take it for a fault and fail over.",
            ja="モニタリソースが異常とみなし、フェイルオーバする可能性があります。",
        ),
        next=Text(
            en="Stop the failover group or that resource first.",
            ja="先にフェイルオーバグループまたはそのリソースを停止してください。",
        ),
    ),
    "service.unclear": Entry(
        Text(
            en="{service} neither runs nor is it stopped ({state}).",
            ja="{service} は起動中でも停止中でもありません ({state})。",
        ),
        next=Text(
            en="Look at it on the node and bring it to what the step wants; --accept services goes on as it is.",
            ja="ノードで状態を確認し、ステップの求める状態にしてください。"
            "--accept services で今の状態のまま続行できます。",
        ),
    ),
    "service.still_running": Entry(
        Text(en="{service} has not stopped ({state}).", ja="{service} が停止していません ({state})。"),
        next=Text(
            en="Find out what keeps it; stop it by hand, then resume.",
            ja="停止しない原因を確認し、手動で停止してから再開してください。",
        ),
    ),
}

_HTTP_NEXT = Text(
    en="Check that the service runs and listens on this address, and that the floating IP is on this node.",
    ja="サービスが起動してこのアドレスで待ち受けていること、フローティング IP がこのノードにあることを"
    "確認してください。",
)

_HTTP: dict[str, Entry] = {
    "check.http_refused": Entry(
        Text(en="Nothing accepts connections for {url}.", ja="{url} への接続を受け付けるものがありません。"),
        next=_HTTP_NEXT,
    ),
    "check.http_timed_out": Entry(
        Text(en="{url} gave no answer in time.", ja="{url} から時間内に応答がありません。"),
        why=Text(
            en="A firewall, a wrong address, or a server that hangs.",
            ja="ファイアウォール、アドレスの誤り、またはサーバのハングが考えられます。",
        ),
        next=_HTTP_NEXT,
    ),
    "check.http_unresolved": Entry(
        Text(en="The host name in {url} is not known.", ja="{url} のホスト名を解決できません。"),
        next=Text(
            en="Correct DNS or the hosts file on this node, or the URL.",
            ja="このノードの DNS または hosts ファイル、または URL を修正してください。",
        ),
    ),
    "check.http_tls_failed": Entry(
        Text(en="The TLS connection for {url} fails.", ja="{url} の TLS 接続に失敗しました。"),
        next=Text(
            en="Look at the server's certificate and TLS settings; see whether it speaks HTTP without TLS there.",
            ja="サーバの証明書と TLS の設定を確認してください。"
            "そのポートが TLS なしの HTTP でないかも確認してください。",
        ),
    ),
    "check.http_no_answer": Entry(
        Text(
            en="{url} was reached, but gave no HTTP answer.",
            ja="{url} に接続できましたが、HTTP の応答がありません。",
        ),
        next=_HTTP_NEXT,
    ),
}

_SETTINGS: dict[str, Entry] = {
    "file_setting.unclear": Entry(
        Text(
            en="Which line of {path} sets {key} can't be told (lines: {lines}).",
            ja="{path} で {key} を設定する行を特定できません (該当行: {lines})。",
        ),
        why=Text(
            en='Exactly one line {key} = "..." is wanted, active or commented out.',
            ja='{key} = "..." の行が、有効またはコメントアウトされた形でちょうど 1 行必要です。',
        ),
        next=Text(
            en="Correct the file by hand so that one such line is left, then go on.",
            ja="該当する行が 1 行になるように手動で修正してから続行してください。",
        ),
    ),
}

FILES: dict[str, Entry] = {**_FOLDERS, **_SERVICES, **_HTTP, **_SETTINGS}
"""Entries by code."""
