"""``contact``: an interview of a pair that only reads, and what it says about what clprun takes for true."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clprun.cli.command import command, json_option
from clprun.cli.options import Target, target_options
from clprun.cli.session import Session
from clprun.errors import InputError, Problem, StepFailed, WaitingForPerson

if TYPE_CHECKING:
    from clprun.contact.anonymise import Anonymised, Known
    from clprun.contact.assumption import Assumption
    from clprun.contact.judgement import Judgement
    from clprun.contact.record import Record
    from clprun.model.cluster import Cluster
    from clprun.ui.contact import Judged

__all__ = ["contact"]


@command("contact")
@target_options
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--hide", "hidden", multiple=True, metavar="WORD")
@click.option("--yes", is_flag=True)
@json_option("document")
@click.pass_obj
def contact(session: Session, target: Target, *, out: Path | None, hidden: tuple[str, ...], yes: bool) -> None:
    """Ask both nodes all that can be asked, judge every assumption, and write it all into a file that can be sent."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.access import access  # noqa: PLC0415
    from clprun.contact.judgement import Verdict, judge_all  # noqa: PLC0415
    from clprun.contact.looks import topics_of  # noqa: PLC0415
    from clprun.products.clusterpro_commands import installation_of  # noqa: PLC0415
    from clprun.ui.contact import draw_judgements, progress  # noqa: PLC0415
    from clprun.ui.jsonl import write_json  # noqa: PLC0415

    if out is not None and out.exists():
        raise InputError(Problem("contact.file_exists", {"file": str(out)}))
    cluster = target.cluster_of(session.home)
    reach = access(session, cluster, lab=target.lab)
    names = [node.name for node in cluster.nodes]
    with progress(session.messages, names, len(topics_of(installation_of(cluster)))) as tell:
        record = api.interview(cluster, reach, lambda node, topic: tell(node, topic.id))
    judgements = judge_all(record)
    draw_judgements(session.results, [_judged(each, found) for each, found in judgements.items()])
    if out is not None:
        _write(session, out, record, _known(cluster, hidden), yes=yes)
    if session.json:
        told = [{"id": each.id, "verdict": it.verdict, "seen": list(it.seen)} for each, it in judgements.items()]
        write_json(session.out, {"cluster": cluster.name, "file": str(out) if out else None, "assumptions": told})
    count = sum(it.verdict is Verdict.DIFFERENT for it in judgements.values())
    if count:
        raise StepFailed(Problem("contact.differs", {"count": count}))


def _write(session: Session, out: Path, record: "Record", known: "Known", *, yes: bool) -> None:
    """Show what was replaced, ask, and write.

    Raises:
        WaitingForPerson: nobody agreed.
    """
    from clprun.contact.anonymise import anonymised  # noqa: PLC0415
    from clprun.store.files import write_file  # noqa: PLC0415
    from clprun.ui.contact import draw_replacements  # noqa: PLC0415

    found = anonymised(record, known, session.redactor)
    rows = [(each.kind, each.original, each.substitute, each.count) for each in found.replacements]
    draw_replacements(session.messages, rows, found.kept)
    if not yes and not session.prompt.agree(session.messages.word("contact.ask", file=str(out))):
        raise WaitingForPerson(Problem("contact.not_agreed", {"file": str(out)}))
    write_file(out.absolute(), _with_judgements(found).dumped().encode())
    session.results.line((session.results.word("contact.written", file=str(out)), "green"))


def _with_judgements(found: "Anonymised") -> "Record":
    """The record with what was made of it, judged anew, so that nothing of the site's own is quoted."""
    from clprun.contact.judgement import judge_all  # noqa: PLC0415

    told: dict[str, Any] = {
        each.id: {"verdict": str(it.verdict), "seen": it.seen} for each, it in judge_all(found.record).items()
    }
    return found.record.model_copy(update={"judgements": told})


def _known(cluster: "Cluster", hidden: tuple[str, ...]) -> "Known":
    from clprun.contact.anonymise import Known  # noqa: PLC0415

    logins = [login.user for node in cluster.nodes for login in (node.ssh, node.winrm) if login is not None]
    users = [part for user in logins if user for part in user.replace("/", "\\").split("\\") if part]
    hosts = [node.name for node in cluster.nodes]
    hosts += [node.address for node in cluster.nodes if any(sign.isalpha() for sign in node.address)]
    return Known(hosts=tuple(hosts), users=tuple(users), words=hidden)


def _judged(assumption: "Assumption", judgement: "Judgement") -> "Judged":
    from clprun.ui.contact import Judged  # noqa: PLC0415

    return Judged(
        assumption.id,
        judgement.verdict,
        assumption.text,
        assumption.breaks,
        assumption.relied_on,
        judgement.seen,
        assumption.unasked,
        assumption.trial,
    )
