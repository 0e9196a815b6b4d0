"""WinRM logins of an inventory that are refused."""

from clprun.messages.catalog import Entry, Text

__all__ = ["ENTRIES"]

ENTRIES: dict[str, Entry] = {
    "input.winrm_basic_in_the_clear": Entry(
        Text(
            en="Over http, the transport basic shows the password to everybody on the way.",
            ja="http での basic では、経路上の誰でもパスワードを読み取れます。",
        ),
        next=Text(
            en="Write scheme: https, or transport: ntlm, which encrypts over http, too. Where the network is trusted: "
            "allow_unencrypted: true.",
            ja="scheme: https か、http でも暗号化される transport: ntlm を指定してください。"
            "信頼できるネットワークに限り allow_unencrypted: true も使用できます。",
        ),
    ),
    "input.winrm_needs_https": Entry(
        Text(en="“{name}” needs scheme: https.", ja="「{name}」には scheme: https が必要です。"),
        why=Text(en="Over http nobody shows a certificate.", ja="http では証明書が提示されません。"),
        next=Text(en="Write scheme: https, or drop it.", ja="scheme: https を指定するか、この行を削除してください。"),
    ),
    "input.winrm_trust_twice": Entry(
        Text(
            en="“{first}” and “{second}” exclude each other.",
            ja="「{first}」と「{second}」は同時に指定できません。",
        ),
        next=Text(
            en="Name the authority (ca_file) or the certificate itself (fingerprint).",
            ja="認証局 (ca_file) または証明書そのもの (fingerprint) のどちらか一方を指定してください。",
        ),
    ),
    "input.not_a_fingerprint": Entry(
        Text(
            en="“{key}” must be the SHA-256 of a certificate.",
            ja="「{key}」には証明書の SHA-256 ハッシュを指定してください。",
        ),
        why=Text(
            en="The thumbprint that Windows shows is SHA-1 and shorter.",
            ja="Windows が表示する拇印は SHA-1 で、長さが異なります。",
        ),
        next=Text(
            en="Write 64 hexadecimal digits; a refused connection shows those of the certificate.",
            ja="16 進数 64 桁を書いてください。接続が拒否されたときのメッセージにも表示されます。",
        ),
    ),
    "input.winrm_certificate_missing": Entry(
        Text(en="The transport certificate needs “{name}”.", ja="transport: certificate には「{name}」が必要です。"),
        next=Text(
            en="Name the PEM files of the client certificate and of its key.",
            ja="クライアント証明書とその秘密鍵の PEM ファイルを指定してください。",
        ),
    ),
    "input.winrm_certificate_unused": Entry(
        Text(
            en="“{name}” is only used by the transport certificate.",
            ja="「{name}」は transport: certificate でのみ使用されます。",
        ),
        next=Text(
            en="Write transport: certificate, or drop it.",
            ja="transport: certificate を指定するか、この行を削除してください。",
        ),
    ),
}
