"""Mistakes on the command line, interruptions, and faults of clprun itself."""

from clprun.messages.catalog import Entry, Text

_SEE_HELP = Text(en="See `{help}`.", ja="`{help}` を参照してください。")

ENTRIES: dict[str, Entry] = {
    "commands.unknown_command": Entry(
        Text(en="There is no command “{command}”.", ja="コマンド「{command}」はありません。"),
        next=Text(en="Commands: {known}. See `{help}`.", ja="コマンド: {known}。`{help}` を参照してください。"),
    ),
    "commands.unknown_option": Entry(
        Text(en="There is no option {option} here.", ja="オプション {option} はありません。"), next=_SEE_HELP
    ),
    "commands.unknown_option_like": Entry(
        Text(en="There is no option {option} here.", ja="オプション {option} はありません。"),
        next=Text(
            en="Did you mean {nearest}? See `{help}`.",
            ja="{nearest} の誤りではありませんか。`{help}` も参照してください。",
        ),
    ),
    "commands.missing_argument": Entry(
        Text(en="{argument} is missing.", ja="{argument} が指定されていません。"), next=_SEE_HELP
    ),
    "commands.bad_option_usage": Entry(
        Text(en="Option {option} is used wrongly.", ja="オプション {option} の使い方が誤っています。"),
        why=Text(
            en="It lacks its value, or has one though it takes none.",
            ja="値が不足しているか、値を取らないオプションに値があります。",
        ),
        next=_SEE_HELP,
    ),
    "commands.not_a_choice": Entry(
        Text(en="This value is not allowed for {name}.", ja="{name} に指定できない値です。"),
        next=Text(en="Give one of: {choices}.", ja="次の中から指定してください: {choices}"),
    ),
    "commands.bad_value": Entry(
        Text(en="This value does not fit {name}.", ja="{name} の値が正しくありません。"), next=_SEE_HELP
    ),
    "commands.bad_usage": Entry(
        Text(en="The command line does not fit.", ja="コマンドラインの指定が正しくありません。"),
        why=Text(en="{message}", ja="{message}"),
        next=_SEE_HELP,
    ),
    "commands.comes_later": Entry(
        Text(en="{option} is not in this version yet.", ja="{option} はこのバージョンではまだ使えません。"),
        next=Text(
            en="Leave it out; {instead} does it in one go.", ja="外してください。{instead} で続けて実行できます。"
        ),
    ),
    "commands.in_doubt_form": Entry(
        Text(en="--in-doubt {found} can't be read.", ja="--in-doubt {found} を解釈できません。"),
        next=Text(
            en="Write STEP=redo, STEP=done or STEP=stop.",
            ja="STEP=redo、STEP=done、STEP=stop のいずれかの形で指定してください。",
        ),
    ),
    "commands.in_doubt_unknown_step": Entry(
        Text(
            en="--in-doubt: the runbook has no step “{step}”.",
            ja="--in-doubt: ランブックにステップ「{step}」はありません。",
        ),
        next=Text(en="Steps: {known}.", ja="ステップの一覧: {known}"),
    ),
    "commands.lab_and_inventory": Entry(
        Text(
            en="--lab brings its own inventory; -i does not go with it.",
            ja="--lab は専用のインベントリを使うため、-i と同時に指定できません。",
        ),
        next=Text(
            en="To rehearse your own site: clprun lab up --inventory FILE, then --lab.",
            ja="自分の環境でリハーサルするには、clprun lab up --inventory FILE の後に --lab を使ってください。",
        ),
    ),
    "commands.lab_needs_linux": Entry(
        Text(en="The lab runs on Linux only.", ja="ラボは Linux でのみ使えます。"),
        next=Text(
            en="Use a Linux machine, a virtual machine or WSL 2.",
            ja="Linux マシン、仮想マシン、または WSL 2 を使ってください。",
        ),
    ),
    "commands.lab_not_for": Entry(
        Text(
            en="The lab has nothing to rehearse {runbook} on.",
            ja="ラボには {runbook} をリハーサルする用意がありません。",
        ),
        next=Text(en="Name one of: {known}.", ja="次のいずれかを指定してください: {known}。"),
    ),
    "commands.lab_platform": Entry(
        Text(
            en="The nodes of cluster {cluster} are {platform} by its inventory.",
            ja="クラスタ {cluster} のノードは、インベントリでは {platform} です。",
        ),
        next=Text(
            en="Leave out --platform and --windows-release, or name another cluster.",
            ja="--platform と --windows-release を外すか、別のクラスタを指定してください。",
        ),
    ),
    "commands.lab_impossible": Entry(
        Text(en="{what}", ja="{what}"), why=Text(en="{why}", ja="{why}"), next=Text(en="{help}", ja="{help}")
    ),
    "commands.secret_weak": Entry(
        Text(
            en="The secret {name} can't be hidden in what other programs print.",
            ja="秘密情報 {name} は、ほかのプログラムの出力の中では隠せません。",
        ),
        why=Text(
            en="It has fewer than {shortest} characters, or stands in the runbook, the inventory or clprun's messages. "
            "Such a text occurs by chance as well, and stars in its place would tell which it is.",
            ja="{shortest} 文字より短いか、ランブック、インベントリ、clprun のメッセージのいずれかに含まれています。"
            "そのような文字列は偶然にも現れるため、伏せ字にすると、かえって何であるかが分かってしまいます。",
        ),
        next=Text(
            en="Choose a longer one that is no common word. The program it is typed into still has it starred.",
            ja="より長く、ありふれた語ではないものにしてください。入力先のプログラムの出力では引き続き伏せ字になります。",
        ),
    ),
    "commands.secret_absent": Entry(
        Text(en="The {source} holds no secret {name}.", ja="{source} に秘密情報 {name} がありません。"),
        next=Text(
            en="Provide it there, or name another place in the inventory (!secret).",
            ja="そこに用意するか、インベントリの !secret で別の取得先を指定してください。",
        ),
    ),
    "commands.secret_missing": Entry(
        Text(en="The secret {name} can't be had from {source}.", ja="秘密情報 {name} を {source} から取得できません。"),
        why=Text(en="{reason}", ja="{reason}"),
        next=Text(
            en="Provide it there, or name another place in the inventory (!secret).",
            ja="そこに用意するか、インベントリの !secret で別の取得先を指定してください。",
        ),
    ),
    "commands.not_agreed": Entry(
        Text(en="Nothing was done: it was not agreed to.", ja="承認されなかったため、何も行いませんでした。"),
        next=Text(
            en="Run it on a terminal and agree, or add --yes where nobody is there.",
            ja="端末で実行して承認するか、答える人がいない場合は --yes を付けてください。",
        ),
    ),
    "commands.clean_not_agreed": Entry(
        Text(en="Nothing was removed: it was not agreed to.", ja="承認されなかったため、何も削除していません。"),
        next=Text(
            en="Run on a terminal, or add --yes; --dry-run only shows what would go.",
            ja="端末で実行するか、--yes を付けてください。--dry-run は削除されるものを表示するだけです。",
        ),
    ),
    "commands.interrupted": Entry(
        Text(en="Interrupted by {signal}.", ja="{signal} により中断しました。"),
        why=Text(
            en="Whatever had begun on a node goes on there; a run can be resumed.",
            ja="ノード上で開始した処理はそのまま続きます。実行は再開できます。",
        ),
    ),
    "commands.output_unread": Entry(
        Text(
            en="Nobody read standard output to its end (a closed pipe or a full disk); the command went on without it.",
            ja="標準出力の読み手がいなくなった (パイプの切断またはディスクフル) ため、以降は出力せずに続行しました。",
        ),
    ),
    "commands.fault": Entry(
        Text(en="This is a fault of clprun itself ({kind}).", ja="clprun 自体の不具合です ({kind})。"),
        next=Text(
            en="The details are in {path}. Please send that file to the makers of clprun.",
            ja="詳細は {path} にあります。このファイルを clprun の開発元に送ってください。",
        ),
    ),
    "commands.fault_unreported": Entry(
        Text(
            en="This is a fault of clprun itself ({kind}), and no report could be written.",
            ja="clprun 自体の不具合です ({kind})。報告ファイルも作成できませんでした。",
        ),
        next=Text(
            en="Check that CLPRUN_HOME can be written to and that the disk is not full.",
            ja="CLPRUN_HOME に書き込めること、ディスクに空きがあることを確認してください。",
        ),
    ),
}
