"""What the cluster configuration has to say, as problems of the catalogue."""

from clprun.errors import Place, Problem
from clprun.model.cluster import Platform
from clprun.model.text import Language
from clprun.products.clpconf.compare import Difference
from clprun.products.clpconf.describe import describe
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.findings import Finding
from clprun.products.clpconf.texts import tell
from clprun.products.clusterpro_commands import INSTALLATIONS

__all__ = ["difference", "finding", "refusal"]


def refusal(error: ConfigurationError, node: str, platform: Platform) -> Problem:
    """Why a node's cluster configuration can't be read or changed."""
    place = Place(INSTALLATIONS[platform].configuration, error.line, error.column) if error.line else None
    return Problem(f"configuration.{error.code}", dict(error.details), place=place, node=node)


def finding(found: Finding, node: str, platform: Platform) -> Problem:
    """What a check found in a node's cluster configuration."""
    values = {"path": str(found.path), **found.details}
    place = Place(INSTALLATIONS[platform].configuration, found.line, 1)
    return Problem(f"configuration.{found.code}", values, place=place, node=node)


def difference(found: Difference) -> Problem:
    """What one difference means; its phrases nest, so both languages are told here."""
    phrase = describe(found)
    return Problem("configuration.difference", {lang.value: tell(phrase, lang) for lang in Language})
