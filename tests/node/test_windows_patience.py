"""What Windows refuses for a moment is done again, in one place."""

from pathlib import Path

from clprun import node
from clprun.node.windows.patience import patiently, removed

RENAMING = ("ren ", "move ")


def test_it_is_done_once_a_second_until_it_works_and_the_last_try_speaks() -> None:
    assert patiently("ren a b") == (
        'set "renamed="'
        '&(for /l %t in (2,1,30) do if not defined renamed (ren a b >nul 2>nul&&set "renamed=1"'
        "||>nul ping -n 2 127.0.0.1))"
        '&(if not defined renamed (ren a b >nul&&set "renamed=1"))'
    )


def test_it_is_not_done_where_something_lies_at_its_goal() -> None:
    assert patiently("ren a b", taken="b").count("if not defined renamed if not exist b (ren a b ") == 2


def test_a_folder_is_removed_in_as_many_tries() -> None:
    assert removed('"a"') == (
        '(for /l %t in (1,1,30) do if exist "a" (rd /s /q "a" 2>nul&if exist "a" >nul ping -n 2 127.0.0.1))'
    )


def test_a_batch_file_has_its_percent_signs_twice() -> None:
    assert patiently('ren "%~1" b', in_batch=True) == patiently('ren "%~1" b').replace("%t", "%%t")


def test_no_other_module_renames_by_itself() -> None:
    windows = Path(node.__file__).parent / "windows"
    for file in windows.glob("*.py"):
        for line in file.read_text("utf-8").splitlines():
            for word in RENAMING:
                words = f"{word}%", f'{word}"', f"{word}/y", f"{word}{{"
                assert not any(it in line for it in words) or "patiently(" in line, f"{file.name}: {line}"
