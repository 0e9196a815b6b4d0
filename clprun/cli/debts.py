"""What runs owe that nobody can resume any more: told wherever the nodes are looked at, until they show it settled."""

from typing import TYPE_CHECKING

from clprun.cli.session import Session

if TYPE_CHECKING:
    from clprun.api import Around, Owing, Reach

__all__ = ["around_journal", "draw_others", "tell_debts"]


def tell_debts(session: Session, reach: "Reach") -> None:
    """Ask the nodes what is still owed there by runs that were given up, and say so."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)

    cluster, _ = reach
    debtors = api.owing(session.home, cluster.name, given_up=True)
    if debtors:
        _draw(session, api.settle(debtors, reach, around_journal(session)))


def draw_others(session: Session, shown: str) -> None:
    """Draw what every run owes but the one that is shown itself."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)

    _draw(session, [each for each in api.owing(session.home) if each.folder.run != shown])


def around_journal(session: Session) -> "Around":
    """What is needed to write something into a run's journal and nothing else: nobody is asked, nothing is drawn."""
    import clprun  # noqa: PLC0415
    from clprun.api import Around  # noqa: PLC0415  (brings all of the engine)
    from clprun.engine.desk import Clock  # noqa: PLC0415
    from clprun.ui.ask import Answers, UnattendedOperator  # noqa: PLC0415
    from clprun.ui.observers import Observers  # noqa: PLC0415

    operator, version = UnattendedOperator(Answers()), clprun.__version__
    return Around(
        home=session.home,
        operator=operator,
        observer=Observers(),
        version=version,
        clock=Clock(),
        redactor=session.redactor,
        uninterrupted=session.interruptions.held_back,
    )


def _draw(session: Session, debtors: "list[Owing]") -> None:
    from clprun.ui.debts import draw_debts  # noqa: PLC0415

    if not debtors:
        return
    screen = session.results
    screen.line((screen.word("commands.status_debts"), "bold yellow"))
    for each in debtors:
        draw_debts(screen, each.debts, each.state.run, each.state.cluster)
    screen.blank()
