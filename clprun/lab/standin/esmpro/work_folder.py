"""``NVWORK`` as it is after installation: icons, alert logs, statistics (products.md 4.3). Not the product."""

from pathlib import Path

from ..settings import Settings
from .names import WORK_FOLDER

__all__ = ["lay_work_folder"]

FOLDERS = ("local", "alert", "alert/filter", "esmpro", "tmp", "tmp/AutoDiscovery", "map", "map/アイコン")
FILES = {
    "alert/al.idx": bytes(range(256)),
    "alert/20121120.alg": "アラート: ESMPRO/CM\r\n".encode("cp932"),
    "alert/filter/odiosasg": b"filter of DIOSA\r\n",
    "alert/filter/genericsg": b"generic filter\r\n",
    "esmpro/server1.dat": bytes(4096),
    "esmpro/server1.bak": b"",
    "tmp/AutoDiscovery/discovery (1).log": b"discovery\r\n",
    "map/アイコン/既定.ico": b"\x00\x00\x01\x00",
    "local/ports.cf": b"SnmpPort: 161\r\n",
}
MANAGER_FILE = "local/nvisord.cf"
MANAGER = b'# Manager\r\nCommunityName: "mgr_LOCAL"\r\n'
"""Where the file is there at all, which nobody knows: the seed decides (CM 5 (3) makes it where it is not)."""


def lay_work_folder(settings: Settings, base: Path) -> None:
    """Lay it down below ESMPRO's own folder ``base``; what is there already stays."""
    work = base / WORK_FOLDER
    if work.exists():
        return
    for folder in FOLDERS:
        (work / folder).mkdir(parents=True)
    files = dict(FILES)
    if settings.choice("nvisord.cf after installation", 2):
        files[MANAGER_FILE] = MANAGER
    for path, content in files.items():
        (work / path).write_bytes(content)
