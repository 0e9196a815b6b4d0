"""Names of ClientManager that both sides of the lab know (products.md 4; CM 4 to 6). Not the product."""

from dataclasses import dataclass

__all__ = ["ALERTS", "BASE", "CM", "MEDIA", "SERVICES", "SOFTWARE", "WORK_FOLDER", "Service"]

MEDIA = r"C:\media\clientmanager"
SOFTWARE = r"HKEY_LOCAL_MACHINE\SOFTWARE\Wow6432Node\NEC"
"""Where x64, which all nodes of the lab are, keeps the keys of a program of 32 bits (CM 5 (4))."""

BASE = rf"{SOFTWARE}\NVBASE"
ALERTS = rf"{BASE}\AlertViewer"
CM = rf"{SOFTWARE}\ESMPRO/CM"
"""The slash belongs to the key's name (ERRATA G3-11)."""

WORK_FOLDER = "NVWORK"


@dataclass(frozen=True)
class Service:
    """One of the services that the set-up program registers.

    Args:
        key: its key: the lab's own, except that of ESM Base Service (CM 6 (2) names it beside NVBASE; inferred).
        display: its display name (CM 4 (4), 6 (1)).
        base: whether it is one of the six that start automatically after installation.
    """

    key: str
    display: str
    base: bool = False


SERVICES = (
    Service("Nvbase", "ESM Base Service", base=True),
    Service("EsmCommand", "ESM Command Service", base=True),
    Service("EsmAlert", "ESM Alert Service", base=True),
    Service("EsmRemoteMap", "ESM Remote Map Service", base=True),
    Service("DmiEventWatcher", "Dmi Event Watcher", base=True),
    Service("AlertManagerSocket", "Alert Manager Socket(R) Service", base=True),
    Service("CmCmit", "ESMPRO/CM CMIT service"),
    Service("CmRelay", "ESMPRO/CM CMURELAY"),
    Service("CmManager", "ESMPRO/CM Manager"),
    Service("CmPoweron", "ESMPRO/CM Poweron Service"),
    Service("CmSender", "ESMPRO/CM Sender"),
    Service("CmSnmp", "ESMPRO/CM Snmp Manager"),
    Service("EsmTimeServer", "ESMPRO Time Server"),
)
