"""A runbook as written: parameters and ordered phases of steps. Values in ``with`` may still hold templates."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from clprun.model.cluster import Platform
from clprun.model.text import LocalText

__all__ = ["Hold", "Nature", "On", "Parameter", "ParameterType", "Phase", "Runbook", "Step", "VersionRange"]

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
ParameterName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class On(StrEnum):
    """Where a step works. ``cluster`` speaks through the primary and may look at both nodes."""

    PRIMARY = "primary"
    STANDBY = "standby"
    BOTH = "both"
    ACTIVE = "active"
    CLUSTER = "cluster"


class Nature(StrEnum):
    """A lasting step leaves a state, a passing one is on the way, a check changes nothing.

    A check that is called lasting asks what must be so from then on: each dry run makes it, and ``verify`` does.
    """

    LASTING = "lasting"
    PASSING = "passing"
    CHECK = "check"


class ParameterType(StrEnum):
    """What a parameter's value must be; each has its own check and message."""

    IP_ADDRESS = "ip_address"
    HOST_NAME = "host_name"
    INTEGER = "integer"
    INTEGERS = "integers"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    ABSOLUTE_PATH = "absolute_path"
    DRIVE = "drive"
    NAME = "name"
    NAMES = "names"
    TEXT = "text"
    COMMAND = "command"
    MAPPINGS = "mappings"
    SECRET = "secret"


class Parameter(_Frozen):
    """One value the site gives.

    Args:
        type: see :class:`ParameterType`.
        text: what it is, for people.
        example: the guide's value; shown, never used.
        default: used when the site gives none; may be a template over other parameters. A site value has none.
        optional: may be left out; the value is then null.
        when: expression; the parameter is only asked for when it is true.
        choices: for ``choice``.
        minimum: for ``integer``.
        maximum: for ``integer``.
        source: where the guide or reference says so.
    """

    type: ParameterType
    text: LocalText
    example: Any = None
    default: Any = None
    optional: bool = False
    when: str | None = None
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    source: str | None = None


class Step(_Frozen):
    """One step.

    Args:
        id: unique in the runbook.
        title: one line for people.
        kind: name of the step kind.
        on: where it works.
        with_: what the kind wants (``with`` in YAML); values may be templates.
        when: expression over the parameters; the step is skipped when it is false.
        serves: lasting steps this passing step is there for; not needed when they all hold already.
        superseded_by: lasting steps after which the cluster does what this passing step does by hand; not needed when
            they all hold already.
        nature: overrides the kind's own nature.
        within: seconds that the wanted state may take to appear after the change.
        confirm: question asked before a disruptive step.
        source: where the guide or reference says so.
        note: what a person should know, e.g. where the runbook departs from the guide.
    """

    id: Identifier
    title: LocalText
    kind: str
    on: On
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    when: str | None = None
    serves: tuple[Identifier, ...] = ()
    superseded_by: tuple[Identifier, ...] = ()
    nature: Nature | None = None
    within: Annotated[int, Field(ge=0, le=86400)] | None = None
    confirm: LocalText | None = None
    source: str | None = None
    note: LocalText | None = None


class Hold(_Frozen):
    """A condition of a checkpoint: what ``step`` left holds on, until ``until`` begins."""

    step: Identifier
    until: Identifier | None = None


class Phase(_Frozen):
    """Steps that belong together, with the checkpoint at their end.

    Args:
        id: unique in the runbook.
        title: one line for people.
        minutes: expected duration in minutes on a real cluster.
        point_of_no_return: after it, undo is no longer a matter of minutes.
        goal: ids of steps; when all hold, this phase's passing steps are not needed.
        steps: in order.
        checkpoint: what must hold when the phase ends, beyond its lasting steps.
    """

    id: Identifier
    title: LocalText
    minutes: Annotated[float, Field(ge=0, le=1440)]
    point_of_no_return: bool = False
    goal: tuple[Identifier, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    checkpoint: tuple[Hold, ...] = ()


class VersionRange(_Frozen):
    """Versions of a product the runbook was written for, both ends included."""

    product: Literal["clusterpro"]
    minimum: str
    maximum: str


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _at_least_one(platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    if not platforms:
        raise PydanticCustomError("input.too_few", "unused", {"found": "[]", "limit": 1})
    return platforms


_ONE_PLATFORM = {"enum": [platform.value for platform in Platform]}
_Platforms = Annotated[
    tuple[Annotated[Platform, Field(strict=False)], ...],
    BeforeValidator(_several),
    AfterValidator(_at_least_one),
    WithJsonSchema({"anyOf": [_ONE_PLATFORM, {"type": "array", "items": _ONE_PLATFORM, "minItems": 1}]}),
]


class Runbook(_Frozen):
    """A whole runbook; ``platform`` in YAML is the one it is written for, or a list of them."""

    runbook: Identifier
    title: LocalText
    platforms: _Platforms = Field(alias="platform")
    source: str
    versions: tuple[VersionRange, ...] = ()
    parameters: dict[ParameterName, Parameter] = Field(default_factory=dict)
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return tuple(step for phase in self.phases for step in phase.steps)

    def step(self, identifier: str) -> Step:
        """The step with that id; ``KeyError`` when there is none."""
        for step in self.steps:
            if step.id == identifier:
                return step
        raise KeyError(identifier)

    def phase_of(self, identifier: str) -> Phase:
        """The phase that holds the step with that id; ``KeyError`` when there is none."""
        for phase in self.phases:
            if any(step.id == identifier for step in phase.steps):
                return phase
        raise KeyError(identifier)
