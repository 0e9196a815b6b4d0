"""A Windows node is a lab node whose Linux is hidden: it boots, keeps what it is told, loses power and comes back."""

import pytest

from clprun.errors import InputError
from clprun.lab import client
from tests.support.lab import eventually
from tests.support.windows import WindowsLab, windows_lab

__all__ = ["windows_lab"]


def text(lab: WindowsLab, node: str, line: str) -> str:
    """What a command line prints; it has to end with 0."""
    raw = lab.run(node, line)
    assert raw.exit_code == 0, raw
    return raw.out.decode("utf-8").strip()


def boots(lab: WindowsLab, node: str) -> int:
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
    return int(text(lab, node, f'reg query "{key}" /v BootId').split()[-1], 16)


def test_nodes_are_windows_by_every_name(windows_lab: WindowsLab) -> None:
    assert "10.0.20348" in text(windows_lab, "win1", "ver")
    assert text(windows_lab, "win1", "echo %COMPUTERNAME% %USERNAME%") == "WIN1 Administrator"
    assert text(windows_lab, "win2", "hostname") == "WIN2"


def test_linux_is_hidden(windows_lab: WindowsLab) -> None:
    assert windows_lab.run("win1", r"if exist Z:\ exit 1").exit_code == 0
    with pytest.raises(OSError, match="refused"):
        client.connect(windows_lab.home, "win1", 22)


def test_clocks_stay_right(windows_lab: WindowsLab) -> None:
    with pytest.raises(InputError) as refused:
        windows_lab.fault("clock", node="win1", seconds=600)
    assert refused.value.problem.code == "lab.clock_needs_linux"


def test_nodes_find_each_other(windows_lab: WindowsLab) -> None:
    assert windows_lab.run("win1", "ping -n 1 win2").exit_code == 0


# Expected results are those of real Windows: Wine's own conformance tests and reference/lab-windows.md 1.3.
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ver >nul && echo YES || echo NO", "YES"),
        ("cd nosuch 2>nul && echo YES || echo NO", "NO"),
        ("echo a>f.txt & echo b>>f.txt & type f.txt & del f.txt", "a \r\nb"),
        ("set X=1&set X=2&echo !X!", "2"),
        ('if exist "C:\\Program Files\\" (echo THERE) else (echo GONE)', "THERE"),
        ("for /l %i in (1,1,3) do @echo %i", "1\r\n2\r\n3"),
        ("(echo out)&(echo err)>&2", "out"),
        ('for /f "tokens=2 delims=," %a in ("x,y,z") do @echo %a', "y"),
    ],
)
def test_command_lines_mean_what_they_mean_on_windows(windows_lab: WindowsLab, line: str, said: str) -> None:
    assert windows_lab.run("win2", line).out.decode().strip() == said


@pytest.mark.parametrize("code", [0, 7, 70000, -3])
def test_exit_codes_have_all_their_bits(windows_lab: WindowsLab, code: int) -> None:
    assert windows_lab.run("win2", f"exit {code}").exit_code == code


def test_the_registry_has_both_views(windows_lab: WindowsLab) -> None:
    windows_lab.run("win1", r"reg add HKLM\SOFTWARE\NEC\Lab /v V /d narrow /f /reg:32")

    assert text(windows_lab, "win1", r"reg query HKLM\SOFTWARE\Wow6432Node\NEC\Lab /v V").endswith("narrow")
    assert windows_lab.run("win1", r"reg query HKLM\SOFTWARE\NEC\Lab /v V").exit_code == 1
    windows_lab.run("win1", r"reg delete HKLM\SOFTWARE\NEC\Lab /f /reg:32")


def test_the_shared_disk_is_a_drive_of_one_node(windows_lab: WindowsLab) -> None:
    lab = windows_lab
    for node in ("win1", "win2"):
        lab.unix(node, "mount /dev/sdb2 /windows/drives/e && ln -s /windows/drives/e /windows/prefix/dosdevices/e:")
        if node == "win1":
            assert lab.run(node, r"md E:\conf && >E:\conf\f echo shared").exit_code == 0
        assert text(lab, node, r"type E:\conf\f") == "shared"
        assert {found["name"]: found["mounts"]["/dev/sdb2"] for found in lab.status()["nodes"]}[node] == [
            "/windows/drives/e"
        ]
        lab.unix(node, "rm /windows/prefix/dosdevices/e: && umount /windows/drives/e")
        assert lab.run(node, r"if exist E:\conf exit 1").exit_code == 0
    assert not lab.status()["disk_conflict"]


def test_an_orderly_reboot_keeps_the_registry(windows_lab: WindowsLab) -> None:
    before, number = windows_lab.boot_id("win2"), boots(windows_lab, "win2")
    windows_lab.run("win2", r"reg add HKLM\SOFTWARE\Lab /v Kept /d yes /f & >C:\kept.txt echo yes")
    for start in ("auto", "demand"):
        made = windows_lab.run("win2", rf"sc create Lab-{start} binPath= C:\lab\svc.exe start= {start}")
        assert made.exit_code == 0, made
    windows_lab.fault("reboot", node="win2")
    eventually(lambda: windows_lab.boot_id("win2") not in {"", before}, "win2 boots again")
    windows_lab.wait_until_up("win2")

    assert boots(windows_lab, "win2") == number + 1
    assert text(windows_lab, "win2", r"reg query HKLM\SOFTWARE\Lab /v Kept").endswith("yes")
    assert text(windows_lab, "win2", r"type C:\kept.txt") == "yes"
    assert "4  RUNNING" in text(windows_lab, "win2", "sc query Lab-auto")
    assert "1  STOPPED" in text(windows_lab, "win2", "sc query Lab-demand")


def test_a_link_is_removed_without_what_it_leads_to(windows_lab: WindowsLab) -> None:
    windows_lab.run("win1", r"md C:\target & >C:\target\f echo x")
    for removal in ("rmdir", "rmdir /s /q"):
        assert windows_lab.run("win1", rf"mklink /D C:\link C:\target && {removal} C:\link").exit_code == 0
        assert windows_lab.run("win1", r"if exist C:\link exit 1").exit_code == 0

    assert text(windows_lab, "win1", r"type C:\target\f") == "x"


def test_a_power_cut_takes_the_registrys_last_changes_and_leaves_the_files(windows_lab: WindowsLab) -> None:
    windows_lab.run("win2", r"reg add HKLM\SOFTWARE\Lab /v Lost /d yes /f & >C:\left.txt echo yes")
    windows_lab.fault("crash", node="win2")
    eventually(lambda: not windows_lab.boot_id("win2"), "win2 is off")
    windows_lab.fault("reboot", node="win2")
    windows_lab.wait_until_up("win2")

    assert windows_lab.run("win2", r"reg query HKLM\SOFTWARE\Lab /v Lost").exit_code == 1
    assert text(windows_lab, "win2", r"type C:\left.txt") == "yes"


def test_a_process_is_killed_by_the_name_windows_gives_it(windows_lab: WindowsLab) -> None:
    def number() -> str:
        """Of its process; Windows may start another one in its place."""
        rows = [line.split() for line in text(windows_lab, "win1", "tasklist").splitlines()]
        return next((row[1] for row in rows if row[:1] == ["plugplay.exe"]), "")

    before = number()
    assert before
    windows_lab.fault("kill", node="win1", name="plugplay.exe")

    eventually(lambda: number() != before, "plugplay.exe is gone")
