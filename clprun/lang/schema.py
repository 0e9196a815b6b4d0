"""Data against the models of a runbook and an inventory, and those models as JSON Schema for editors."""

import json
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from clprun.errors import InputError
from clprun.lang.document import Document
from clprun.lang.findings import findings
from clprun.lang.inventory_file import InventoryFile
from clprun.model.runbook import Runbook
from clprun.model.secret import SecretReference

__all__ = ["inventory_schema", "runbook_schema", "validate"]

M = TypeVar("M", bound=BaseModel)

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def validate(model: type[M], document: Document) -> M:
    """The document's data as ``model``.

    The data is validated as JSON in pydantic's strict mode: lists may become tuples and texts enumerations, but
    nothing else is converted, so ``"5"`` is no number and ``1`` is not true.

    Raises:
        InputError: it does not fit; all findings together, in the order of their places.
    """
    text = json.dumps(document.data, default=_reference)
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise InputError(*findings(found, model, document.data, document)) from None


def _reference(value: object) -> dict[str, str]:
    if isinstance(value, SecretReference):
        return {"source": value.source, "name": value.name}
    raise TypeError(type(value).__name__)


def runbook_schema(kinds: Iterable[str] = ()) -> dict[str, Any]:
    """JSON Schema of a runbook file.

    Args:
        kinds: names of the step kinds; when given, ``kind`` must be one of them.
    """
    schema = {"$schema": _DIALECT, **Runbook.model_json_schema(by_alias=True)}
    if names := sorted(kinds):
        schema["$defs"]["Step"]["properties"]["kind"]["enum"] = names
    return schema


def inventory_schema() -> dict[str, Any]:
    """JSON Schema of an inventory file; a secret is the mapping that stands behind ``!secret``."""
    schema = {"$schema": _DIALECT, **InventoryFile.model_json_schema(by_alias=True)}
    reference = schema["$defs"]["SecretReference"]
    reference["properties"] = {source: {"type": "string"} for source in reference["properties"]["source"]["enum"]}
    reference["description"] = "Behind the tag !secret: where the secret is to be had."
    reference.update(minProperties=1, maxProperties=1, additionalProperties=False)
    del reference["required"]
    return schema
