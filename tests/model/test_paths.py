"""Paths of both platforms: told apart, joined and compared by their own form, on whatever clprun itself runs."""

import re

import pytest

from clprun.model.cluster import Platform
from clprun.model.paths import ABSOLUTE, VOLUME, above, below, mount_point, platform_of, pure, same, system_root


@pytest.mark.parametrize(
    ("path", "absolute", "volume"),
    [
        ("/a/b", True, True),
        ("/", False, False),
        (r"C:\a", True, True),
        (r"C:\Program Files (x86)\a~1.b", True, True),
        ("C:\\", False, True),
        ("w:", False, True),
        (r"W:\ NVWORK", False, False),
        (r"C:\a ", False, False),
        (r"C:\a.", False, False),
        (r"C:\a\\b", False, False),
        (r"C:\a\..\b", False, False),
        ("C:/a", False, False),
        ("C:a", False, False),
        (r"\\server\share", False, False),
        (r"C:\%TEMP%", False, False),
    ],
)
def test_what_is_a_path(path: str, absolute: bool, volume: bool) -> None:
    assert (re.fullmatch(ABSOLUTE, path) is not None) is absolute
    assert (re.fullmatch(VOLUME, path) is not None) is volume


def test_a_path_tells_its_platform() -> None:
    assert [platform_of(path) for path in ("/a", r"C:\a", "W:")] == [
        Platform.LINUX,
        Platform.WINDOWS,
        Platform.WINDOWS,
    ]


def test_paths_are_joined_and_taken_apart_in_their_own_form() -> None:
    assert below("/a", "b", "c") == "/a/b/c"
    assert below(r"C:\a", "b", "c") == r"C:\a\b\c"
    assert below("E:", "x") == r"E:\x"
    assert (above("/a/b"), above(r"C:\a\b"), above(r"C:\a")) == ("/a", r"C:\a", "C:\\")
    assert (system_root(Platform.LINUX), system_root(Platform.WINDOWS)) == ("/", "C:\\")


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (r"C:\A\b", r"c:\a\B", True),
        ("E:", "e:\\", True),
        ("/a/b", "/a/B", False),
        ("/a/b", "/a/b/", True),
        (r"C:\a", r"D:\a", False),
    ],
)
def test_what_is_the_same_place(first: str, second: str, alike: bool) -> None:
    assert same(first, second) is alike


def test_a_drive_is_seen_at_its_root() -> None:
    assert [mount_point(each) for each in ("w:", "W:\\", "/mnt")] == ["W:\\", "W:\\", "/mnt"]
    assert pure(r"E:\x").is_relative_to(pure("E:"))
