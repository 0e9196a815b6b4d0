"""Texts about nodes: how they are reached, and what they answer."""

from clprun.messages import (
    node_dialogues,
    node_jobs,
    node_trees,
    node_windows,
    node_windows_work,
    node_winrm,
    node_work,
)
from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

_LINK = {
    "node.name_unknown": Entry(
        Text(en="The host name {host} is not known.", ja="ホスト名 {host} を解決できません。"),
        next=Text(
            en="Check the address in the inventory, or name resolution on this computer.",
            ja="インベントリの address、またはこの PC の名前解決を確認してください。",
        ),
    ),
    "node.no_answer": Entry(
        Text(
            en="{host} port {port} did not answer within {seconds} seconds.",
            ja="{host} のポート {port} が {seconds} 秒以内に応答しませんでした。",
        ),
        next=Text(
            en="Check that the node is up, and that no firewall stands between.",
            ja="ノードが起動していること、途中のファイアウォールで遮断されていないことを確認してください。",
        ),
    ),
    "node.connection_refused": Entry(
        Text(en="{host} refuses connections on port {port}.", ja="{host} がポート {port} への接続を拒否しました。"),
        next=Text(
            en="Check that sshd runs there, and the port in the inventory.",
            ja="sshd が動作していること、インベントリの port を確認してください。",
        ),
    ),
    "node.no_way": Entry(
        Text(
            en="{host} port {port} can't be reached: {reason}.", ja="{host} のポート {port} に到達できません: {reason}"
        ),
        next=Text(en="Check the network and the address.", ja="ネットワークとアドレスを確認してください。"),
    ),
    "node.not_greeted": Entry(
        Text(
            en="{host} port {port} hangs up before any SSH greeting.",
            ja="{host} のポート {port} が SSH の応答を返さずに切断しました。",
        ),
        why=Text(
            en="Either no SSH server listens there, or it has too many logins under way (MaxStartups).",
            ja="SSH サーバではないか、同時ログイン数の上限 (MaxStartups) に達しています。",
        ),
        next=Text(
            en="Check the port; else try again shortly.", ja="ポートを確認するか、しばらくしてから再試行してください。"
        ),
    ),
    "node.no_greeting": Entry(
        Text(
            en="{host} port {port} gave no SSH greeting within {seconds} seconds.",
            ja="{host} のポート {port} から {seconds} 秒以内に SSH の応答がありません。",
        ),
        why=Text(
            en="The node hangs, or its sshd waits for a name server (UseDNS).",
            ja="ノードが無応答か、sshd が DNS サーバの応答を待っています (UseDNS)。",
        ),
        next=Text(
            en="Log in by hand with ssh to see how long it takes.",
            ja="ssh で手動ログインし、所要時間を確認してください。",
        ),
    ),
    "node.no_agreement": Entry(
        Text(
            en="No SSH session could be agreed on with {host} port {port}: {reason}.",
            ja="{host} のポート {port} と SSH セッションを確立できません: {reason}",
        ),
        next=Text(
            en="Check which algorithms the node's sshd allows; very old ones are not supported.",
            ja="ノードの sshd が許可するアルゴリズムを確認してください (古い方式には対応していません)。",
        ),
    ),
    "node.jump_failed": Entry(
        Text(
            en="The jump host {jump} can't connect to {host} port {port}: {reason}.",
            ja="踏み台ホスト {jump} から {host} のポート {port} へ接続できません: {reason}",
        ),
        next=Text(
            en="Check that the jump host may forward (AllowTcpForwarding) and reaches the node.",
            ja="踏み台ホストで転送が許可され (AllowTcpForwarding)、ノードに到達できることを確認してください。",
        ),
    ),
    "node.no_shell": Entry(
        Text(en="No shell could be started: {reason}.", ja="シェルを起動できません: {reason}"),
        next=Text(
            en="Check that the user may run commands over SSH (login shell, ForceCommand).",
            ja="ユーザが SSH でコマンドを実行できること (ログインシェル、ForceCommand) を確認してください。",
        ),
    ),
    "node.link_lost": Entry(
        Text(en="The link to the node was lost.", ja="ノードとの接続が切れました。"),
        why=Text(
            en="Whether the last request was carried out is not known yet.",
            ja="最後の要求が実行されたかどうかは、まだ分かりません。",
        ),
        next=Text(
            en="Check the node and the network, then resume the run: it asks the node what was done.",
            ja="ノードとネットワークを確認し、実行を再開してください。実行済みの内容はノードに問い合わせます。",
        ),
    ),
    "node.deadline_passed": Entry(
        Text(
            en="The node did not answer within {seconds} seconds.", ja="ノードが {seconds} 秒以内に応答しませんでした。"
        ),
        why=Text(
            en="Whether the last request was carried out is not known yet.",
            ja="最後の要求が実行されたかどうかは、まだ分かりません。",
        ),
        next=Text(
            en="Check that the node and its file systems respond, then resume the run.",
            ja="ノードとそのファイルシステムが応答することを確認し、実行を再開してください。",
        ),
    ),
    "node.output_too_long": Entry(
        Text(
            en="A command printed more than {mebibytes} MiB; it was given up.",
            ja="コマンドの出力が {mebibytes} MiB を超えたため、打ち切りました。",
        ),
        next=Text(
            en="Run it on the node by hand to see what it prints.",
            ja="ノード上で手動実行し、出力を確認してください。",
        ),
    ),
}

_HOST_KEYS = {
    "node.host_key_unknown": Entry(
        Text(
            en="The host key of {host} port {port} is not known: {key_type} {fingerprint}.",
            ja="{host} のポート {port} のホスト鍵は未登録です: {key_type} {fingerprint}",
        ),
        why=Text(
            en="It was not accepted, or nobody could be asked.",
            ja="承認されなかったか、確認できる人がいません。",
        ),
        next=Text(
            en="Compare the fingerprint with the node's own (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then run "
            "`clprun plan` on a terminal and accept it, or add the key to {file}.",
            ja="ノード上の値 (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub) と照合し、端末で "
            "`clprun plan` を実行して承認するか、{file} に鍵を追加してください。",
        ),
    ),
    "node.host_key_changed": Entry(
        Text(
            en="The host key of {host} port {port} has changed: it shows {key_type} {fingerprint}, known is "
            "{known_type} {known_fingerprint} ({where}).",
            ja="{host} のポート {port} のホスト鍵が変わっています: 提示 {key_type} {fingerprint}、"
            "登録済み {known_type} {known_fingerprint} ({where})",
        ),
        why=Text(
            en="The node was installed anew, or another machine answers in its place.",
            ja="ノードが再インストールされたか、別のマシンが応答しています。",
        ),
        next=Text(
            en="Ask the node's administrator. Only if the change is explained, remove the known key from {where}.",
            ja="ノードの管理者に確認してください。変更の理由が明らかな場合に限り、{where} の鍵を削除してください。",
        ),
    ),
    "node.host_key_revoked": Entry(
        Text(
            en="The host key of {host} port {port} is marked as revoked: {key_type} {fingerprint}.",
            ja="{host} のポート {port} のホスト鍵は失効 (@revoked) と登録されています: {key_type} {fingerprint}",
        ),
        next=Text(
            en="Do not use this node before its administrator has given it a new key.",
            ja="管理者が新しいホスト鍵を設定するまで、このノードを使用しないでください。",
        ),
    ),
    "node.host_key_authority": Entry(
        Text(
            en="{host} port {port} is known only through a certificate authority, which clprun can't check.",
            ja="{host} のポート {port} は認証局 (@cert-authority) 経由でのみ登録されていますが、clprun は未対応です。",
        ),
        next=Text(
            en="Add the key of the host itself ({key_type} {fingerprint}, after comparing it) to {file}.",
            ja="ホスト自身の鍵 ({key_type} {fingerprint}) を照合のうえ {file} に追加してください。",
        ),
    ),
    "node.host_key_not_noted": Entry(
        Text(
            en="The accepted host key can't be written to {file}: {reason}.",
            ja="承認したホスト鍵を {file} に書き込めません: {reason}",
        ),
        next=Text(en="Make the file writable.", ja="ファイルを書き込み可能にしてください。"),
    ),
}

_LOGIN = {
    "node.login_refused": Entry(
        Text(
            en="{host} port {port} refused the login of {user}. Offered: {offered}.",
            ja="{host} のポート {port} が {user} のログインを拒否しました。提示したもの: {offered}",
        ),
        why=Text(en="The server wants: {wanted}.", ja="サーバが求める認証方式: {wanted}"),
        next=Text(
            en="Check user, password or key in the inventory, and PermitRootLogin and AllowUsers on the node.",
            ja="インベントリのユーザ、パスワード、鍵と、ノードの PermitRootLogin、AllowUsers を確認してください。",
        ),
    ),
    "node.login_nothing_to_offer": Entry(
        Text(
            en="There is nothing to log in to {host} port {port} with as {user}: no key, no agent, no password that "
            "the server takes.",
            ja="{host} のポート {port} に {user} でログインする手段がありません "
            "(サーバが受け付ける鍵、エージェント、パスワードがいずれもありません)。",
        ),
        why=Text(en="The server wants: {wanted}.", ja="サーバが求める認証方式: {wanted}"),
        next=Text(
            en="Give ssh.identity_file or ssh.password in the inventory, or load a key into the agent.",
            ja="インベントリに ssh.identity_file か ssh.password を指定するか、エージェントに鍵を登録してください。",
        ),
    ),
    "node.login_question": Entry(
        Text(
            en='{host} port {port} asks {user} "{question}", which the password does not answer.',
            ja="{host} のポート {port} が {user} に「{question}」と求めていますが、パスワードでは答えられません。",
        ),
        next=Text(
            en="Log in by hand once (a password may have to be changed), or use a key.",
            ja="一度手動でログインする (パスワード変更が必要な場合があります) か、鍵を使用してください。",
        ),
    ),
    "node.login_broken_off": Entry(
        Text(
            en="{host} port {port} broke the login of {user} off: {reason}. Offered: {offered}.",
            ja="{host} のポート {port} が {user} のログインを中断しました: {reason} (提示したもの: {offered})",
        ),
        next=Text(
            en="See the node's own log (journalctl -u sshd, /var/log/secure); of many keys, name one in the inventory.",
            ja="ノードのログ (journalctl -u sshd、/var/log/secure) を確認してください。"
            "鍵が多い場合は、インベントリで一つ指定してください。",
        ),
    ),
    "node.login_timeout": Entry(
        Text(
            en="{host} port {port} did not decide on the login of {user} within {seconds} seconds.",
            ja="{host} のポート {port} が {seconds} 秒以内に {user} のログインを処理しませんでした。",
        ),
        next=Text(
            en="Log in by hand with ssh to see what it waits for.",
            ja="ssh で手動ログインし、待ちの原因を確認してください。",
        ),
    ),
    "node.key_unreadable": Entry(
        Text(en="The key file {file} can't be read: {reason}.", ja="鍵ファイル {file} を読めません: {reason}"),
        next=Text(
            en="Check ssh.identity_file or IdentityFile.",
            ja="ssh.identity_file または IdentityFile を確認してください。",
        ),
    ),
    "node.key_malformed": Entry(
        Text(en="{file} is not a private key that can be used.", ja="{file} は使用できる秘密鍵ではありません。"),
        why=Text(
            en="OpenSSH keys (ed25519, ecdsa, rsa) and PEM keys are understood; PKCS#8 and PuTTY keys are not.",
            ja="OpenSSH 形式 (ed25519、ecdsa、rsa) と PEM 形式に対応しています。"
            "PKCS#8 形式と PuTTY 形式は使用できません。",
        ),
        next=Text(
            en="Convert it with `ssh-keygen -p -f {file}`.",
            ja="`ssh-keygen -p -f {file}` で変換してください。",
        ),
    ),
    "node.key_passphrase_wrong": Entry(
        Text(en="The passphrase does not open the key {file}.", ja="パスフレーズが鍵 {file} と一致しません。"),
        next=Text(
            en="Try again, or load the key into the agent (ssh-add).",
            ja="再試行するか、鍵をエージェントに登録してください (ssh-add)。",
        ),
    ),
}

_BECOMING_ROOT = {
    "node.become_password_missing": Entry(
        Text(
            en="{method} asks for a password and none is given.",
            ja="{method} がパスワードを求めていますが、指定がありません。",
        ),
        next=Text(
            en="Give ssh.become.password in the inventory (a !secret), or allow {method} without one.",
            ja="インベントリに ssh.become.password (!secret) を指定するか、"
            "{method} をパスワードなしで許可してください。",
        ),
    ),
    "node.become_password_wrong": Entry(
        Text(en="{method} refused the password.", ja="{method} がパスワードを拒否しました。"),
        next=Text(
            en="Check ssh.become.password: sudo wants the user's own, su wants root's.",
            ja="ssh.become.password を確認してください (sudo はユーザ自身の、su は root のパスワードです)。",
        ),
    ),
    "node.become_refused": Entry(
        Text(en="{method} refused to make the user root.", ja="{method} による root への切り替えが拒否されました。"),
        next=Text(
            en="Check that the user may run a root shell with {method} (sudoers, group wheel).",
            ja="ユーザが {method} で root シェルを実行できること (sudoers、wheel グループ) を確認してください。",
        ),
    ),
    "node.become_timeout": Entry(
        Text(
            en="{method} gave no root shell within {seconds} seconds.",
            ja="{method} で {seconds} 秒以内に root シェルが起動しませんでした。",
        ),
        next=Text(
            en="Run {method} by hand on the node to see what it asks for.",
            ja="ノード上で {method} を手動実行し、何を求められるか確認してください。",
        ),
    ),
}

_CLIENT_CONFIGURATION = {
    "node.ssh_config_malformed": Entry(
        Text(
            en="The OpenSSH configuration is malformed: {keyword}.",
            ja="OpenSSH の設定ファイルに誤りがあります: {keyword}",
        ),
        next=Text(en="Correct this line; see ssh_config(5).", ja="この行を修正してください (ssh_config(5) 参照)。"),
    ),
    "node.ssh_config_unreadable": Entry(
        Text(
            en="The OpenSSH configuration {file} can't be read: {reason}.",
            ja="OpenSSH の設定ファイル {file} を読めません: {reason}",
        ),
        next=Text(en="Make the file readable.", ja="ファイルを読み取り可能にしてください。"),
    ),
    "node.ssh_config_include_depth": Entry(
        Text(
            en="Include goes too deep in the OpenSSH configuration; a file may include itself.",
            ja="OpenSSH の設定ファイルの Include が深すぎます。ファイルが自分自身を読み込んでいる可能性があります。",
        ),
        next=Text(en="Remove this Include.", ja="この Include を削除してください。"),
    ),
    "node.ssh_config_match": Entry(
        Text(
            en="Whether this Match applies can't be decided: {criterion} is not supported.",
            ja="この Match が該当するか判定できません: {criterion} には対応していません。",
        ),
        next=Text(
            en="Narrow it with `Match host` so that it leaves the nodes out, or set in the inventory what it would.",
            ja="`Match host` でノードを対象外にするか、その設定をインベントリに記述してください。",
        ),
    ),
    "node.proxy_command_unsupported": Entry(
        Text(
            en="ProxyCommand in the OpenSSH configuration is not supported.",
            ja="OpenSSH の設定ファイルの ProxyCommand には対応していません。",
        ),
        next=Text(
            en="Use ProxyJump there, or ssh.jump in the inventory (`none` for no jump host).",
            ja="ProxyJump に書き換えるか、インベントリに ssh.jump を指定してください (踏み台なしは `none`)。",
        ),
    ),
    "node.jump_malformed": Entry(
        Text(en="{jump} is not a jump host.", ja="{jump} は踏み台ホストの指定として正しくありません。"),
        next=Text(en="Write [user@]host[:port].", ja="[ユーザ@]ホスト[:ポート] の形式で指定してください。"),
    ),
    "node.jump_circle": Entry(
        Text(
            en="More than {limit} jump hosts; {jump} may lead back to itself.",
            ja="踏み台ホストが {limit} 段を超えています。{jump} が自分自身に戻っている可能性があります。",
        ),
        next=Text(en="Check ProxyJump of {jump}.", ja="{jump} の ProxyJump を確認してください。"),
    ),
}

ENTRIES: dict[str, Entry] = {
    **_LINK,
    **_HOST_KEYS,
    **_LOGIN,
    **_BECOMING_ROOT,
    **_CLIENT_CONFIGURATION,
    **node_work.ENTRIES,
    **node_dialogues.ENTRIES,
    **node_jobs.ENTRIES,
    **node_trees.ENTRIES,
    **node_windows.ENTRIES,
    **node_windows_work.ENTRIES,
    **node_winrm.ENTRIES,
}
