"""What a check has to say about a configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clprun.products.clpconf.paths import Path

__all__ = ["Finding", "FindingCode", "Severity"]


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """The product can't do what the configuration says; not to be pushed."""

    WARNING = "warning"
    """Out of the ordinary; the product may refuse it or may not care."""

    RISK = "risk"
    """Allowed and usual, but a person should know what it can lead to."""


class FindingCode(StrEnum):
    """What was found; the values are stable keys of the message catalogue."""

    NAME_MISSING = "name_missing"
    NAME_NOT_ASCII = "name_not_ascii"
    NAME_UNUSUAL = "name_unusual"
    NAME_TOO_LONG = "name_too_long"
    NAME_DUPLICATE = "name_duplicate"
    VALUE_BAD = "value_bad"
    VALUE_MISSING = "value_missing"
    ELEMENT_DUPLICATE = "element_duplicate"
    CHARSET_DIFFERS = "charset_differs"
    ENCODING_DOUBTFUL = "encoding_doubtful"
    TYPE_NOT_LISTED = "type_not_listed"
    TYPE_LISTED_TWICE = "type_listed_twice"
    OBJECT_NUMBER_WRONG = "object_number_wrong"
    OBJECT_NUMBER_BAD = "object_number_bad"
    GID_DUPLICATE = "gid_duplicate"
    GID_WRONG = "gid_wrong"
    RESOURCE_UNDEFINED = "resource_undefined"
    RESOURCE_IN_NO_GROUP = "resource_in_no_group"
    RESOURCE_IN_TWO_GROUPS = "resource_in_two_groups"
    DEPENDENCY_MISSING = "dependency_missing"
    DEPENDENCY_ELSEWHERE = "dependency_elsewhere"
    DEPENDENCY_CYCLE = "dependency_cycle"
    GROUP_DEPENDENCY_MISSING = "group_dependency_missing"
    GROUP_DEPENDENCY_CYCLE = "group_dependency_cycle"
    SERVER_MISSING = "server_missing"
    SERVER_UNKNOWN = "server_unknown"
    TARGET_MISSING = "target_missing"
    TARGET_UNKNOWN = "target_unknown"
    RECOVERY_UNKNOWN = "recovery_unknown"
    OBJECT_UNKNOWN = "object_unknown"
    ADDRESS_UNKNOWN = "address_unknown"
    PID_TARGET_NOT_EXEC = "pid_target_not_exec"
    PID_TARGET_SYNCHRONOUS = "pid_target_synchronous"
    FAILOVER_TAG_WRONG = "failover_tag_wrong"
    FAILOVER_TAGS_MIXED = "failover_tags_mixed"
    STOP_FAILURE_SHUTS_DOWN = "stop_failure_shuts_down"
    ADDRESS_SHARED = "address_shared"
    MIRROR_SHARED = "mirror_shared"
    MIRROR_CONNECT_MISSING = "mirror_connect_missing"


@dataclass(frozen=True)
class Finding:
    """One finding.

    Args:
        code: what was found.
        severity: how much it weighs.
        path: the element it concerns.
        line: where that begins, counted from 1.
        details: short values for the message; untrusted.
    """

    code: FindingCode
    severity: Severity
    path: Path
    line: int
    details: Mapping[str, str] = field(default_factory=dict)
