"""Every question to a node, each with a reply that a node gives to it; and how to damage such a reply."""

from typing import Any

from hypothesis import strategies as st

from clprun.contact.looks import Look
from clprun.model.question import Question
from clprun.node.boots import BootFacts
from clprun.node.folder_look import FolderLook
from clprun.node.listeners import Listeners
from clprun.node.questions import (
    Addresses,
    AddressLookup,
    FileFacts,
    FolderVolume,
    FreeSpace,
    HttpAnswer,
    Identity,
    InitScript,
    JobFacts,
    LiveJobs,
    LockFacts,
    MountTable,
    NameLookup,
    Package,
    Ping,
    Probe,
    ProcessesNow,
    ProcessTable,
    ReadOnlyCommand,
    RegistryKey,
    RegistryValue,
    RunFolders,
    Service,
    TreeDifference,
    TreeSize,
)
from clprun.node.windows.access import AccessRights
from clprun.node.windows.services import WindowsService
from clprun.node.windows.sessions import Sessions
from clprun.node.windows.twins import twin
from clprun.products.clusterpro import Clpstat
from clprun.products.isa import Licences, MonitorMessages, MonitorRecord
from clprun.products.jobcenter_sites import DatabaseFolder, DatabaseUsers
from clprun.products.start_scripts import StartScripts
from clprun.steps.name_resolution import NameAndBack
from tests.node.test_windows_questions import GROUPS, ICACLS, QUERY, RESTARTS
from tests.products.test_clpstat_parser import ENGLISH_OUTPUT

__all__ = ["PIECES", "REPLIES", "damaged"]

_OWNER = 'R1\n{"host": "h", "pid": 1, "run": "R1", "started": "s", "time": "t"}\n'
_OS = 'PRETTY_NAME="Debian GNU/Linux 12"\nVERSION_ID="12"\nID=debian\n'
_PROCESSES = "20133\n    1     0 Sat Nov 21 15:48:42 2026 /sbin/init\n  812     1 Sat Nov 21 15:48:43 2026 sshd: root\n"
_PING = "Pinging cluv [10.0.0.1] with 32 bytes of data:\r\nReply from 10.0.0.1: bytes=32 time<1ms TTL=128\r\n"
_REGISTRY = (
    "key HKLM\\SOFTWARE\\NEC\r\n\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\NEC\r\n"
    "    v    REG_DWORD    0x5\r\n    w    REG_MULTI_SZ    a\\0b\r\n"
)
_ACCESS = "\n".join((*GROUPS, "clprun-paths", '"W:\\NV WORK"', "W:\\NV WORK\\a b.txt", "clprun-tool icacls", *ICACLS))
_HOST = (
    "clprun-clock 2026/11/21/10:10:10.10/2026/11/21\r\nclprun-host win1\r\n"
    "clprun-version Microsoft Windows [Version 10.0.20348]\r\nMandatory Label S-1-16-12288\r\nclprun-boot 5\r\n"
    "    ActiveTimeBias    REG_DWORD    0xfffffde4\r\n    sShortDate    REG_SZ    yyyy/MM/dd\r\n"
)
_FILES = "clprun-real\nreal\nreal\nclprun-our-folders\nclprun-their-folders\nclprun-our-files\nC:\\x\\a\n"
_ADDRESSES = "Ethernet adapter X:\r\n\r\n   IPv4 Address. . : 10.0.0.1\r\n   Default Gateway : \r\n"
_HASHED = "facts --a------ 3\r\n" + "a9993e364706816aba3e25717850c26c9cd0d89d\r\ncontent\r\nabc"

LINUX: list[tuple[Question[Any], str]] = [
    (Addresses(), "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever\n4: e0    inet6 ::1/24 scope\n"),
    (AddressLookup("10.0.0.1"), "10.0.0.1        cluv cluv.example\n"),
    (BootFacts("run", "step-1-"), "job 1-2\nnow 1-2\n"),
    (Clpstat(), f"long\n{ENGLISH_OUTPUT}"),
    (DatabaseFolder("/x", content=True), "41ed\n4096\n1\n2\nroot\nroot\n?\n"),
    (DatabaseUsers("/x"), "12\n34\n"),
    (FileFacts("/x", content=True), "81a4\n3\n1\n2\nroot\nroot\n?\nabc"),
    (FreeSpace("/"), "20407088 4096\n"),
    (HttpAnswer("http://x/"), "curl 200 0\n"),
    (HttpAnswer("http://x/"), "HTTP/1.1 404 Not Found\r\n"),
    (Identity(), f"vm\n0\nLinux 6.1\nb226fcc3-46bb\n1795278186.77\n{_OS}"),
    (InitScript("x"), "x 0:off 1:off 2:on 3:on\nstatus 0\n"),
    (FolderLook("/x"), "folder\troot\0link\t/x/a\t/x\0key\t600\troot\t/x/k\0"),
    (JobFacts("run", "job"), "ENDED 0 12 1234 12\noutput"),
    (Licences("Internet Server Agent", "ISAG10"), "1\n"),
    (FolderVolume("/x"), "/dev/sdb2 /mnt/export\n"),
    (StartScripts("failover", ("cjcpw", "cluv")), "exec-jobcenter/start.sh\n"),
    (Listeners(), "  0: 0100007F:01BB 00000000:0000 0A 0:0 0:0 0 0 0 17 1\n/proc/4/fd socket:[17]\n"),
    (LiveJobs(), "4711 R1/jobs/j-1\n"),
    (LockFacts(), _OWNER),
    (MonitorMessages("httpmon", "i"), "<event: 1>[ID:i]\nx httpmon 2 x\n"),
    (MonitorRecord("httpmon", "i"), "pid : 12\n"),
    (Look("release", "cat /etc/os-release"), "ID=rhel\n"),
    (MountTable(), "/dev/vda / ext4 rw,relatime 0 0\nnone /a\\040b tmpfs rw 0 0\n"),
    (NameAndBack("x"), "10.0.0.1        cluv\n"),
    (NameLookup("cluv"), "10.0.0.1        STREAM cluv\n10.0.0.1        DGRAM\n"),
    (Package("x"), "ii  1.2-3\n"),
    (Ping("10.0.0.1"), "1 packets transmitted, 0 received\n"),
    (Probe(("x",)), "anything\n"),
    (ProcessTable(), _PROCESSES),
    (ProcessesNow(), _PROCESSES),
    (ReadOnlyCommand(("clpstat",)), "anything\n"),
    (RunFolders(), "12\t./R1\n30\t.\n"),
    (Service("x"), "LoadState=loaded\nUnitFileState=enabled\nActiveState=active\nMainPID=12\nIsEnabled=enabled\n"),
    (TreeDifference("/x", "/y"), "f 644 a\n"),
    (TreeSize("/x"), "12\t/x\n"),
]

WINDOWS: list[tuple[Question[Any], str]] = [
    (AccessRights(r"W:\NV WORK"), _ACCESS),
    (RegistryKey(r"HKLM\SOFTWARE\NEC"), _REGISTRY),
    (RegistryValue(r"HKLM\SOFTWARE\NEC", "v"), _REGISTRY),
    (
        Sessions(),
        " USERNAME  SESSIONNAME  ID  STATE\r\n>x  console  1  Active  none  now\r\n y  2  Disc  none  now\r\n",
    ),
    (WindowsService("x"), "\r\n".join((*QUERY, RESTARTS, ""))),
    (twin(AddressLookup("10.0.0.1")), _PING),
    (twin(Addresses()), _ADDRESSES),
    (twin(BootFacts("run", "step-1-")), "job step-1-1-1 5\r\nnow 5\r\n"),
    (twin(FileFacts(r"C:\x", content=True)), _HASHED),
    (twin(FreeSpace(r"C:\x")), "Total # of free : 1,000\r\nTotal : 2,000\r\nTotal : 3,000\r\n"),
    (twin(HttpAnswer("http://x/")), "curl 200 0\r\n"),
    (twin(Identity()), _HOST),
    (twin(JobFacts("run", "job")), "ENDED 0 - - 0\r\noutput"),
    (twin(FolderVolume(r"C:\x")), " Volume Serial Number is 1A2B-3C4D\r\n"),
    (twin(LiveJobs()), "C:\\Program Files\\clprun\\runs\\R1\\jobs\\j-1\r\n"),
    (twin(LockFacts()), _OWNER),
    (twin(MountTable()), "C:\\\r\n Volume Serial Number is 1A2B-3C4D\r\n"),
    (twin(NameLookup("cluv")), _PING),
    (twin(Ping("10.0.0.1")), _PING),
    (twin(Probe(("x",))), "anything\r\n"),
    (twin(ProcessTable()), '"System","0","Services","0","8 K"\r\n"x.exe","12","Console","1","8 K"\r\n'),
    (twin(RunFolders()), "clprun-run R1\r\n     Total:\r\n   1 File(s)   2049 bytes\r\n   0 Dir(s)   9 bytes\r\n"),
    (twin(TreeDifference(r"C:\x", r"C:\y")), f"{_FILES}clprun-their-files\nC:\\y\\b\nclprun-same\n"),
    (twin(TreeSize(r"C:\x")), "     Total:\r\n   1 File(s)   2049 bytes\r\n   0 Dir(s)   9 bytes\r\n"),
]

REPLIES = [(question, reply.encode()) for question, reply in (*LINUX, *WINDOWS)]

_NUMBERS = (b"9" * 5000, b"99999999999999999999", b"4294967296", b"-1", b"0", b"1e999", b"nan", b"0x" + b"f" * 5000)
_SIGNS = (
    b"\xc2\xb2",
    b"\xd9\xa3",
    b"\xe2\x80\xa8",
    b"\xc2\x85",
    b"\xe3\x80\x80",
    b"\xed\xa0\x80",
    b"\x83\x5c",
    b"\xff",
)
_ASCII = tuple(bytes([each]) for each in b"\n\r\t\0\x0b\x1b \"'%()*-./:=[\\]_{|}")
PIECES = (*_NUMBERS, *_SIGNS, *_ASCII, b"\x1b[2J", b" \\040", b"    ", b"(I)" * 9, b"REG_SZ    ")


@st.composite
def damaged(draw: st.DrawFn, reply: bytes) -> bytes:
    """A reply with some of its places replaced, moved or cut off."""
    piece = st.sampled_from(PIECES) | st.binary(max_size=6)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(reply)))
        end = min(len(reply), start + draw(st.sampled_from((0, 1, 2, 5, 20, len(reply)))))
        reply = reply[:start] + draw(piece) + reply[end:]
    return reply
