"""What a person accepted is shown with all that it says: on the screen, in the run's status and in JSON."""

from clprun.model.events import Accepted, RunStarted, decode, encode
from clprun.model.text import Language
from clprun.ui.live import Live
from clprun.ui.screen import Screen
from clprun.ui.status import draw_status, status_data
from clprun.ui.tally import Tally
from tests.ui.drawing import a_runbook, drawn

TIME = "2026-01-02T03:04:05+00:00"
STARTED = RunStarted("R1", "example", "lab", "0", TIME)
FINDING = {
    "code": "cluster.monitor_doubtful",
    "values": {"name": "diskw1", "state": "Caution"},
    "node": "clu1",
    "step": "ready",
}
ACCEPTED = Accepted("monitors", ("cluster.monitor_doubtful clu1 name=diskw1 state=Caution",), {}, (FINDING,))
EARLIER = {"event": "accepted", "what": "drift", "codes": ["x"]}
"""As a release before wrote it."""


def tally() -> Tally:
    made = Tally()
    for event in (STARTED, decode(encode(ACCEPTED)), decode(EARLIER)):
        made.take(event)
    return made


def told(screen: Screen) -> None:
    live = Live(screen, a_runbook())
    live.happened(ACCEPTED)
    live.close()


def test_the_screen_says_what_was_accepted() -> None:
    assert drawn(told).splitlines() == ["  accepted: monitors", "    clu1: Monitor diskw1 is Caution."]
    assert drawn(told, Language.JA).splitlines() == [
        "  承認されました: monitors",
        "    clu1: モニタリソース diskw1 の状態が Caution です。",
    ]


def test_the_status_of_a_run_says_so_as_long_as_its_journal_is_there() -> None:
    shown = drawn(lambda screen: draw_status(screen, tally())).splitlines()
    assert shown[-3:] == ["  accepted: monitors", "    clu1: Monitor diskw1 is Caution.", "  accepted: drift"]


def test_json_has_it_too() -> None:
    monitors, drift = status_data(tally(), Language.EN)["accepted"]
    (finding,) = monitors["findings"]
    assert (monitors["what"], finding["code"], finding["node"]) == ("monitors", "cluster.monitor_doubtful", "clu1")
    assert drift == {"what": "drift", "findings": []}
