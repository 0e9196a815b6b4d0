"""Each type of parameter takes what it should and refuses the rest with its own code."""

import posixpath
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.lang.refused import Refused
from clprun.lang.values import check_value
from clprun.model.runbook import Parameter, ParameterType
from clprun.model.secret import SecretReference
from clprun.model.text import LocalText


def parameter(kind: ParameterType) -> Parameter:
    numbers = kind in {ParameterType.INTEGER, ParameterType.INTEGERS}
    return Parameter(
        type=kind,
        text=LocalText(ja="値", en="value"),
        choices=("SITE", "OFF") if kind is ParameterType.CHOICE else (),
        minimum=1 if numbers else None,
        maximum=100 if numbers else None,
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ip_address", "10.0.0.114"),
        ("ip_address", "fe80::1"),
        ("host_name", "cluv"),
        ("host_name", "1a.example.com"),
        ("host_name", "a" * 63),
        ("integer", 1),
        ("integer", 100),
        ("integers", []),
        ("integers", [1, 100]),
        ("boolean", False),
        ("choice", "OFF"),
        ("absolute_path", "/mnt/sdb2"),
        ("absolute_path", "/a"),
        ("absolute_path", "/a.b/..c/-d_E"),
        ("absolute_path", r"C:\Program Files (x86)\ESMPRO~1"),
        ("drive", "W:"),
        ("name", "fip1"),
        ("name", "a" * 31),
        ("names", []),
        ("names", ["httpw1", "httpw2"]),
        ("text", "日本語 text"),
        ("text", ""),
        ("command", ["/bin/sh", "-c", "a b", ""]),
        ("mappings", []),
        ("mappings", [{"name": "httpw-shop", "port": 8080, "https": True}, {"name": "httpw2"}]),
        ("secret", SecretReference("prompt", "root")),
    ],
)
def test_taken(kind: str, value: object) -> None:
    assert check_value(value, parameter(ParameterType(kind))) == value


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("ip_address", 10, "input.not_text"),
        ("ip_address", "cluv", "input.not_an_ip_address"),
        ("ip_address", "10.0.0.0114", "input.not_an_ip_address"),
        ("ip_address", "10.0.0.1/24", "input.not_an_ip_address"),
        ("ip_address", " 10.0.0.1", "input.not_an_ip_address"),
        ("ip_address", "0.0.0.0", "input.ip_address_of_no_machine"),
        ("ip_address", "255.255.255.255", "input.ip_address_of_no_machine"),
        ("ip_address", "ff02::1", "input.ip_address_of_no_machine"),
        ("ip_address", "fe80::1%$(reboot)", "input.ip_address_of_no_machine"),
        ("absolute_path", r"\server\share", "input.path_not_absolute"),
        ("absolute_path", "C:file", "input.path_not_absolute"),
        ("absolute_path", "C:/jcclweb", "input.path_not_absolute"),
        ("absolute_path", r"W:\ NVWORK", "input.path_ends"),
        ("absolute_path", "C:\\a.", "input.path_ends"),
        ("absolute_path", "C:\\", "input.path_slashes"),
        ("absolute_path", r"C:\a\..\b", "input.path_dots"),
        ("absolute_path", r"C:\%TEMP%", "input.path_character"),
        ("absolute_path", "C:\\a/b", "input.path_character"),
        ("drive", "W", "input.not_a_drive"),
        ("drive", "W:\\", "input.not_a_drive"),
        ("host_name", 5, "input.not_text"),
        ("host_name", "", "input.not_a_host_name"),
        ("host_name", "10.0.0.114", "input.host_name_is_ip"),
        ("host_name", "10.0.0.300", "input.host_name_is_ip"),
        ("host_name", "::1", "input.host_name_is_ip"),
        ("host_name", "clu_v", "input.not_a_host_name"),
        ("host_name", "-a", "input.not_a_host_name"),
        ("host_name", "a-", "input.not_a_host_name"),
        ("host_name", "a..b", "input.not_a_host_name"),
        ("host_name", "a.", "input.not_a_host_name"),
        ("host_name", "a\n", "input.not_a_host_name"),
        ("host_name", "a" * 64, "input.not_a_host_name"),
        ("host_name", ".".join(["a" * 63] * 4), "input.not_a_host_name"),
        ("integer", True, "input.not_integer"),
        ("integer", 1.0, "input.not_integer"),
        ("integer", "1", "input.not_integer"),
        ("integer", 0, "input.too_small"),
        ("integer", 101, "input.too_large"),
        ("integers", 1, "input.not_list"),
        ("integers", "1,2", "input.not_list"),
        ("integers", [1, "2"], "input.not_integer"),
        ("integers", [1, 101], "input.too_large"),
        ("boolean", 1, "input.not_boolean"),
        ("boolean", "true", "input.not_boolean"),
        ("choice", "off", "input.not_a_choice"),
        ("choice", False, "input.not_a_choice"),
        ("choice", ["OFF"], "input.not_a_choice"),
        ("absolute_path", 5, "input.not_text"),
        ("absolute_path", "", "input.path_not_absolute"),
        ("absolute_path", "mnt", "input.path_not_absolute"),
        ("absolute_path", "./mnt", "input.path_not_absolute"),
        ("absolute_path", "/mnt/..", "input.path_dots"),
        ("absolute_path", "/./mnt", "input.path_dots"),
        ("absolute_path", "/", "input.path_slashes"),
        ("absolute_path", "//mnt", "input.path_slashes"),
        ("absolute_path", "/mnt/", "input.path_slashes"),
        ("absolute_path", "/mnt/a\n", "input.path_character"),
        ("absolute_path", "/mnt/a b", "input.path_character"),
        ("absolute_path", "/mnt/１", "input.path_character"),
        ("absolute_path", "/" + "a" * 1023, "input.text_too_long"),
        ("name", "", "input.not_a_name"),
        ("name", "a" * 32, "input.not_a_name"),
        ("name", "a b", "input.not_a_name"),
        ("name", "名前", "input.not_a_name"),
        ("name", "a\n", "input.not_a_name"),
        ("text", "a\nb", "input.control_character"),
        ("text", "a\x1b[31m", "input.control_character"),
        ("text", "a\x9b31m", "input.control_character"),
        ("text", "a\u202eb", "input.control_character"),
        ("text", "a" * 1025, "input.text_too_long"),
        ("command", "rm -rf /", "input.command_not_list"),
        ("command", [], "input.command_empty"),
        ("command", ["", "a"], "input.command_empty"),
        ("command", ["a", 5], "input.not_text"),
        ("command", ["a", "b\0"], "input.control_character"),
        ("names", "httpw1", "input.not_list"),
        ("names", ["httpw1", "a b"], "input.not_a_name"),
        ("mappings", {"name": "httpw1"}, "input.not_list"),
        ("mappings", ["httpw1"], "input.not_mapping"),
        ("mappings", [{"Na me": "httpw1"}], "input.not_mapping"),
        ("mappings", [{"name": ["httpw1"]}], "input.not_text"),
        ("mappings", [{"name": "a\x1b"}], "input.control_character"),
        ("secret", "tiger", "input.not_secret"),
    ],
)
def test_refused(kind: str, value: object, code: str) -> None:
    with pytest.raises(Refused) as caught:
        check_value(value, parameter(ParameterType(kind)))

    assert caught.value.code == code


def test_a_refused_secret_is_not_shown() -> None:
    with pytest.raises(Refused) as caught:
        check_value("tiger", parameter(ParameterType.SECRET))

    assert "tiger" not in str(caught.value.values)


@settings(max_examples=300, deadline=None)
@given(path=st.text("/.ab-_ \n~$é", max_size=12) | st.text(max_size=12))
def test_a_path_that_is_taken_means_the_same_to_everybody(path: str) -> None:
    harmless = path.startswith("/") and re.fullmatch(r"[A-Za-z0-9._/-]+", path) and posixpath.normpath(path) == path
    try:
        check_value(path, parameter(ParameterType.ABSOLUTE_PATH))
    except Refused:
        assert not harmless or path in {"/", "//"} or path.startswith("//")
    else:
        assert harmless
