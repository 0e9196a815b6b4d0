"""What differs after every boot of a Windows node."""

__all__ = ["UNKNOWN", "tell_boot"]

_KEY = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
_WINDOWS = r"HKLM\SYSTEM\CurrentControlSet\Control\Windows"

UNKNOWN = "-"
"""What is told where none of the three is there."""


def tell_boot(before: str = "") -> str:
    """Part of a line that prints, after some words, the count of boots and the time the page file was opened.

    Where nothing counts the boots, the time of the last shutdown stands for it: the page file may lie on another drive.
    """
    counted = f'(for /f "tokens=1,3" %a in (\'reg query "{_KEY}" /v BootId 2^>nul\') do if %a==BootId set clprun=%b)'
    shut_down = f'reg query "{_WINDOWS}" /v ShutdownTime 2^>nul'
    return (
        f"set clprun={UNKNOWN}&{counted}"
        f"&(if !clprun!=={UNKNOWN} for /f \"tokens=1,3\" %a in ('{shut_down}') do if %a==ShutdownTime set clprun=%b)"
        f'&(for %b in ("!SystemDrive!\\pagefile.sys") do echo {before}!clprun! %~tb)'
    )
