"""What is found and changed in a cluster configuration."""

from clprun.messages.catalog import Entry, Text
from clprun.messages.configuration_exec import EXEC
from clprun.messages.configuration_findings import FINDINGS, REFUSALS
from clprun.messages.configuration_windows import WINDOWS

__all__ = ["ENTRIES"]

_EXISTING = Text(
    en="Correct the parameters, or the resource in Cluster WebUI; clprun does not change an existing one.",
    ja="パラメータか、Cluster WebUI でリソースを修正してください。既存のリソースは clprun では変更しません。",
)

_NOT_OURS = Text(
    en="That it bears the name makes it nothing of clprun's; another product may need it.",
    ja="名前が同じでも clprun のものとは限りません。別の製品が使用している可能性があります。",
)
_TAKE_OVER = Text(
    en="Give the parameter of the name another one. --accept takeover overwrites it.",
    ja="名前のパラメータに別の名前を指定してください。上書きしてよい場合は --accept takeover を指定します。",
)

_PUSH: dict[str, Entry] = {
    "configuration.difference": Entry(Text(en="{en}", ja="{ja}")),
    "configuration.push": Entry(
        Text(
            en="Change the cluster configuration of failover group {group} in one push: {objects}",
            ja="フェイルオーバグループ {group} のクラスタ構成を 1 回の反映で変更します: {objects}",
        )
    ),
    "configuration.push_unchanged": Entry(
        Text(
            en="Push the installed configuration as it is, and note what clpstat says while the cluster is suspended",
            ja="導入済みの構成をそのまま反映し、サスペンド中の clpstat の表示を記録します",
        )
    ),
    "configuration.unchanged_not_pushed": Entry(
        Text(
            en="The installed configuration was not pushed in this run.",
            ja="この実行では、導入済みの構成を反映していません。",
        )
    ),
    "configuration.unchanged_by_hand": Entry(
        Text(
            en="The inventory leaves changes of the configuration to a person (cluster_config: manual).",
            ja="インベントリの設定により、構成の変更は手作業で行います (cluster_config: manual)。",
        ),
        next=Text(
            en="Leave this trial out with -e push=false.", ja="-e push=false を付けて、この試験を省いてください。"
        ),
    ),
    "configuration.recounted": Entry(
        Text(
            en="The object number was {stated}, which is wrong; {written} objects are counted, and that is written.",
            ja="objectnumber は {stated} で誤っていたため、数え直した {written} に修正します。",
        )
    ),
    "configuration.advice_group": Entry(
        Text(
            en="Failover group {group}; servers in this order: {servers}; start-up attribute: {start}.",
            ja="フェイルオーバグループ {group}。サーバの優先順位: {servers}。起動属性: {start}",
        ),
    ),
    "configuration.virtual_ip_to_do": Entry(
        Text(
            en="To be done by hand: in Cluster WebUI, add a virtual IP resource with address {address} to group "
            "{group} and apply the configuration.",
            ja="手作業: Cluster WebUI でグループ {group} にアドレス {address} の仮想 IP リソースを追加し、"
            "設定を反映してください。",
        ),
        why=Text(
            en="How a virtual IP stands in clp.conf is not public, so clprun does not write one; it looks for its "
            "address.",
            ja="仮想 IP の clp.conf での記述は公開されていないため、clprun は追加せず、アドレスの有無を確認します。",
        ),
        next=Text(
            en="Do this, then go on: clprun checks the result itself.",
            ja="作業後に続行してください。結果は clprun が確認します。",
        ),
    ),
    "configuration.advice_floating_ip": Entry(
        Text(
            en="In clp.conf or Cluster WebUI, where missing: floating IP {address} in group {group}.",
            ja="clp.conf または Cluster WebUI: なければグループ {group} にフローティング IP リソース ({address}) を"
            "追加します。",
        )
    ),
    "configuration.advice_disk": Entry(
        Text(
            en="In clp.conf or Cluster WebUI, where missing: a {kind} resource ({device} on {mount_point}) in group "
            "{group}.",
            ja="clp.conf または Cluster WebUI: なければグループ {group} にディスクリソース ({kind}、{device} を "
            "{mount_point} にマウント) を追加します。",
        )
    ),
    "configuration.resume": Entry(
        Text(
            en="Resume the cluster, which this run suspended for a push",
            ja="この実行が反映のためにサスペンドしたクラスタをリジュームします",
        )
    ),
    "configuration.suspended_for_push": Entry(
        Text(
            en="The cluster is suspended until the push is done.",
            ja="反映が終わるまでクラスタをサスペンドしています。",
        ),
        why=Text(
            en="Its groups run on, but nothing fails over.",
            ja="グループの業務は継続しますが、フェイルオーバは行われません。",
        ),
        next=Text(
            en="clprun resume goes on; by hand: clpcl --resume -a, once clp.conf is the same on both nodes.",
            ja=(
                "clprun resume で続行できます。手動の場合は、両ノードの clp.conf が同じであることを確認してから"
                " clpcl --resume -a を実行してください。"
            ),
        ),
    ),
    "configuration.still_suspended": Entry(
        Text(en="The cluster is still suspended.", ja="クラスタがサスペンドされたままです。"),
        next=Text(
            en="Resume the run; by hand: clpcl --resume -a.",
            ja="実行を再開してください。手動の場合は clpcl --resume -a を実行してください。",
        ),
    ),
    "configuration.group_must_stop": Entry(
        Text(
            en="Failover group {group} runs on {server}; it must be stopped before its resources are changed.",
            ja="フェイルオーバグループ {group} が {server} で起動しています。リソースを変更する前に停止が必要です。",
        ),
        next=Text(
            en="Stop the group (clpgrp -t {group}), then go on.",
            ja="グループを停止 (clpgrp -t {group}) してから続行してください。",
        ),
    ),
    "configuration.nodes_differ": Entry(
        Text(
            en="{path} differs between the nodes: {first}; {second}. "
            "What this step wants is on: {holders} (- = neither).",
            ja="{path} がノード間で異なります: {first}、{second}。"
            "本手順の内容があるノード: {holders} (- はどちらにもなし)。",
        ),
        why=Text(
            en="A push may have reached one node only. Nothing is resumed or started on different configurations.",
            ja="反映が片方のノードにしか届いていない可能性があります。内容が異なるままリジュームや起動は行いません。",
        ),
        next=Text(
            en="Compare the two files. redo pushes what {primary} holds, with this step's changes, to both nodes.",
            ja="両方のファイルを比較してください。redo は {primary} の内容に本手順の変更を加えて両ノードへ反映します。",
        ),
    ),
    "configuration.nothing_mounts": Entry(
        Text(
            en="No resource of group {group} mounts {point}.",
            ja="グループ {group} に {point} をマウントするリソースがありません。",
        ),
        next=Text(
            en="Add it, or let disk_kind be disk or md, so that it is added.",
            ja="リソースを追加するか、disk_kind を disk または md にして追加させてください。",
        ),
    ),
    "configuration.disk_device_differs": Entry(
        Text(
            en="Resource {name} mounts {found} at the mount point, not {wanted}.",
            ja="リソース {name} がマウントするデバイスは {wanted} ではなく {found} です。",
        ),
        next=_EXISTING,
    ),
    "configuration.name_of_another": Entry(
        Text(
            en="There is a resource {name} already, but it is {found}, not {wanted} in this group. "
            "Watched by: {watchers} (- = nothing).",
            ja="リソース {name} は既に存在しますが、このグループの {wanted} ではなく {found} です。"
            "監視しているモニタリソース: {watchers} (- はなし)。",
        ),
        next=Text(
            en="Give the parameter of the name another one; clprun does not change an existing resource.",
            ja="名前のパラメータに別の名前を指定してください。既存のリソースは clprun では変更しません。",
        ),
    ),
    "configuration.resource_of_another": Entry(
        Text(
            en="Resource {name} of group {group} is not this step's. What it says or runs: {says}. Watched by: "
            "{watchers} (- = nothing).",
            ja="グループ {group} のリソース {name} は本手順が作成したものではありません。内容: {says}。"
            "監視しているモニタリソース: {watchers} (- はなし)。",
        ),
        why=_NOT_OURS,
        next=_TAKE_OVER,
    ),
    "configuration.monitor_of_another": Entry(
        Text(
            en="Monitor {name} is not this step's: it watches {watched}, which nothing would watch then.",
            ja="モニタリソース {name} は本手順が作成したものではありません。監視対象は {watched} で、"
            "上書きすると監視されなくなります。",
        ),
        why=_NOT_OURS,
        next=_TAKE_OVER,
    ),
    "configuration.script_of_another": Entry(
        Text(
            en="Script {path} is not this step's. It says: {says}.",
            ja="スクリプト {path} は本手順が作成したものではありません。内容: {says}。",
        ),
        why=_NOT_OURS,
        next=_TAKE_OVER,
    ),
    "configuration.there_already": Entry(
        Text(
            en="What {name} is to be is there already: {found}, watched by: {watchers} (- = nothing).",
            ja="{name} として作成するものは、既に {found} として存在します "
            "(監視しているモニタリソース: {watchers}、- はなし)。",
        ),
        why=Text(
            en="An earlier release of clprun, or a run with other parameters, called it so. A second one would do the "
            "same work twice.",
            ja="以前のバージョンの clprun、または別のパラメータによる実行で作成されたものです。"
            "もう 1 つ作成すると、同じ処理が二重に行われます。",
        ),
        next=Text(
            en="Give the parameters of the names, those of its monitors too, what is there; or remove it.",
            ja="名前のパラメータ (監視しているモニタリソースも含む) に既存の名前を指定するか、既存のものを削除して"
            "ください。",
        ),
    ),
    "configuration.does_the_same": Entry(
        Text(
            en="{found} seems to do what {name} is to do already. Watched by: {watchers} (- = nothing).",
            ja="{found} が、{name} で行う処理を既に行っているようです。"
            "監視しているモニタリソース: {watchers} (- はなし)。",
        ),
        why=Text(
            en="Its start.sh names the same; clprun did not write it. A second one may start the same twice.",
            ja="start.sh に同じ名前が書かれていますが、clprun が作成したものではありません。"
            "もう 1 つ作成すると、同じものが二重に起動する可能性があります。",
        ),
        next=Text(
            en="Remove it, or give the parameters of the names what is there. --accept takeover makes {name} beside "
            "it.",
            ja="既存のものを削除するか、名前のパラメータに既存の名前を指定してください。"
            "並べて {name} を作成してよい場合は --accept takeover を指定します。",
        ),
    ),
    "configuration.script_in_the_way": Entry(
        Text(en="{path} is no plain file.", ja="{path} が通常のファイルではありません。"),
        next=Text(
            en="Look at what lies there below the folder of scripts and put it aside, then go on.",
            ja="スクリプトフォルダにあるこのファイルを確認し、退避してから続行してください。",
        ),
    ),
    "configuration.not_as_wanted": Entry(
        Text(
            en="The cluster configuration is not as wanted yet: {objects}.",
            ja="クラスタ構成がまだ目的の状態ではありません: {objects}",
        )
    ),
    "configuration.script_unsafe": Entry(
        Text(
            en="{path} belongs to {owner} and has mode {mode}.",
            ja="{path} の所有者は {owner}、モードは {mode} です。",
        ),
        why=Text(
            en="The cluster runs it as root: it must belong to root, be executable, and be writable by nobody else.",
            ja="クラスタが root として実行するため、root だけが書き込め、root が実行できなければなりません。",
        ),
        next=Text(
            en="clprun apply puts it right; find out who changed it, and what.",
            ja="clprun apply で修正されます。誰が何を変更したのかも確認してください。",
        ),
    ),
    "configuration.make_scripts_safe": Entry(
        Text(
            en="Make {count} scripts that the cluster runs root's own, executable, and writable by nobody else",
            ja="クラスタが実行するスクリプト {count} 本を root の所有、実行可能、他ユーザ書き込み不可にします",
        )
    ),
    "configuration.disturbs": Entry(Text(en="What the push disturbs: {en}", ja="反映による影響: {ja}")),
    "configuration.without_failover": Entry(
        Text(
            en="While the cluster is suspended for the push, no group of the whole cluster fails over "
            "and no monitor watches.",
            ja="反映のためのサスペンド中は、クラスタ内のすべてのグループでフェイルオーバと監視が行われません。",
        )
    ),
    "configuration.not_installed": Entry(
        Text(
            en="{path} is not what was pushed ({version}).",
            ja="{path} が反映した内容と一致しません ({version})。",
        ),
        why=Text(
            en="The product said that the push succeeded, but the node does not hold it.",
            ja="反映は成功と表示されましたが、ノードには届いていません。",
        ),
        next=Text(
            en="Look at the alert log and at the file on both nodes before anything is resumed.",
            ja="リジュームする前に、アラートログと両ノードのファイルを確認してください。",
        ),
    ),
    "configuration.by_hand": Entry(
        Text(
            en="Change the cluster configuration in Cluster WebUI (config mode), failover group {group}: {en}",
            ja="Cluster WebUI (設定モード) でフェイルオーバグループ {group} のクラスタ構成を変更してください: {ja}",
        ),
        why=Text(
            en="The inventory says cluster_config: manual.",
            ja="インベントリで cluster_config: manual が指定されています。",
        ),
        next=Text(
            en="`clprun show RUNBOOK --remaining RUN` prints the scripts whole. Then apply the configuration file "
            "there; clprun checks clp.conf and the scripts on both nodes.",
            ja="スクリプトの全文は `clprun show RUNBOOK --remaining RUN` で表示できます。"
            "その後「設定の反映」を行ってください。clprun が両ノードの clp.conf とスクリプトを確認します。",
        ),
    ),
}

ENTRIES: dict[str, Entry] = {
    **_PUSH,
    **EXEC,
    **WINDOWS,
    **{f"configuration.{code}": entry for table in (REFUSALS, FINDINGS) for code, entry in table.items()},
}
"""Entries by code; those of clp.conf itself stand beside the code that finds them."""
