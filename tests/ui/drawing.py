"""A screen that remembers, and a runbook and a plan to draw on it."""

import io
from collections.abc import Callable

from clprun.errors import Problem
from clprun.model.change import Change, Debt, Launch, MakeFolder, Rename, Rescue, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.runbook import On, Phase, Runbook, Step
from clprun.model.text import Language, LocalText
from clprun.ui.screen import Screen, screen_on

__all__ = ["Paper", "a_plan", "a_problem", "a_runbook", "drawn"]

BEFORE = b"# local_daemon\n# sample\n# local_daemon=SITE\n"
AFTER = b"# local_daemon\n# sample\nlocal_daemon=SITE\n"


class Paper(io.TextIOWrapper):
    """A text stream in memory; ``terminal`` makes it say that a person looks at it."""

    def __init__(self, encoding: str = "utf-8", typed: str = "", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(typed.encode(encoding)), encoding, errors="backslashreplace", newline="\n")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


def drawn(
    draw: Callable[[Screen], object], language: Language = Language.EN, encoding: str = "utf-8", *, colour: bool = True
) -> str:
    """What ``draw`` draws where no terminal is."""
    paper = Paper(encoding)
    draw(screen_on(paper, language, colour=colour))
    return paper.text()


def a_problem(**values: str) -> Problem:
    """A problem whose text is ``{name}: {found}`` with the next thing to do."""
    return Problem("commands.doctor_bad", {"name": "disk", "found": "full", **values})


def _text(en: str, ja: str) -> LocalText:
    return LocalText(en=en, ja=ja)


def _step(identifier: str, en: str, ja: str) -> Step:
    return Step(id=identifier, title=_text(en, ja), kind="command", on=On.BOTH)


def a_runbook() -> Runbook:
    """Two phases, each verdict once."""
    return Runbook(
        runbook="example",
        title=_text("Example", "例"),
        platform=Platform.LINUX,
        source="none",
        phases=(
            Phase(
                id="look",
                title=_text("Look first", "作業前の確認"),
                minutes=0.5,
                steps=(
                    _step("ready", "Nodes are ready", "ノードの確認"),
                    _step("resolved", "Names resolve", "名前解決の確認"),
                    _step("version", "Version fits", "バージョンの確認"),
                ),
            ),
            Phase(
                id="build",
                title=_text("Build the site", "サイトの構築"),
                minutes=12,
                point_of_no_return=True,
                steps=(
                    _step("stop-group", "Stop the group", "グループの停止"),
                    _step("daemon", "Set local_daemon", "local_daemon の設定"),
                    _step("site", "Make the site", "サイトの作成"),
                    _step("old-site", "Leave the old site", "旧サイトの確認"),
                    _step("start", "Start the group", "グループの起動"),
                    _step("licence", "Enter the licence", "ライセンスの登録"),
                ),
            ),
        ),
    )


def a_plan() -> Plan:
    """Every verdict, and a change of every sort of action."""
    stop = Change(
        summary=Problem("commands.init_written", {"path": "group"}),
        actions=(Run("clu1", ("clpgrp", "-t", "fail over")),),
        disrupts=True,
        debts=(Debt(Problem("commands.abandoned", {"run": "R1"}), ()),),
        rescues=(Rescue(0, (Run("clu1", ("clpgrp", "-s", "fail over")),)),),
    )
    daemon = Change(
        summary=Problem("commands.init_written", {"path": "daemon.conf"}),
        actions=(
            WriteFile("clu2", "/etc/daemon.conf", AFTER, BEFORE),
            Rename("clu2", "/a", "/b"),
            MakeFolder("clu2", "/new"),
            Launch("clu2", ("cjcpw", "cluv")),
        ),
        details=(Problem("commands.init_next"),),
    )
    site = (Run("clu1", ("cjcmksite", "cluv", "114", "/mnt/sdb2")),)
    return Plan(
        (
            PlannedStep("ready", "look", "clu1", Verdict.HOLDS),
            PlannedStep("ready", "look", "clu2", Verdict.HOLDS),
            PlannedStep("resolved", "look", "clu1", Verdict.REFUSED, problems=(a_problem(),)),
            PlannedStep("version", "look", "clu1", Verdict.TO_ACCEPT, problems=(a_problem(),), accept="version"),
            PlannedStep("stop-group", "build", "clu1", Verdict.CHANGE, change=stop),
            PlannedStep("daemon", "build", "clu1", Verdict.ALREADY),
            PlannedStep("daemon", "build", "clu2", Verdict.CHANGE, change=daemon),
            PlannedStep("site", "build", "clu1", Verdict.KNOWN_LATER, after="stop-group", intent=site),
            PlannedStep("old-site", "build", "clu1", Verdict.IN_DOUBT, problems=(a_problem(),)),
            PlannedStep("start", "build", "clu1", Verdict.NOT_NEEDED),
            PlannedStep("start", "build", "clu2", Verdict.NOT_NEEDED),
            PlannedStep("licence", "build", "clu1", Verdict.MANUAL, problems=(a_problem(), a_problem(found="none"))),
        )
    )
