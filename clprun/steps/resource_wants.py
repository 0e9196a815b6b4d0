"""What all resources have that a runbook adds to a group (reference/clusterpro.md 2.4)."""

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from clprun.steps.base import Want
from clprun.steps.failure_wants import OnStartFailure, OnStopFailure
from clprun.steps.wants import ObjectName

__all__ = ["ResourceWant"]


class ResourceWant(Want):
    """A resource.

    Args:
        name: its name.
        depends_on: the resources it starts after; none at all when empty, as it is or the product's when not given.
        on_start_failure: what follows when its start fails.
        on_stop_failure: what follows when its stop fails.
    """

    name: ObjectName
    depends_on: tuple[ObjectName, ...] | None = None
    on_start_failure: OnStartFailure = Field(default_factory=OnStartFailure)
    on_stop_failure: OnStopFailure = Field(default_factory=OnStopFailure)

    @field_validator("depends_on")
    @classmethod
    def _not_on_itself(cls, names: tuple[str, ...] | None, info: ValidationInfo) -> tuple[str, ...] | None:
        name = info.data.get("name")
        if names is not None and name in names:
            raise PydanticCustomError("configuration.depends_on_itself", "unused", {"name": name})
        return names
