"""Files that were made to hurt: refused or read, in bounded memory and time."""

import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from clprun.products.clpconf import Configuration, ConfigurationError, Refusal, set_value
from clprun.products.clpconf.encoding import MAXIMUM_BYTES
from clprun.products.clpconf.scanner import MAXIMUM_ELEMENTS

MIB = 1024 * 1024

LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
REFUSED: dict[str, tuple[bytes, Refusal]] = {
    "entity bomb": (
        f'<!DOCTYPE root [<!ENTITY l0 "lol">{LAUGHS}]><root>&l9;</root>'.encode(),
        Refusal.DOCUMENT_TYPE,
    ),
    "entity bomb in the middle": (b'<root/><!DOCTYPE root [<!ENTITY a "b">]>', Refusal.DOCUMENT_TYPE),
    "quadratic entity": (
        b'<!DOCTYPE root [<!ENTITY a "' + b"x" * MIB + b'">]><root>' + b"&a;" * MIB + b"</root>",
        Refusal.DOCUMENT_TYPE,
    ),
    "external entity": (
        b'<!DOCTYPE root [<!ENTITY x SYSTEM "file:///etc/passwd">]><root>&x;</root>',
        Refusal.DOCUMENT_TYPE,
    ),
    "external DTD": (b'<!DOCTYPE root SYSTEM "http://192.0.2.1/clp.dtd"><root/>', Refusal.DOCUMENT_TYPE),
    "entity without a document type": (b"<root>&x;</root>", Refusal.ILL_FORMED),
    "reference to a NUL": (b"<root>&#0;</root>", Refusal.ILL_FORMED),
    "reference to a surrogate": (b"<root>&#xD800;</root>", Refusal.ILL_FORMED),
    "reference beyond Unicode": (b"<root>&#x110000;</root>", Refusal.ILL_FORMED),
    "NULs": (b"<root>" + b"\0" * MIB + b"</root>", Refusal.ILL_FORMED),
    "NUL in a name": (b'<root><group name="a\0b"/></root>', Refusal.ILL_FORMED),
    "deep nesting": (b"<root>" + b"<a>" * 10_000, Refusal.ILL_FORMED),
    "nesting deeper than libxml2 likes": (
        b"<root>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</root>",
        Refusal.ILL_FORMED,
    ),
    "too many elements": (b"<root>" + b"<a/>" * (MIB - 10) + b"</root>", Refusal.TOO_MANY_ELEMENTS),
    "too many comments": (b"<root>" + b"<!---->" * 100_000 + b"</root>", Refusal.TOO_MANY_ELEMENTS),
    "too many attributes": (
        b"<root " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"/>",
        Refusal.TOO_LARGE,
    ),
    "blanks without an end": (b"<a" + b" " * (MAXIMUM_BYTES - 10), Refusal.TOO_LARGE),
    "quotes without an end": (b"<a b='" + b"<" * (MAXIMUM_BYTES - 10), Refusal.ILL_FORMED),
    "UTF-8 that says SJIS": ('<?xml version="1.0" encoding="SJIS"?><root>—</root>'.encode(), Refusal.UNDECODABLE),
    "SJIS that says EUC-JP": (
        '<?xml version="1.0" encoding="EUC-JP"?><root>表示</root>'.encode("cp932"),
        Refusal.UNDECODABLE,
    ),
    "EUC-JP that says nothing": ("<root>表示</root>".encode("euc_jp"), Refusal.UNDECODABLE),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?><root>+AGE-</root>', Refusal.UNKNOWN_ENCODING),
    "an encoding that runs code": (b'<?xml version="1.0" encoding="zlib"?><root/>', Refusal.UNKNOWN_ENCODING),
    "overlong UTF-8": (b"<root>\xc0\xbc</root>", Refusal.UNDECODABLE),
    "50 MB of nothing": (bytes(50 * MIB), Refusal.TOO_LARGE),
    "50 MB of XML": (b"<root>" + b"<comment>x</comment>" * (50 * MIB // 20) + b"</root>", Refusal.TOO_LARGE),
}

COUNT = MAXIMUM_ELEMENTS // 2 - 20
READ: dict[str, bytes] = {
    "thousands of one name": b"<root><resource>" + b'<exec name="e"/>' * (2 * COUNT) + b"</resource></root>",
    "servers times mirror disks": b"<root>"
    + b"".join(b'<server name="s%d"/>' % n for n in range(COUNT))
    + b"<resource>"
    + b"".join(b'<md name="m%d"/>' % n for n in range(COUNT))
    + b"</resource></root>",
}
"""Files within all bounds, for which a careless comparison or check takes minutes."""

CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (768 << 20, 768 << 20))
resource.setrlimit(resource.RLIMIT_CPU, (40, 40))
from clprun.products.clpconf import Configuration, check, compare, impact
empty = Configuration.parse(b"<root/>")
for name in sys.argv[1:]:
    configuration = Configuration.parse(open(name, "rb").read())
    check(configuration), compare(configuration, configuration)
    impact(compare(empty, configuration))
    print("read", flush=True)
"""


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_is_refused_in_little_memory(content: bytes, code: Refusal) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ConfigurationError) as caught:
            Configuration.parse(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert caught.value.code is code
    assert all(len(value) <= 200 for value in caught.value.details.values())
    assert peak < (MIB if len(content) > MAXIMUM_BYTES else 64 * MIB)


@pytest.mark.full
def test_what_is_within_the_bounds_is_worked_on_within_bounds(tmp_path: Path) -> None:
    """The limits of memory and processor time end the child process if they are met."""
    for number, content in enumerate(READ.values()):
        (tmp_path / f"{number}.conf").write_bytes(content)
    files = [str(path) for path in sorted(tmp_path.iterdir())]

    done = subprocess.run([sys.executable, "-c", CHILD, *files], capture_output=True, check=False)

    assert done.stdout.split() == [b"read"] * len(READ), done.stderr.decode()[-500:]


@pytest.mark.parametrize(
    ("charset", "codec", "sign"),
    [("ASCII", "ascii", "表"), ("EUC-JP", "euc_jp", "①"), ("SJIS", "cp932", "é"), ("GB2312", "gb2312", "ﾞ")],
)
def test_the_refusal_of_a_sign_names_the_charset_of_the_cluster(charset: str, codec: str, sign: str) -> None:
    content = f'<?xml version="1.0" encoding="{charset}"?>\n<root>\n<group name="g"/>\n</root>'.encode(codec)

    with pytest.raises(ConfigurationError) as caught:
        set_value(Configuration.parse(content), "group@g/comment", f"a{sign}")

    assert caught.value.code is Refusal.NOT_ENCODABLE
    assert caught.value.details == {"character": f"{sign} (U+{ord(sign):04X})", "instead": "", "encoding": charset}
