"""Texts about nodes reached over WinRM (clprun/transport/winrm*.py); part of the area ``nodes``."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

_LINK = {
    "node.winrm_connection_refused": Entry(
        Text(en="{host} refuses connections on port {port}.", ja="{host} がポート {port} への接続を拒否しました。"),
        why=Text(
            en="WinRM is not switched on there, or listens on another port.",
            ja="WinRM が有効になっていないか、別のポートで待ち受けています。",
        ),
        next=Text(
            en="On the node, look at: winrm enumerate winrm/config/listener. Switch it on with: winrm quickconfig "
            "(-transport:https for port 5986).",
            ja="ノードで winrm enumerate winrm/config/listener を確認し、winrm quickconfig "
            "(ポート 5986 は -transport:https) で有効にしてください。",
        ),
    ),
    "node.winrm_no_reply": Entry(
        Text(
            en="{host} port {port} gave no WinRM answer that makes sense.",
            ja="{host} のポート {port} から WinRM の正しい応答がありません。",
        ),
        next=Text(
            en="Check scheme and port in the inventory, and that the WinRM service runs on the node.",
            ja="インベントリの scheme と port、およびノードで WinRM サービスが動作していることを確認してください。",
        ),
    ),
    "node.winrm_broken_off": Entry(
        Text(
            en="{host} port {port} speaks WinRM, but broke off or stayed silent when asked for a shell.",
            ja="{host} のポート {port} は WinRM ですが、シェルの作成中に切断されたか、応答がありません。",
        ),
        next=Text(
            en="See whether the node is starting, stopping or overloaded, and what lies between; then try again.",
            ja="ノードが起動中・停止中・高負荷でないか、また途中の経路を確認し、もう一度実行してください。",
        ),
    ),
    "node.winrm_shell_ended": Entry(
        Text(
            en="{host} port {port} ended the shell each time before a command began in it.",
            ja="{host} のポート {port} では、コマンドを開始する前に毎回シェルが終了しました。",
        ),
        next=Text(
            en="The WinRM service is restarting, or a policy ends shells; see its event log, then try again.",
            ja="WinRM サービスの再起動中か、ポリシーによる終了です。イベントログを確認し、もう一度実行してください。",
        ),
    ),
    "node.winrm_answer_incomplete": Entry(
        Text(
            en="A command has ended, but the link broke under its output, and a part of it is lost.",
            ja="コマンドは終了しましたが、出力の途中で接続が切れ、一部が失われました。",
        ),
        next=Text(
            en="Resume the run: it asks the node what was done.",
            ja="実行を再開してください。実行済みの内容はノードに問い合わせます。",
        ),
    ),
}

_LOGIN = {
    "node.winrm_login_refused": Entry(
        Text(
            en="{host} port {port} refuses the login of {user} by {transport}.",
            ja="{host} のポート {port} が {user} のログイン ({transport}) を拒否しました。",
        ),
        why=Text(
            en="User or password is wrong, or the account is locked or barred from the network (offered: {offered}).",
            ja="ユーザ名またはパスワードの誤り、アカウントのロック、"
            "またはネットワーク経由のログオンが許可されていません (サーバの提示: {offered})。",
        ),
        next=Text(
            en="Check user and password in the inventory; a domain user is written DOMAIN\\user or user@domain.",
            ja="インベントリの user と password を確認してください。"
            "ドメインユーザは DOMAIN\\user または user@domain と記述します。",
        ),
    ),
    "node.winrm_transport_not_offered": Entry(
        Text(
            en="{host} port {port} does not allow logins by {transport}; it offers {offered}.",
            ja="{host} のポート {port} は {transport} によるログインを許可していません (サーバの提示: {offered})。",
        ),
        next=Text(
            en="Choose a transport in the inventory that it offers (negotiate: ntlm or kerberos), or allow this one on "
            "the node: winrm get winrm/config/service/auth.",
            ja="インベントリの transport にサーバが提示する方式 (negotiate は ntlm または kerberos) を指定するか、"
            "ノードで許可してください (winrm get winrm/config/service/auth で確認)。",
        ),
    ),
    "node.winrm_not_elevated": Entry(
        Text(
            en="The user has no administrator's rights over the network: {host} port {port} allows no shell.",
            ja="ユーザにネットワーク経由の管理者権限がないため、{host} のポート {port} でシェルを開始できません。",
        ),
        why=Text(
            en="Local administrators but the built-in one are filtered, unless LocalAccountTokenFilterPolicy is 1.",
            ja="ビルトイン以外のローカル管理者の権限は、LocalAccountTokenFilterPolicy が 1 でない限り制限されます。",
        ),
        next=Text(
            en="Use the built-in Administrator or a domain user who is a local administrator.",
            ja="ビルトインの Administrator、またはローカル管理者グループに属するドメインユーザを使用してください。",
        ),
    ),
    "node.winrm_credentials_missing": Entry(
        Text(
            en="The WinRM login of the node has no {name}, which {transport} needs.",
            ja="ノードの WinRM ログインに {name} がありません ({transport} では必須です)。",
        ),
        next=Text(
            en="Write it into the inventory; the password as a secret, e.g. !secret {{prompt: Administrator}}.",
            ja="インベントリに記述してください。password はシークレットとして "
            "!secret {{prompt: Administrator}} のように書きます。",
        ),
    ),
    "node.winrm_no_kerberos": Entry(
        Text(
            en="The library for Kerberos is not installed on this computer.",
            ja="この PC に Kerberos のライブラリがインストールされていません。",
        ),
        next=Text(
            en="Install it (pip install pywinrm[kerberos]), or choose the transport ntlm in the inventory.",
            ja="pip install pywinrm[kerberos] でインストールするか、"
            "インベントリの transport に ntlm を指定してください。",
        ),
    ),
}

_TRUST = {
    "node.winrm_certificate_not_trusted": Entry(
        Text(
            en="The certificate of {host} port {port} is not trusted: {reason}. SHA-256: {fingerprint}.",
            ja="{host} のポート {port} の証明書を信頼できません: {reason}。SHA-256: {fingerprint}",
        ),
        next=Text(
            en="Name the authority that signed it (ca_file), or compare the fingerprint on the node and write it into "
            "the inventory (fingerprint).",
            ja="署名した認証局の証明書を ca_file に指定するか、"
            "ノード上の値と照合したうえで fingerprint に記述してください。",
        ),
    ),
    "node.winrm_certificate_for_other": Entry(
        Text(
            en="The certificate of {host} port {port} is made out to another name. SHA-256: {fingerprint}.",
            ja="{host} のポート {port} の証明書は別の名前に対して発行されています。SHA-256: {fingerprint}",
        ),
        why=Text(
            en="Most certificates hold the computer's name and not its IP address.",
            ja="多くの証明書には IP アドレスではなくコンピュータ名が記載されています。",
        ),
        next=Text(
            en="Write the name in the certificate as address, or compare the fingerprint on the node and write it into "
            "the inventory (fingerprint).",
            ja="証明書に記載された名前を address に指定するか、"
            "ノード上の値と照合したうえで fingerprint に記述してください。",
        ),
    ),
    "node.winrm_fingerprint_differs": Entry(
        Text(
            en="The certificate of {host} port {port} has the SHA-256 {fingerprint}, the inventory says {expected}.",
            ja="{host} のポート {port} の証明書の SHA-256 は {fingerprint} ですが、インベントリでは {expected} です。",
        ),
        why=Text(
            en="The certificate was renewed, or another machine answers in the node's place.",
            ja="証明書が更新されたか、別のマシンが応答しています。",
        ),
        next=Text(
            en="Ask the node's administrator. Only if the change is explained, write the new fingerprint.",
            ja="ノードの管理者に確認してください。変更の理由が明らかな場合に限り、新しい値を記述してください。",
        ),
    ),
    "node.winrm_unverified": Entry(
        Text(
            en="The certificate of node {name} is not checked (verify: false).",
            ja="ノード {name} の証明書を検証していません (verify: false)。",
        ),
        why=Text(
            en="Whoever answers in the node's place is taken for the node, and can make use of the login.",
            ja="別のマシンがノードになりすまして応答しても区別できず、ログイン情報を悪用されるおそれがあります。",
        ),
        next=Text(
            en="Write the certificate's SHA-256 as winrm.fingerprint instead.",
            ja="代わりに、証明書の SHA-256 を winrm.fingerprint に記述してください。",
        ),
    ),
    "node.winrm_no_tls": Entry(
        Text(
            en="No TLS session could be agreed on with {host} port {port}: {reason}.",
            ja="{host} のポート {port} と TLS セッションを確立できません: {reason}",
        ),
        why=Text(
            en="The port is that of HTTP, or the node knows only TLS versions that are no longer safe.",
            ja="HTTP 用のポートであるか、ノードが安全でない古い TLS にしか対応していません。",
        ),
        next=Text(
            en="Check the port. For Windows Server 2008 and older use scheme: http with ntlm, which is encrypted, too.",
            ja="port を確認してください。Windows Server 2008 以前では scheme: http と ntlm を使用してください "
            "(通信は暗号化されます)。",
        ),
    ),
    "node.winrm_certificate_file": Entry(
        Text(en="{file} can't be used as certificate: {reason}.", ja="{file} を証明書として使用できません: {reason}"),
        next=Text(
            en="Name files in PEM format; the key of a client certificate must have no passphrase.",
            ja="PEM 形式のファイルを指定してください。クライアント証明書の秘密鍵にパスフレーズは設定できません。",
        ),
    ),
}

_LIMITS = {
    "node.winrm_too_many_shells": Entry(
        Text(
            en="The user has too many remote shells or commands open on {host} port {port}.",
            ja="{host} のポート {port} で、このユーザのリモートシェルまたはコマンドの数が上限に達しています。",
        ),
        why=Text(
            en="The shell of a run that was cut off counts until it has been idle for a minute, others for longer.",
            ja="中断された実行のシェルは 1 分間、ほかのシェルはアイドル時間の上限まで数に含まれます。",
        ),
        next=Text(
            en="Wait a minute and try again. If it stays so, restart WinRM on the node, which ends all shells.",
            ja="1 分待ってから再度実行してください。"
            "解消しない場合はノードの WinRM サービスを再起動してください (すべてのシェルが終了します)。",
        ),
    ),
    "node.winrm_too_large": Entry(
        Text(
            en="{host} port {port} takes no request of the size that clprun needs (HTTP 413).",
            ja="{host} のポート {port} は clprun に必要なサイズの要求を受け付けません (HTTP 413)。",
        ),
        next=Text(
            en='Raise it on the node: winrm set winrm/config @{{MaxEnvelopeSizekb="150"}}.',
            ja='ノードで上限を上げてください: winrm set winrm/config @{{MaxEnvelopeSizekb="150"}}',
        ),
    ),
    "node.winrm_refused": Entry(
        Text(
            en="The WinRM service on {host} port {port} refuses ({fault}).",
            ja="{host} のポート {port} の WinRM サービスが要求を拒否しました ({fault})。",
        ),
        next=Text(
            en="Look up the code with: winrm helpmsg. Then try again.",
            ja="winrm helpmsg でコードの意味を確認し、対処してから再度実行してください。",
        ),
    ),
}

ENTRIES: dict[str, Entry] = {**_LINK, **_LOGIN, **_TRUST, **_LIMITS}
"""Entries by code."""
