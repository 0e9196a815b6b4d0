"""The toy runbook in a folder of its own, for every test that asks for it."""

from pathlib import Path

import pytest

from tests.lang.desk import INVENTORY, NOTE, RUNBOOK, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.note.parent.mkdir(parents=True)
    desk.write(desk.runbook, RUNBOOK)
    desk.write(desk.note, NOTE)
    desk.write(desk.inventory, INVENTORY)
    return desk
