"""The locale of programs that set a product up: the node's own, or one that is given."""

import pytest
from pydantic import ValidationError

from clprun.model.change import Change, Launch, Run
from clprun.model.cluster import Platform
from clprun.steps.command import Command, CommandWant
from clprun.steps.jobcenter_local import JobCenterLocal, JobCenterLocalWant
from clprun.steps.jobcenter_site import JobCenterSite, JobCenterSiteWant
from clprun.steps.jobcenter_site_state import JobCenterSiteState, JobCenterSiteStateWant
from clprun.steps.node_locale import InLocale
from tests.steps.given import CLUSTER, SITE, Given, target

FILE = "/etc/locale.conf"
JAPANESE = b'# set by localectl\nLANG=ja_JP.UTF-8\nLC_MESSAGES="C.UTF-8"\nPATH=/tmp\nLANG=$(reboot)\nLC_ALL=a b\n'
ARGV = ("cjcmksite", "cluv")


def localised(lang: str | None, content: bytes | None, platform: Platform = Platform.LINUX) -> tuple[str, ...]:
    want = InLocale(lang=lang)
    given = Given() if content is None else Given().file("clu1", FILE, content)
    to = target(cluster=CLUSTER.model_copy(update={"platform": platform}))
    asks = want.locale_asks(to)
    answers = given.answers_to(asks)
    return want.localised(ARGV, to, answers)


@pytest.mark.parametrize(
    ("lang", "content", "settings"),
    [
        (FILE, JAPANESE, ("env", "LANG=ja_JP.UTF-8", "LC_MESSAGES=C.UTF-8")),
        (FILE, b"LANG='ja_JP.eucJP'\r\n", ("env", "LANG=ja_JP.eucJP")),
        (FILE, b"\xff\xfe", ()),
        (FILE, None, ()),
        ("ja_JP.UTF-8", None, ("env", "LANG=ja_JP.UTF-8")),
        (None, JAPANESE, ()),
    ],
)
def test_the_node_tells_the_locale_or_the_runbook(
    lang: str | None, content: bytes | None, settings: tuple[str, ...]
) -> None:
    assert localised(lang, content) == (*settings, *ARGV)


@pytest.mark.parametrize("lang", [FILE, "ja_JP.UTF-8"])
def test_windows_has_none(lang: str) -> None:
    assert localised(lang, None, Platform.WINDOWS) == ARGV


@pytest.mark.parametrize("lang", ["", "ja JP", "-x", "a;b", "/etc/a b"])
def test_what_is_no_locale_is_refused(lang: str) -> None:
    with pytest.raises(ValidationError):
        InLocale(lang=lang)


def planned(kind: object, values: dict[str, object], model: type[InLocale]) -> Change:
    want = model.model_validate({**values, "lang": FILE})
    given = Given().file("clu1", FILE, JAPANESE)
    assert isinstance(kind, (Command, JobCenterSite, JobCenterSiteState, JobCenterLocal))
    change = kind.plan(want, target(), given.answers(kind, want, target()))  # type: ignore[arg-type]
    assert change is not None
    return change


@pytest.mark.parametrize(
    ("kind", "values", "model"),
    [
        (Command(), {"argv": ["/media/install.sh"], "creates": "/opt/x"}, CommandWant),
        (JobCenterSite(), {**SITE, "machine_id": 114}, JobCenterSiteWant),
        (JobCenterSite(), {**SITE, "machine_id": 114, "command": ["/opt/make-site"]}, JobCenterSiteWant),
        (
            JobCenterSiteState(),
            {**SITE, "exec": "exec1", "group": "failover", "state": "running"},
            JobCenterSiteStateWant,
        ),
        (JobCenterLocal(), {"state": "running"}, JobCenterLocalWant),
    ],
)
def test_every_program_of_the_set_up_gets_it(kind: object, values: dict[str, object], model: type[InLocale]) -> None:
    (action,) = planned(kind, values, model).actions
    assert isinstance(action, Run | Launch)
    assert action.argv[:3] == ("env", "LANG=ja_JP.UTF-8", "LC_MESSAGES=C.UTF-8")
