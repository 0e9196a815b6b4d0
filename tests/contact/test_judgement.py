"""A pair that answers otherwise than is taken for true is judged rightly, whatever it is; and nothing else is found."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from clprun.contact.judgement import Verdict
from clprun.contact.judges import JUDGES
from clprun.contact.looks import all_looks
from clprun.contact.record import NodeRecord, Record, Reply
from tests.contact.given import answering, built, judged, otherwise, said, without

Replies = dict[str, Reply]
STATUS = ("clpstat", "clpstat-plain", "clpstat-status", "clpstat-local", "clpstat-long", "clpstat-c", "clpstat-ja")
LONG_NAME = "floating-address-of-billing"


def changed(node: NodeRecord, look: str, change: Callable[[str], str], code: int | None = None) -> Reply:
    reply = node.replies[look]
    return reply.model_copy(
        update={"out": tuple(change(reply.text).split("\n")), "exit": reply.exit if code is None else code}
    )


def everywhere(change: Callable[[str], str]) -> Callable[[NodeRecord], Replies]:
    """Every form of the state changed."""
    return lambda node: {look: changed(node, look, change) for look in STATUS}


def words(old: str, new: str) -> Callable[[NodeRecord], Replies]:
    return everywhere(lambda text: text.replace(old, new))


def of(look: str, change: Callable[[str], str], code: int | None = None) -> Callable[[NodeRecord], Replies]:
    return lambda node: {look: changed(node, look, change, code)}


def is_(look: str, text: str, code: int = 0, err: str = "") -> Callable[[NodeRecord], Replies]:
    return lambda _: {look: said(text, code, err)}


def cut_at(columns: int) -> Callable[[NodeRecord], Replies]:
    """fip1 has a long name, which clpstat cuts at another column."""
    room = 32

    def change(node: NodeRecord) -> Replies:
        plain = LONG_NAME[:columns].ljust(room)
        return {
            "clp-conf": changed(node, "clp-conf", lambda text: text.replace("fip1", LONG_NAME)),
            "clpstat-plain": changed(node, "clpstat-plain", lambda text: re.sub(r"fip1 +:", f"{plain}:", text)),
            "clpstat-long": changed(
                node, "clpstat-long", lambda text: re.sub(r"fip1 +:", f"{LONG_NAME:<{room}}:", text)
            ),
        }

    return change


def reparented(program: str, parent: int = 1) -> Callable[[str], str]:
    """The first process of a name has another parent."""
    row = re.compile(rf"^( *\d+) +\d+( \w{{3}} \w{{3}} .* {re.escape(program)})$", re.MULTILINE)
    return lambda text: row.sub(rf"\1 {parent:7}\2", text, count=1)


def strayed(program: str) -> Callable[[NodeRecord], Replies]:
    """A process of the site neither descends from its cjcpw nor works in its database."""

    def change(node: NodeRecord) -> Replies:
        row = re.search(rf"^ *(\d+) +\d+ .* {re.escape(program)}$", node.replies["processes"].text, re.MULTILINE)
        assert row is not None
        about = re.compile(rf"^== {row[1]} .*\n(?:(?!== ).*\n)*", re.MULTILINE)
        return {
            "processes": changed(node, "processes", reparented(program)),
            "surroundings": changed(node, "surroundings", lambda text: about.sub("", text)),
        }

    return change


@dataclass(frozen=True)
class Way:
    """A way in which a pair answers otherwise.

    Args:
        change: the replies that are otherwise.
        found: what has to be judged different, and nothing else.
        node: which node; ``None`` = both.
    """

    change: Callable[[NodeRecord], Replies]
    found: tuple[str, ...]
    node: int | None = None


USED = {look for judge in JUDGES.values() for look in judge.looks}
FAULTS = {"ValueError", "KeyError", "IndexError", "LookupError", "UnicodeDecodeError", "UnicodeEncodeError"}
"""What would be seen of a judge that failed over a reply, instead of judging it."""

SUSPENDED = "The cluster is suspended."
TRIAL = "== push-unchanged-clu1-1-{} {}\n"
AGENTS = "NAME  ACTIVE  ENABLE\nclusterinstance  true  {enable}\n"
AGENT_UNIT = "jcexecutor_agent_0001.service disabled enabled\n"

WAYS: Mapping[str, Way] = {
    "a word for a state": Way(words("Online", "Running"), ("clpstat-words", "clpstat-language")),
    "a word in one locale only": Way(
        of("clpstat-ja", lambda text: text.replace("Online", "稼働中")), ("clpstat-language",)
    ),
    "the heading of a part": Way(
        words("<server>", "<node>"), ("clpstat-layout", "clpstat-words", "clpstat-language", "server-names")
    ),
    "columns without colons": Way(
        everywhere(lambda text: re.sub(r"^( +[*\w.-]+[ .]*): ", r"\1  ", text, flags=re.MULTILINE)), ("clpstat-layout",)
    ),
    "resources that are not shown": Way(
        of("clpstat-plain", lambda text: re.sub(r"\n +fip1 .*", "", text)), ("clpstat-layout",)
    ),
    "names cut at another column": Way(cut_at(20), ("clpstat-long",)),
    "names that are not cut": Way(cut_at(99), ("clpstat-long",)),
    "no --long": Way(is_("clpstat-long", "", 1, "Invalid parameter: --long"), ("clpstat-long",)),
    "a state with exit code 2": Way(of("clpstat-plain", str, 2), ("clpstat-exit",)),
    "nothing, with exit code 0": Way(is_("clpstat-plain", "Cluster is stopped.\n"), ("clpstat-exit", "clpstat-layout")),
    "busy with exit code 3": Way(is_("clpstat-plain", "", 3, "Cluster is busy. Try again later."), ("clpstat-busy",)),
    "a state while it is suspended": Way(
        of("clpstat-plain", lambda text: text.replace(": Online           Primary", ": Suspend          Primary")),
        ("clpstat-suspended",),
        node=0,
    ),
    "a state while it was suspended for a trial": Way(
        is_("trials", f"{TRIAL.format('clpstat', 0)} ==== CLUSTER STATUS ====\n\n"), ("clpstat-suspended",), node=0
    ),
    "a push of what is installed that fails": Way(
        is_("trials", f"{TRIAL.format('push', 11)}Different version.\n\n{TRIAL.format('resume-as-before', 0)}"),
        ("push-unchanged",),
        node=0,
    ),
    "another name of the server": Way(
        of("identity", lambda text: text.replace("h1xx", "elsewhere")), ("server-names",), node=0
    ),
    "configurations that differ": Way(is_("clp-conf-sum", "0123  -\n"), ("configuration-same",), node=1),
    "a configuration that can't be read": Way(
        of("clp-conf", lambda text: text.replace("</root>", "")), ("configuration-read",)
    ),
    "another count of objects": Way(
        of("clp-conf", lambda text: re.sub(r"<objectnumber>\d+", "<objectnumber>99", text)), ("configuration-count",)
    ),
    "scripts elsewhere": Way(
        of("scripts", lambda text: text.replace("./failover/", "./groups/failover/exec/")), ("script-places",)
    ),
    "no --compcheck on X 4.2": Way(
        lambda _: {"compcheck": said("0\n", 1), "packages": said("clusterpro 4.2.0-1\n")}, ("compatibility-check",)
    ),
    "another package": Way(is_("packages", "expresscluster-server 5.3.1-1\n"), ("product-packages",)),
    "the cluster's own locale": Way(is_("locale", "LANG=ja_JP.UTF-8\n\nLANG=C\n"), ("service-locale",)),
    "a process of the site with init as its parent": Way(
        strayed("/usr/lib/nqs/combase/comagent"), ("site-tree", "site-names"), node=0
    ),
    "another name of a process": Way(
        of("processes", lambda text: text.replace("/usr/lib/nqs/gui/bin/jcdbs", "/usr/lib/nqs/gui/bin/jcdbd")),
        ("site-names",),
        node=0,
    ),
    "other columns of ps": Way(
        of("processes", lambda text: re.sub(r" \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} ", " 22:47:24 ", text)),
        ("processes-read", "site-tree", "site-names", "site-database"),
        node=0,
    ),
    "JobCenter elsewhere": Way(
        lambda node: {
            "jobcenter-files": said("", 2, "ls: cannot access '/usr/lib/nqs'"),
            "processes": changed(node, "processes", lambda text: text.replace("/usr/lib/nqs/", "/opt/jobcenter/")),
        },
        ("jobcenter-folder", "site-names"),
        node=0,
    ),
    "daemon.conf with blocks": Way(is_("daemon-conf", "[daemon]\nlocal_daemon SITE\n"), ("daemon-conf",)),
    "code words of three parts": Way(is_("code-words", "3 words 5 16 4\n"), ("code-words",)),
    "agents without ENABLE": Way(is_("agents", "INSTANCE STATE\nclusterinstance up\n"), ("agent-list",)),
    "ENABLE that follows systemctl disable": Way(
        lambda node: {
            "agents": said(AGENTS.format(enable="false")),
            "units": changed(node, "units", lambda text: text + AGENT_UNIT),
        },
        ("agent-enable",),
    ),
    "no $bind": Way(is_("clweb-bind", "/a/config/clweb.conf:3:bind_address: 0.0.0.0\n"), ("clweb-bind",)),
    "a unit that starts again": Way(
        is_("units", "== jcclweb\nRestart=always\nLoadState=loaded\nActiveState=inactive\n"), ("clweb-restart",)
    ),
    "fo2 on Linux": Way(
        of("clp-conf", lambda text: re.sub(r"<fo>(\d+)</fo>", r"<fo2>\1</fo2>", text)), ("failover-tag",)
    ),
    "no alert log": Way(is_("alert-log", "tail: cannot open\n", 1), ("alert-log",)),
    "a database in another folder": Way(
        of("surroundings", lambda text: text.replace("/mnt/sdb2/nqs", "/mnt/sdb2/jobcenter")),
        ("site-database",),
        node=0,
    ),
    "clweb.conf beside config": Way(
        is_("clweb-bind", '/usr/local/jcclweb/clweb.conf:3:$bind = "0.0.0.0"\n'), ("clweb-conf-place",)
    ),
    "CL/Web under another name": Way(
        is_("units", "== jcclweb\nRestart=no\nLoadState=loaded\nActiveState=active\n"), ("clweb-process",)
    ),
    "timeout with 124": Way(is_("tool-timeout", "124\n"), ("timeout-kills",)),
    "find without -lname": Way(is_("tool-find", "", 1, "find: unrecognized: -lname"), ("find-lname",)),
    "no sha256sum": Way(
        of("tools", lambda text: re.sub(r"^sha256sum .*", "sha256sum ", text, flags=re.MULTILINE)), ("tools-there",)
    ),
    "no address of its own": Way(is_("own-name", "h1xx\n"), ("own-name",)),
    "no systemd": Way(is_("units", "", 127, "sh: systemctl: not found"), ("systemd-there",)),
    "another system than POSIX": Way(is_("identity", "h1xx\nroot\n"), ("identity-read",), node=1),
}


def test_the_pair_that_was_asked_is_as_it_is_taken_to_be() -> None:
    found = judged(built())

    assert otherwise(built()) == set()
    assert not [each for each in found.values() if set(each.seen) & FAULTS]
    assert found["site-tree"].verdict is Verdict.CONFIRMED
    assert sum(judgement.verdict is Verdict.CONFIRMED for judgement in found.values()) > 20


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_what_is_otherwise_is_found_and_nothing_else(way: Way) -> None:
    found = judged(answering(built(), way.change, way.node))

    assert {name for name, judgement in found.items() if judgement.verdict is Verdict.DIFFERENT} == set(way.found)
    assert all(found[name].seen for name in way.found)


RIGHT: Mapping[str, tuple[Callable[[NodeRecord], Replies], str]] = {
    "a refusal while it is suspended": (is_("clpstat-plain", "", 7, SUSPENDED), "clpstat-suspended"),
    "a refusal while it was suspended for a trial": (
        is_("trials", f"{TRIAL.format('clpstat', 1)}The cluster is suspended.\n\n"),
        "clpstat-suspended",
    ),
    "a push of what is installed": (
        is_("trials", f"{TRIAL.format('push', 0)}Command succeeded.\n\n{TRIAL.format('resume', 0)}"),
        "push-unchanged",
    ),
    "busy with exit code 9": (is_("clpstat-plain", "", 9, "Cluster is busy."), "clpstat-busy"),
    "names cut where they should be": (cut_at(16), "clpstat-long"),
    "IP FQDN short in hosts": (
        is_("own-name", "h1xx\n10.0.0.1 STREAM h1xx.example.com\n10.0.0.1 h1xx.example.com h1xx\n"),
        "own-name",
    ),
    "nqsdaemon with init as its parent": (of("processes", reparented("NQS nqsdaemon")), "site-tree"),
    "ENABLE of its own": (
        lambda node: {
            "agents": said(AGENTS.format(enable="true")),
            "units": changed(node, "units", lambda text: text + AGENT_UNIT),
        },
        "agent-enable",
    ),
    "agents in a frame": (
        is_("agents", "+---+---+---+\n| NAME | ACTIVE | ENABLE |\n+---+\n| one | true | true |\n"),
        "agent-list",
    ),
    "$bind": (is_("clweb-bind", '/usr/local/jcclweb/config/clweb.conf:7:# $bind = "0.0.0.0"\n'), "clweb-bind"),
}


@pytest.mark.parametrize(("change", "name"), RIGHT.values(), ids=list(RIGHT))
def test_what_is_as_it_should_be_is_confirmed(change: Callable[[NodeRecord], Replies], name: str) -> None:
    assert judged(answering(built(), change, 0))[name].verdict is Verdict.CONFIRMED


@pytest.mark.parametrize("look", sorted(USED & {look.id for look in all_looks(built().platform)}))
def test_a_question_that_was_refused_is_never_taken_for_a_difference(look: str) -> None:
    assert otherwise(without(built(), look)) == set()


@pytest.mark.parametrize("text", ["", "\0\x1b[2J", "== \n" * 50, "é漢" * 500, "<" * 3000])
def test_whatever_a_node_says_is_judged(text: str) -> None:
    looks = [look.id for look in all_looks(built().platform)]
    record: Record = answering(built(), lambda _: {look: said(text) for look in looks})

    found = judged(record)
    assert found
    assert not [each for each in found.values() if set(each.seen) & FAULTS]


@pytest.mark.parametrize(("digest", "told"), [("0" * 64, "same bytes"), ("1" * 64, "other bytes")])
def test_whether_a_push_wrote_the_configuration_anew_is_told(digest: str, told: str) -> None:
    pushed = f"{TRIAL.format('push', 0)}\n{TRIAL.format('resume', 0)}\nkept {'0' * 64}  /var/lib/clprun/clp.conf\n"
    record = answering(built(), lambda _: {"trials": said(pushed), "clp-conf-sum": said(f"{digest}  -\n")})

    (judgement,) = [each for name, each in judged(record).items() if name == "push-unchanged"]
    assert judgement.verdict is Verdict.CONFIRMED
    assert any(told in line for line in judgement.seen)
