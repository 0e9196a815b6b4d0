"""Inventories that contradict themselves or the runbook."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "input.inventory_missing": Entry(
        Text(
            en="There is no inventory: no YAML file in {path}.",
            ja="インベントリがありません ({path} に YAML ファイルがありません)。",
        ),
        next=Text(
            en="Write one (clprun init makes an example), or name one with -i.",
            ja="作成するか (clprun init で例を作れます)、-i で指定してください。",
        ),
    ),
    "input.inventory_empty": Entry(
        Text(en="The inventory {file} holds no cluster.", ja="インベントリ {file} にクラスタがありません。"),
        next=Text(en="Write a cluster beneath “clusters”.", ja="「clusters」の下にクラスタを書いてください。"),
    ),
    "input.cluster_twice": Entry(
        Text(
            en="The cluster “{name}” is already written in {file}, line {line}.",
            ja="クラスタ「{name}」は {file} の {line} 行目にもあります。",
        ),
        next=Text(en="Rename or remove one of them.", ja="どちらかの名前を変えるか、削除してください。"),
    ),
    "input.cluster_not_named": Entry(
        Text(en="The inventory holds several clusters.", ja="インベントリに複数のクラスタがあります。"),
        next=Text(en="Name one with --cluster: {known}.", ja="--cluster で指定してください: {known}"),
    ),
    "input.unknown_cluster": Entry(
        Text(en="The inventory holds no cluster “{name}”.", ja="インベントリにクラスタ「{name}」はありません。"),
        next=Text(en="Clusters it holds: {known}.", ja="登録されているクラスタ: {known}"),
    ),
    "input.unknown_cluster_like": Entry(
        Text(en="The inventory holds no cluster “{name}”.", ja="インベントリにクラスタ「{name}」はありません。"),
        next=Text(
            en="Did you mean “{nearest}”? Clusters it holds: {known}.",
            ja="「{nearest}」の誤りではありませんか。登録されているクラスタ: {known}",
        ),
    ),
    "input.not_two_nodes": Entry(
        Text(
            en="A cluster has two nodes, but “{name}” has {count}.",
            ja="クラスタのノードは 2 台ですが、「{name}」には {count} 台あります。",
        ),
        next=Text(
            en="Write one primary and one standby node.",
            ja="運用系 (primary) と待機系 (standby) を 1 台ずつ書いてください。",
        ),
    ),
    "input.role_twice": Entry(
        Text(en="Both {first} and {second} are {role}.", ja="{first} と {second} の両方が {role} になっています。"),
        next=Text(
            en="Make one primary and the other standby.", ja="一方を primary、もう一方を standby にしてください。"
        ),
    ),
    "input.folder_on_linux": Entry(
        Text(
            en="clusterpro_folder is for Windows clusters; {name} is a Linux one.",
            ja="clusterpro_folder は Windows のクラスタ用です。{name} は Linux のクラスタです。",
        ),
        next=Text(en="Leave it out.", ja="指定しないでください。"),
    ),
    "input.address_twice": Entry(
        Text(
            en="{first} and {second} have one address: {address}.",
            ja="{first} と {second} のアドレスが同じです: {address}",
        ),
        next=Text(en="Give each node its own address.", ja="ノードごとに別のアドレスを書いてください。"),
    ),
    "input.login_for_other_platform": Entry(
        Text(
            en="“{name}” is no login for a {platform} cluster.",
            ja="{platform} のクラスタでは「{name}」によるログインは使えません。",
        ),
        next=Text(en="Write “{wanted}” instead.", ja="代わりに「{wanted}」を書いてください。"),
    ),
    "input.wrong_platform": Entry(
        Text(
            en="{runbook} is for {wanted}, but the cluster “{cluster}” is {found}.",
            ja="{runbook} は {wanted} 用ですが、クラスタ「{cluster}」は {found} です。",
        ),
        next=Text(en="Choose another runbook or cluster.", ja="別のランブックまたはクラスタを選んでください。"),
    ),
    "input.node_without_machine_id": Entry(
        Text(en="The node {name} has no machine id.", ja="ノード {name} のマシン ID がありません。"),
        why=Text(
            en="The site's machine id must differ from it, and a node can't be asked for it.",
            ja="サイトのマシン ID と異なることを確かめる必要がありますが、ノードに問い合わせる方法がありません。",
        ),
        next=Text(en="Write machine_id for the node.", ja="ノードに machine_id を書いてください。"),
    ),
}
