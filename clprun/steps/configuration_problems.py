"""What the cluster configuration has to say, as problems of the catalogue."""

from clprun.errors import Place, Problem
from clprun.model.text import Language
from clprun.products.clpconf.compare import Difference
from clprun.products.clpconf.describe import describe
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.findings import Finding
from clprun.products.clpconf.texts import tell
from clprun.products.clusterpro import CONFIGURATION

__all__ = ["difference", "finding", "refusal"]


def refusal(error: ConfigurationError, node: str) -> Problem:
    """Why a node's cluster configuration can't be read or changed."""
    place = Place(CONFIGURATION, error.line, error.column) if error.line else None
    return Problem(f"configuration.{error.code}", dict(error.details), place=place, node=node)


def finding(found: Finding, node: str) -> Problem:
    """What a check found in a node's cluster configuration."""
    values = {"path": str(found.path), **found.details}
    return Problem(f"configuration.{found.code}", values, place=Place(CONFIGURATION, found.line, 1), node=node)


def difference(found: Difference) -> Problem:
    """What one difference means; its phrases nest, so both languages are told here."""
    phrase = describe(found)
    return Problem("configuration.difference", {lang.value: tell(phrase, lang) for lang in Language})
