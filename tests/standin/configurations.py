"""Configurations for the tests of the stand-ins, as a folder that a lab is put up from."""

from dataclasses import dataclass, field
from pathlib import Path

from clprun.lab.site import Site
from clprun.lab.standin.default_conf import default_configuration

__all__ = ["Configuration", "tags"]


def tags(**values: str | int) -> str:
    """Elements by path: ``act_retry=1`` is ``<act><retry>1</retry></act>``."""
    parts = []
    for path, value in values.items():
        names = path.split("_")
        opened = "".join(f"<{name}>" for name in names)
        closed = "".join(f"</{name}>" for name in reversed(names))
        parts.append(f"{opened}{value}{closed}")
    return "".join(parts)


@dataclass
class Configuration:
    """The default configuration with more groups, exec resources and monitors.

    Args:
        site: of the lab.
    """

    site: Site
    _groups: list[str] = field(default_factory=list, init=False)
    _resources: list[str] = field(default_factory=list, init=False)
    _monitors: list[str] = field(default_factory=list, init=False)
    _scripts: dict[str, str] = field(default_factory=dict, init=False)

    def group(self, name: str, *resources: str, automatic: bool = True) -> None:
        """A group that holds these exec resources."""
        held = "".join(f'<resource name="exec@{each}"/>' for each in resources)
        self._groups.append(f'<group name="{name}">{tags(start=int(automatic))}{held}</group>\n')

    def exec(
        self, group: str, name: str, start: str, stop: str = "exit 0", inner: str = "", *, waits: bool = True
    ) -> None:
        """An exec resource; ``inner`` holds elements beside its parameters, ``waits`` makes the start synchronous."""
        parameters = tags(act_path="start.sh", act_sync=int(waits), deact_path="stop.sh")
        self._resources.append(f'<exec name="{name}"><parameters>{parameters}</parameters>{inner}</exec>\n')
        for file, body in (("start.sh", start), ("stop.sh", stop)):
            self._scripts[f"{group}/{name}/{file}"] = f"#!/bin/sh\n{body}\n"

    def monitor(self, kind: str, name: str, inner: str, script: str = "") -> None:
        """A monitor resource; ``script`` is a custom monitor's."""
        self._monitors.append(f'<{kind} name="{name}">{inner}</{kind}>\n')
        if script:
            self._scripts[f"monitor.s/{name}/genw.sh"] = f"#!/bin/sh\n{script}\n"

    def write(self, folder: Path) -> Path:
        """Lay ``clp.conf`` and ``scripts/`` down in ``folder``, which is given back."""
        text = default_configuration(self.site).decode("euc_jp")
        for place, added in (
            ("\t<resource>\n", self._groups),
            ("\t</resource>", self._resources),
            ("\t</monitor>", self._monitors),
        ):
            assert text.count(place) == 1
            text = text.replace(place, f"{''.join(added)}{place}")
        (folder / "clp.conf").write_bytes(text.encode("euc_jp"))
        for path, body in self._scripts.items():
            script = folder / "scripts" / path
            script.parent.mkdir(parents=True, exist_ok=True)
            script.write_text(body, encoding="utf-8")
        return folder
