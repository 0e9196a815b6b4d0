"""Programs on a node that print without an end, or bytes that are no text: bounded here, and still told about."""

import pytest

from clprun.transport.codec import readable
from tests.hostile.bounds import in_little
from tests.hostile.screens import assert_harmless

PROGRAM = """
import sys
from clprun.errors import StepFailed
from clprun.model.cluster import Platform
from clprun.model.question import Unanswerable
from clprun.node.jobs import Jobs
from clprun.node.questions import FileFacts, Probe, ProcessTable
from clprun.node.reader import Reader
from clprun.transport.local import LocalConnection

node = LocalConnection("one")
try:
    node.run("head -c 100000000 /dev/zero", deadline=60)
except StepFailed as failure:
    print("refused", failure.problem.code)
reader = Reader(LocalConnection("one"), Platform.LINUX, "one")
endless, binary, zeros = reader.ask([Probe(("yes",), seconds=20), Probe(("head", "-c", "100000", "/dev/urandom")),
                                     FileFacts("/dev/zero", content=True)])
print("endless", isinstance(endless, Unanswerable) or len(endless.out) <= 4 << 20)
print("binary", isinstance(binary.out, str) or len(binary.out) == 100000)
job = Jobs(LocalConnection("one"), "one", "R", state_folder=sys.argv[1]).finish(
    "j", ["head", "-c", "100000000", "/dev/zero"], folder="/", within=60)
print("job", job.state, len(job.output_tail) <= 8000)
"""


def test_what_has_no_end_is_cut_in_little_memory(tmp_path: object) -> None:
    told = in_little(PROGRAM, str(tmp_path)).split("\n")

    assert told[0].startswith("refused")
    assert told[1:4] == ["endless True", "binary True", "job ended True"]


@pytest.mark.parametrize(
    "printed",
    [
        bytes(range(256)) * 400,
        b"\0" * (1 << 20),
        b"\x1b[" + b"9" * (1 << 20),
        b"\x1b]0;" + b"a" * (1 << 20),
        "表ソ能".encode("cp932") * 1000 + b"\xff\x81",
        "\ud800\udfff".encode("utf-8", "surrogatepass") * 1000,
        b"\x9b31m" * (1 << 16),
        "\u202e".encode() * 1000,
        b"a" * (8 << 20),
    ],
    ids=["any byte", "NULs", "sequence", "title", "cp932", "surrogates", "C1", "bidi", "one line"],
)
def test_whatever_was_printed_is_shown_without_harm(printed: bytes) -> None:
    shown = readable(printed)

    assert len(shown) <= 4000
    assert_harmless(shown.replace("\t", " "))
