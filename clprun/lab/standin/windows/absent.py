"""What a program says that is not there: Wine brings a powershell.exe that does nothing and succeeds. A stand-in."""

from ..calls import Refusal
from .call import BridgeCall

__all__ = ["absent"]


def absent(call: BridgeCall) -> int:
    """Refuse as cmd.exe does for an unknown name, with 9009 (lab-windows.md 1.3, 2)."""
    english = f"'{call.name}' is not recognized as an internal or external command,\noperable program or batch file."
    japanese = (
        f"'{call.name}' は、内部コマンドまたは外部コマンド、\n"
        "操作可能なプログラムまたはバッチ ファイルとして認識されていません。"
    )
    raise Refusal(call.text(english, japanese), 9009)
