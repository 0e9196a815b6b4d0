"""What the lab learns from a record: it then answers as the pair did, as far as its stand-ins can."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace

import pytest

from clprun.contact.lesson import Lesson, learnt
from clprun.contact.record import NodeRecord, Record, Reply
from clprun.lab.contents.etc import Access, etc_files
from clprun.lab.site import Site, default_site
from clprun.lab.standin.clusterpro import render
from clprun.lab.standin.clusterpro.configuration import parse
from clprun.lab.standin.clusterpro.speech import speech_of
from clprun.lab.standin.clusterpro.view import Report, View, look
from clprun.lab.standin.clusterpro.words import Speech
from clprun.lab.standin.default_conf import default_configuration
from clprun.lab.standin.settings import Settings
from clprun.model.manner import Manner
from tests.contact.given import answering, built, said

REPORT: Report = {
    "groups": {"failover": {"active": True, "status": "Online", "resources": {"fip1": "Online", "disk1": "Online"}}},
    "monitors": {"userw": "Normal", "fipw1": "Normal"},
}
SPEECHES = [
    Speech("en"),
    Speech("en", short=24, long=48, fill=" "),
    Speech("en", {"Online": "Running", "Normal": "OK"}),
    Speech("en", {"<server>": "<node>", "<monitor>": "<watch>", "CLUSTER STATUS": "STATE OF THE CLUSTER"}),
    Speech("en", {"current": "on"}),
]


def shown() -> View:
    cluster = parse(default_configuration(default_site()), "clu1")
    return look(cluster, "clu1", {"clu1": REPORT, "clu2": {**REPORT, "groups": {}}}, {})


def taught(**replies: Reply) -> Lesson:
    return learnt(answering(built(), lambda _: {name.replace("_", "-"): reply for name, reply in replies.items()}))


def site_of(lesson: Lesson) -> Site:
    told = asdict(lesson)
    for beside in ("japanese", "answers_suspended"):
        told.pop(beside)
    return replace(default_site(), manner=Manner(**told))


def settings_of(lesson: Lesson) -> Settings:
    """What a node of the lab reads, past the JSON that it travels in."""
    site = Site.from_json(json.loads(json.dumps(site_of(lesson).as_json())))
    return Settings({"node": "clu1", "site": json.loads(json.dumps(site.as_json()))})


def test_a_pair_like_the_lab_teaches_it_nothing_new() -> None:
    lesson = learnt(built())

    assert (lesson.words, lesson.codes, lesson.refusal, lesson.japanese) == ({}, {}, None, False)
    assert (lesson.name_width, lesson.long_width, lesson.fill) == (16, 32, ".")
    assert "--long" not in lesson.forms


@pytest.mark.parametrize("speech", SPEECHES, ids=lambda speech: ", ".join(speech.words) or str(speech.short))
def test_clpstat_of_the_lab_prints_what_clpstat_of_the_pair_did(speech: Speech) -> None:
    plain, long = (render.status(shown(), speech, wide) for wide in (False, True))

    again = speech_of(settings_of(taught(clpstat_plain=said(f"{plain}\n"), clpstat_long=said(f"{long}\n"))))

    assert render.status(shown(), again, long=False) == plain
    assert render.status(shown(), again, long=True) == long


def test_japanese_that_is_known_is_a_language_and_no_lesson() -> None:
    lesson = taught(clpstat_plain=said(render.status(shown(), Speech("ja"), long=False)))

    assert (lesson.japanese, lesson.words) == (True, {})


def test_a_form_that_was_refused_is_refused_by_the_lab() -> None:
    lesson = taught(clpstat_long=said("", 5, "unknown option"), clpstat_hb=said("[HB0 : lankhb1]\n"))

    assert lesson.forms["--long"] == (5, "unknown option")
    assert lesson.forms["--hb"] == (0, "[HB0 : lankhb1]")


def test_exit_codes_that_are_otherwise() -> None:
    lesson = taught(clpstat_plain=said("\n".join(built().primary.replies["clpstat-plain"].out), 4))
    busy = taught(clpstat_groups=said("", 3, "Cluster is busy. Try again later."))

    assert (lesson.codes, busy.codes) == ({"0": 4}, {"9": 3})


def test_how_clpstat_refuses_while_it_is_suspended() -> None:
    lesson = taught(clpstat_plain=said("", 11, "Cluster is suspended"))

    assert settings_of(lesson).refusal == (11, "Cluster is suspended")


def test_a_look_at_trials_that_found_none_teaches_nothing() -> None:
    lesson = taught(trials=said(""))

    assert (lesson.refusal, lesson.answers_suspended) == (None, False)


def test_how_it_refused_in_a_trial() -> None:
    lesson = taught(trials=said("== push-unchanged-clu1-1-clpstat 3\nNot now.\n\n"))
    answered = taught(trials=said("== push-unchanged-clu1-1-clpstat 0\n== CLUSTER STATUS ==\n\n"))

    assert (lesson.refusal, lesson.answers_suspended) == ((3, "Not now."), False)
    assert (answered.refusal, answered.answers_suspended) == (None, True)


def test_release_and_locale_lie_on_the_nodes() -> None:
    lesson = taught(
        release=said('Linux h1 4.18\nID="rhel"\nVERSION_ID="8.9"\n'), locale=said("LANG=ja_JP.UTF-8\n\nLANG=C\n")
    )
    files = {file.path: file for file in etc_files(site_of(lesson), "clu1", Access("", "", "", True, "/bin/sh"))}

    assert files["/etc/os-release"].content == b'ID="rhel"\nVERSION_ID="8.9"\n'
    assert files["/etc/locale.conf"].content == b"LANG=ja_JP.UTF-8\n"


def test_the_configuration_that_the_lab_makes_is_of_the_pair_s_version() -> None:
    lesson = taught(packages=said("clusterpro 5.3.1-1\n"))

    assert b"<savedversion>5.3.1-1</savedversion>" in default_configuration(site_of(lesson))


@pytest.mark.parametrize("text", ["", "=== X ===\n<a>\n:\n", " ==== A ====\n" + "<b>\n : \n" * 9, "\0" * 90])
def test_whatever_a_file_holds_is_learnt_from(text: str) -> None:
    def everything(node: NodeRecord) -> dict[str, Reply]:
        return {name: said(text) for name in node.replies}

    change: Callable[[NodeRecord], dict[str, Reply]] = everything
    record: Record = answering(built(), change)

    assert settings_of(learnt(record)).manner
