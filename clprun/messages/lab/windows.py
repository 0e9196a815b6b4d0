"""What the lab says about its Windows nodes."""

from clprun.messages.catalog import Entry, Text

ENTRIES: dict[str, Entry] = {
    "lab.is_up_windows": Entry(
        Text(
            en="The lab is up (tier {tier}): both Windows nodes answer WinRM.",
            ja="ラボが起動しました (ティア {tier})。両方の Windows ノードが WinRM に応答します。",
        )
    ),
    "lab.winrm_silent": Entry(
        Text(en="{node} does not answer WinRM.", ja="{node} が WinRM に応答しません。"),
        next=Text(en="The lab's log is {log}.", ja="ラボのログは {log} です。"),
    ),
    "lab.windows_missing": Entry(
        Text(
            en="What Windows nodes need is not installed here, or is outdated: {parts}.",
            ja="Windows ノードに必要なものがインストールされていないか、古くなっています: {parts}",
        ),
        next=Text(
            en="As root on Debian or Ubuntu, in clprun's checkout: ./dev setup --windows",
            ja="Debian または Ubuntu の root で、clprun のチェックアウト内で実行してください: ./dev setup --windows",
        ),
    ),
    "lab.windows_tier": Entry(
        Text(
            en="Windows nodes need the lab's tier A, and this would be tier {tier}.",
            ja="Windows ノードにはラボのティア A が必要ですが、このままではティア {tier} になります。",
        ),
        next=Text(
            en="As root, on a machine that may be spoilt: clprun lab up --tier A",
            ja="壊れてもよいマシンで root として実行してください: clprun lab up --tier A",
        ),
    ),
    "lab.busy_needs_windows": Entry(
        Text(
            en="Only Windows nodes have a virus scanner that keeps files from being renamed.",
            ja="ウイルス対策ソフトによる使用中の状態を作れるのは Windows ノードだけです。",
        ),
        next=Text(
            en="Rehearse that on Windows nodes: clprun lab up --platform windows",
            ja="Windows ノードで試してください: clprun lab up --platform windows",
        ),
    ),
    "lab.clock_needs_linux": Entry(
        Text(
            en="The clocks of Windows nodes can't be set wrong in the lab.",
            ja="ラボでは Windows ノードの時計をずらせません。",
        ),
        next=Text(
            en="Rehearse that on Linux nodes: clprun lab up --platform linux",
            ja="Linux ノードで試してください: clprun lab up --platform linux",
        ),
    ),
    "lab.check_windows": Entry(
        Text(en="[{result}] Wine for Windows nodes (tier A)", ja="[{result}] Windows ノード用の Wine (ティア A)")
    ),
    "lab.advice_windows": Entry(
        Text(
            en="Linux nodes do without. For Windows nodes, as root in clprun's checkout: ./dev setup --windows",
            ja=(
                "Linux ノードには不要です。Windows ノードを使うには、チェックアウト内で root として "
                "./dev setup --windows を実行してください。"
            ),
        )
    ),
    "lab.unreal_windows": Entry(
        Text(
            en=(
                "Windows is Wine 10: its parser, registry, services and processes are real enough, the tools it "
                "lacks are stand-ins that behave as Microsoft's pages say, and rights are noted, not enforced."
            ),
            ja=(
                "Windows は Wine 10 です。コマンドの解釈、レジストリ、サービス、プロセスは実物に近く、"
                "不足するツールは Microsoft の資料どおりに動作する代用品です。"
                "アクセス権は記録されるだけで、効力はありません。"
            ),
        )
    ),
}
