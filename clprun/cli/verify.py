"""``verify``: whether the result of a runbook is there and right."""

from typing import TYPE_CHECKING

import click

from clprun.cli.command import command, json_option
from clprun.cli.options import Target, target_options
from clprun.cli.session import Session
from clprun.errors import Problem, StepFailed

if TYPE_CHECKING:
    from clprun.api import Prepared, Verification
    from clprun.model.text import Language
    from clprun.ui.verification import Finding

__all__ = ["verify"]


@command("verify")
@click.argument("runbook", metavar="RUNBOOK")
@target_options
@json_option("events")
@click.pass_obj
def verify(session: Session, runbook: str, target: Target) -> None:
    """Ask the nodes whether what the steps leave is there, and run the runbook's checks."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.access import access_for  # noqa: PLC0415
    from clprun.cli.debts import tell_debts  # noqa: PLC0415
    from clprun.ui.jsonl import write_json  # noqa: PLC0415
    from clprun.ui.verification import draw_findings, finding_data  # noqa: PLC0415

    prepared = target.prepare(session.home, runbook)
    reach = access_for(session, prepared)
    tell_debts(session, (prepared.bound.cluster, reach))
    verification = api.verify(prepared, reach)
    findings = _findings(prepared, verification, session.language)
    draw_findings(session.results, findings)
    if session.json:
        for finding in findings:
            write_json(session.out, finding_data(finding, session.language, session.redactor))
    wrong = sum(not finding.right for finding in findings)
    if wrong:
        raise StepFailed(Problem("commands.verify_failed", {"count": wrong, "runbook": runbook}))


def _findings(prepared: "Prepared", verification: "Verification", language: "Language") -> "list[Finding]":
    from clprun.ui.verification import Finding  # noqa: PLC0415  (brings rich)

    runbook = prepared.bound.loaded.runbook
    steps = [
        Finding(it.step, runbook.step(it.step).title.in_(language), it.node, it.lacking is None, it.lacking)
        for it in verification.steps
    ]
    checks = [Finding(it.name, "", "", it.passed, output=it.reason) for it in verification.checks]
    return [*steps, *checks]
