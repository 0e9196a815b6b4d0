"""Values of parameters and of the inventory that are not what their type demands."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "input.not_an_ip_address": Entry(
        Text(
            en="“{key}” must be an IP address, not {found}.",
            ja="「{key}」は IP アドレスで指定してください ({found} は使えません)。",
        ),
        next=Text(en="Write an address such as 192.0.2.10.", ja="192.0.2.10 のように書いてください。"),
    ),
    "input.ip_address_of_no_machine": Entry(
        Text(en="{found} is not the address of one machine.", ja="{found} は一台のマシンのアドレスではありません。"),
        why=Text(
            en="It stands for no machine, for many, or for one network interface only.",
            ja="未指定、マルチキャスト、ブロードキャスト、またはゾーン付きのアドレスです。",
        ),
        next=Text(en="Write the address itself.", ja="マシン自身のアドレスを書いてください。"),
    ),
    "input.host_name_is_ip": Entry(
        Text(
            en="“{key}” must be a host name, but {found} is an IP address.",
            ja="「{key}」にはホスト名が必要ですが、{found} は IP アドレスです。",
        ),
        why=Text(
            en="The products take the canonical host name, never an address.",
            ja="製品に渡すのは正式なホスト名であり、アドレスは使えません。",
        ),
        next=Text(
            en="Write the name that resolves to that address on both nodes.",
            ja="両ノードでそのアドレスに解決されるホスト名を書いてください。",
        ),
    ),
    "input.not_a_host_name": Entry(
        Text(
            en="“{key}” is no valid host name: {found}.", ja="「{key}」の値 {found} はホスト名として正しくありません。"
        ),
        next=Text(
            en="Use letters, digits and hyphens, no hyphen at either end, up to 63 characters between dots.",
            ja="英字、数字、ハイフンを使い (両端のハイフンは不可)、ドットの間は 63 文字以内にしてください。",
        ),
    ),
    "input.not_a_name": Entry(
        Text(en="“{key}” can't be {found}.", ja="「{key}」に {found} は指定できません。"),
        why=Text(
            en="Names of CLUSTERPRO objects hold 1 to 31 ASCII letters, digits, hyphens, underscores and dots.",
            ja="CLUSTERPRO のオブジェクト名は、半角英数字とハイフン、アンダースコア、ドットで 1 ～ 31 文字です。",
        ),
        next=Text(en="Give such a name.", ja="この形の名前にしてください。"),
    ),
    "input.path_not_absolute": Entry(
        Text(
            en="“{key}” must be an absolute path, not {found}.",
            ja="「{key}」は絶対パスで指定してください ({found} は使えません)。",
        ),
        next=Text(
            en="Begin the path with “/”, on Windows with a drive as in “C:\\”.",
            ja="「/」から (Windows では「C:\\」のようにドライブから) 始まるパスを書いてください。",
        ),
    ),
    "input.path_dots": Entry(
        Text(en="“{key}” has a “.” or “..” part: {found}.", ja="「{key}」に「.」または「..」が含まれています: {found}"),
        next=Text(en="Write the path without them.", ja="それらを使わずに書いてください。"),
    ),
    "input.path_character": Entry(
        Text(
            en="“{key}” holds the character {character}: {found}.",
            ja="「{key}」に使えない文字 {character} があります: {found}",
        ),
        next=Text(
            en="Use only A-Z, a-z, 0-9, “.”, “_”, “/” and “-”; on Windows also blanks, “(”, “)”, “~”, "
            "and “\\” for “/”.",
            ja="使えるのは A-Z、a-z、0-9 と「.」「_」「/」「-」だけです "
            "(Windows では空白と「(」「)」「~」も使え、区切りは「\\」です)。",
        ),
    ),
    "input.path_slashes": Entry(
        Text(en="“{key}” has an empty part: {found}.", ja="「{key}」に空の部分があります: {found}"),
        next=Text(
            en="Write single separators between names, none at the end, and not “/” or a drive alone.",
            ja="区切りは名前の間に一つずつ書き、末尾に付けたり「/」やドライブだけを指定したりしないでください。",
        ),
    ),
    "input.control_character": Entry(
        Text(en="“{key}” holds a control character: {found}.", ja="「{key}」に制御文字が含まれています: {found}"),
        next=Text(en="Write it on one line, without such characters.", ja="制御文字を除き、1 行で書いてください。"),
    ),
    "input.command_not_list": Entry(
        Text(
            en="“{key}” must be a list of program and arguments, not {found}.",
            ja="「{key}」はプログラムと引数のリストで指定してください ({found} は使えません)。",
        ),
        why=Text(en="Commands never go through a shell.", ja="コマンドはシェルを通さずに実行します。"),
        next=Text(en="Write for example: [/path/to/program, argument].", ja="例: [/path/to/program, 引数]"),
    ),
    "input.command_empty": Entry(
        Text(en="“{key}” names no program.", ja="「{key}」にプログラムがありません。"),
        next=Text(en="Write for example: [/path/to/program, argument].", ja="例: [/path/to/program, 引数]"),
    ),
    "input.machine_id_taken": Entry(
        Text(en="Machine id {found} already belongs to {owner}.", ja="マシン ID {found} は {owner} が使っています。"),
        why=Text(
            en="A machine id must differ from those of both nodes and of every machine jobs are exchanged with.",
            ja="マシン ID は、両ノードおよびジョブをやり取りするすべてのマシンと異なる必要があります。",
        ),
        next=Text(en="Choose an id that nobody uses.", ja="使われていない ID を選んでください。"),
    ),
}
