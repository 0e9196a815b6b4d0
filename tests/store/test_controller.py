"""A controller keeps its id; a copy of its folder is another one."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clprun.store.controller import controller_id


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_it_is_made_once_for_everybody_who_asks_at_the_same_moment(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        (made,) = set(pool.map(lambda _: controller_id(home), range(8)))

    assert controller_id(home) == made
    assert (home / "controller.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("moved_away", [False, True])
def test_a_copy_is_another_controller_and_so_is_one_in_its_place(home: Path, moved_away: bool) -> None:
    made, copy = controller_id(home), home.with_name("copy")
    shutil.copytree(home, copy)
    if moved_away:
        home.rename(home.with_name("away"))
        copy.rename(home)

    assert controller_id(home if moved_away else copy) != made
    if not moved_away:
        assert controller_id(home) == made


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", json.dumps({"id": "a", "made_for": "b"}).encode()])
def test_what_is_no_id_of_this_folder_is_replaced(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "controller.json").write_bytes(content)

    assert len(controller_id(home)) == 32
    assert controller_id(home) == controller_id(home)
