"""What Windows nodes are made of: parts that are made once, whole or not at all; registry, prefix, certificates."""

import ipaddress
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from clprun.lab.means import Layering, Means
from clprun.lab.windows import chroot, install, ready
from clprun.lab.windows.certificates import issue, new_authority
from clprun.lab.windows.chroot import mirror_of
from clprun.lab.windows.credentials import make_credentials
from clprun.lab.windows.home import WindowsHome, windows_home
from clprun.lab.windows.parts import parts, wanting
from clprun.lab.windows.prefix import link_wine_files
from clprun.lab.windows.registry import birth, section

SOURCES = """\
http://deb.example/security/ bookworm-security main
http://mirror.example/debian/ bookworm main
http://mirror.example/debian/ bookworm contrib
"""


class Builders:
    """Builds parts as empty folders, and notes which; one may be told to fail half way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.built: list[str] = []
        self.failing = ""
        monkeypatch.setattr(install, "build_root", lambda place: self._build("root", place))
        monkeypatch.setattr(install, "build_programs", lambda _root, _programs, place: self._build("programs", place))
        monkeypatch.setattr(install, "build_prefix", lambda _root, place: self._build("prefix", place))

    def _build(self, name: str, place: Path) -> None:
        assert not place.exists()
        place.mkdir()
        (place / "half").touch()
        if name == self.failing:
            raise subprocess.CalledProcessError(1, name)
        self.built.append(name)


@pytest.fixture
def builders(monkeypatch: pytest.MonkeyPatch) -> Builders:
    return Builders(monkeypatch)


def test_parts_are_made_in_order_and_once(tmp_path: Path, builders: Builders) -> None:
    home = WindowsHome(tmp_path / "windows")

    assert wanting(home) == ["root", "programs", "prefix"]
    assert install.install(home) == ["root", "programs", "prefix"]
    assert install.install(home) == []
    assert builders.built == ["root", "programs", "prefix"]
    assert wanting(home) == []


def test_a_half_made_part_is_made_again(tmp_path: Path, builders: Builders) -> None:
    home = WindowsHome(tmp_path)
    builders.failing = "programs"
    with pytest.raises(subprocess.CalledProcessError):
        install.install(home)
    assert wanting(home) == ["programs", "prefix"]
    builders.failing = ""

    assert install.install(home) == ["programs", "prefix"]


@pytest.mark.parametrize("part", ["root", "programs", "prefix"])
def test_a_part_made_from_something_else_is_made_again(tmp_path: Path, builders: Builders, part: str) -> None:
    home = WindowsHome(tmp_path)
    install.install(home)
    home.stamp(part).write_text("another recipe")

    assert install.install(home) == [part]


def test_the_old_part_stays_until_the_new_one_is_whole(tmp_path: Path, builders: Builders) -> None:
    home = WindowsHome(tmp_path)
    install.install(home)
    (home.programs / "old").touch()
    home.stamp("programs").write_text("another recipe")
    builders.failing = "programs"
    with pytest.raises(subprocess.CalledProcessError):
        install.install(home)
    assert (home.programs / "old").exists()
    builders.failing = ""
    install.install(home)

    assert not (home.programs / "old").exists()
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.is_dir()) == ["prefix", "programs", "root"]


def test_what_is_made_with_the_root_is_made_again_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = parts()
    monkeypatch.setattr(chroot, "VERSION", "another")

    assert all(old.recipe != new.recipe for old, new in zip(before, parts(), strict=True))


def test_the_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert windows_home().folder == tmp_path / "clprun/windows"


@pytest.mark.parametrize(
    ("sources", "release", "mirror"),
    [
        (SOURCES, "bookworm", "http://mirror.example/debian"),
        (SOURCES, "", "http://deb.debian.org/debian"),
        ("", "bookworm", "http://deb.debian.org/debian"),
    ],
)
def test_the_mirror_is_the_machines_own_on_debian(sources: str, release: str, mirror: str) -> None:
    assert mirror_of(sources, release) == mirror


def test_only_tier_a_ends_services_in_their_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    means = Means("B", user_namespace=True, all_ids=True, layering=Layering.FARM, systemd=False, sshd=True, loop=False)
    codes = [problem and problem.code for problem in (ready.obstacle(means), ready.obstacle(A))]

    assert codes == ["lab.windows_tier", "lab.windows_missing"]


A = Means("A", user_namespace=False, all_ids=True, layering=Layering.OVERLAY, systemd=True, sshd=True, loop=True)


def test_files_of_wine_become_links_and_others_stay(tmp_path: Path) -> None:
    own = tmp_path / "root/usr/lib/x86_64-linux-gnu/wine/x86_64-windows"
    windows = tmp_path / "prefix/windows/system32"
    for folder in (own, windows):
        folder.mkdir(parents=True)
    for name, there, here in (("a.dll", "same", "same"), ("b.dll", "one", "two"), ("c.nls", None, "own")):
        (windows / name).write_text(here)
        if there is not None:
            (own / name).write_text(there)
    link_wine_files(tmp_path / "prefix/windows", tmp_path / "root")

    assert (windows / "a.dll").readlink() == Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/a.dll")
    assert [(windows / name).read_text() for name in ("b.dll", "c.nls")] == ["two", "own"]


def test_registry_text_is_wines_own() -> None:
    text = section(r"Software\A b", {'say "x"': r"C:\y", "Number": 16, "Minutes": -540})

    assert text == '\n[Software\\\\A b]\n"say \\"x\\""="C:\\\\y"\n"Number"=dword:00000010\n"Minutes"=dword:fffffde4\n'


@pytest.mark.parametrize(
    ("flavour", "build", "major"), [("2003", "3790", 5), ("2008r2", "7601", 6), ("2022", "20348", 10)]
)
def test_a_node_is_born_with_its_name_and_version(flavour: str, build: str, major: int) -> None:
    text = birth("win1", flavour)

    assert f'"CurrentBuildNumber"="{build}"' in text
    assert f'"CurrentMajorVersionNumber"=dword:{major:08x}' in text
    assert '"ComputerName"="WIN1"' in text


def test_certificates_name_the_node_and_are_signed_by_the_authority() -> None:
    authority = new_authority()
    _, pem = issue(authority, "win1", ["10.0.0.111", "192.168.0.111"])
    certificate = x509.load_pem_x509_certificate(pem)
    names = certificate.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value

    certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(authority[1]))
    assert isinstance(names, x509.SubjectAlternativeName)
    assert names.get_values_for_type(x509.DNSName) == ["win1"]
    assert names.get_values_for_type(x509.IPAddress) == [
        ipaddress.ip_address("10.0.0.111"),
        ipaddress.ip_address("192.168.0.111"),
    ]


def test_credentials_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    first = make_credentials(tmp_path / "keys")
    password = first.password_file.read_text()
    second = make_credentials(tmp_path / "keys")

    assert second.password_file.read_text() == password
    assert len(password.strip()) > 20
    assert first.password_file.stat().st_mode & 0o077 == 0
    assert first.signing_key.stat().st_mode & 0o077 == 0
