"""What the cluster configuration has to say, as problems of the catalogue."""

from collections.abc import Iterator

from clprun.errors import Place, Problem
from clprun.model.text import Language
from clprun.products.clpconf.checks import new_findings
from clprun.products.clpconf.compare import Difference
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.describe import describe
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.findings import Finding, FindingCode
from clprun.products.clpconf.texts import tell
from clprun.products.clusterpro_commands import Installation

__all__ = ["difference", "finding", "recounted", "refusal"]


def refusal(error: ConfigurationError, node: str, installation: Installation) -> Problem:
    """Why a node's cluster configuration can't be read or changed."""
    place = Place(installation.configuration, error.line, error.column) if error.line else None
    return Problem(f"configuration.{error.code}", dict(error.details), place=place, node=node)


def finding(found: Finding, node: str, installation: Installation) -> Problem:
    """What a check found in a node's cluster configuration."""
    values = {"path": str(found.path), **found.details}
    place = Place(installation.configuration, found.line, 1)
    return Problem(f"configuration.{found.code}", values, place=place, node=node)


def recounted(before: Configuration, after: Configuration, node: str, installation: Installation) -> Iterator[Problem]:
    """That the number of objects a node's configuration stated was wrong, where a change puts it right."""
    counts = {FindingCode.OBJECT_NUMBER_WRONG, FindingCode.OBJECT_NUMBER_BAD}
    for found in new_findings(after, before):
        if found.code in counts and after.object_number == after.counted_objects:
            values = {**found.details, "written": str(after.counted_objects)}
            place = Place(installation.configuration, found.line, 1)
            yield Problem("configuration.recounted", values, place=place, node=node)


def difference(found: Difference) -> Problem:
    """What one difference means; its phrases nest, so both languages are told here."""
    phrase = describe(found)
    return Problem("configuration.difference", {lang.value: tell(phrase, lang) for lang in Language})
