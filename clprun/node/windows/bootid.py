"""What differs after every boot of a Windows node."""

__all__ = ["UNKNOWN", "tell_boot"]

_KEY = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"

UNKNOWN = "-"
"""What is told where neither of the two is there."""


def tell_boot(before: str = "") -> str:
    """Part of a line that prints, after some words, the count of boots and the time the page file was opened."""
    return (
        f"set clprun={UNKNOWN}"
        f'&(for /f "tokens=1,3" %a in (\'reg query "{_KEY}" /v BootId 2^>nul\') do if %a==BootId set clprun=%b)'
        f'&(for %b in ("!SystemDrive!\\pagefile.sys") do echo {before}!clprun! %~tb)'
    )
