"""What all kinds have in common that change the cluster configuration."""

import hashlib
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

from clprun.errors import InDoubt, Problem, StepFailed, WaitingForPerson
from clprun.model.change import Action, Change, Detail, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.model.text import Language
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.products.clpconf.checks import new_findings
from clprun.products.clpconf.compare import compare
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.describe import describe
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.findings import FindingCode, Severity
from clprun.products.clpconf.texts import tell
from clprun.products.clpstat import Status
from clprun.products.clusterpro import SCRIPTS, Clpstat, resume_cluster, with_configuration
from clprun.steps.base import Decision, Kind, Target, Want
from clprun.steps.cluster_look import INSTALLED, agreed_group, cluster_status, configuration, is_suspended, statuses
from clprun.steps.configuration_problems import difference, finding, refusal
from clprun.steps.push import Push, Script, by_hand, owed_asks, owes_resume, resume_debt
from clprun.steps.wants import ObjectName

__all__ = ["ConfigurationChange", "ConfigurationWant", "script_question"]

_SCRIPTS_FOLDER = FileFacts(SCRIPTS)
_EXECUTABLE = 0o100
_TOLD_OTHERWISE = {FindingCode.STOP_FAILURE_SHUTS_DOWN}
"""Told for every exec resource that is changed, not only for new ones."""


class ConfigurationWant(Want):
    """What concerns one failover group.

    Args:
        group: its name.
    """

    group: ObjectName


W = TypeVar("W", bound=ConfigurationWant)


@dataclass(frozen=True)
class _Found:
    """What the nodes hold, and what the primary should hold."""

    installed: Configuration
    wanted: Configuration
    scripts: tuple[Script, ...]
    executable: bool

    @property
    def as_wanted(self) -> bool:
        same = all(script.before == script.content for script in self.scripts)
        return self.wanted.content == self.installed.content and same and self.executable


class ConfigurationChange(Kind[W]):
    """A lasting change of the cluster configuration and of scripts, made in one push while the group is stopped."""

    nature: ClassVar[Nature] = Nature.LASTING
    patience: ClassVar[int] = 120

    @abstractmethod
    def wanted(self, want: W, installed: Configuration, target: Target) -> Configuration:
        """The configuration as it should be; the installed one itself when it is so.

        Raises:
            ConfigurationError: it can't be written.
            StepFailed: what is there stands against it.
        """

    def scripts(self, want: W) -> dict[str, bytes]:
        """Contents by path below the folder of scripts; always as many."""
        del want
        return {}

    def remarks(self, want: W, wanted: Configuration) -> Iterator[Problem]:
        """What a person should know beyond the differences."""
        del want, wanted
        yield from ()

    def asks(self, want: W, target: Target) -> Sequence[Ask[Any]]:
        """Configuration and scripts of both nodes as files, the state of the cluster, and this step's own jobs."""
        questions = (INSTALLED, *(script_question(path) for path in self.scripts(want)))
        files = [Ask[Any](node.name, question) for node in target.cluster.nodes for question in questions]
        own = (Ask(target.node.name, _SCRIPTS_FOLDER), *owed_asks(target, len(self.scripts(want))))
        return (*files, *statuses(target.cluster), *own)

    def plan(self, want: W, target: Target, answers: Answers) -> Change | None:
        """One push, or nothing when both nodes hold the same and what is wanted.

        Raises:
            StepFailed: the group is not stopped, the cluster is suspended by somebody else, the new configuration does
                not pass its checks, or the nodes differ although a person said that they are in order.
            InDoubt: the nodes hold different versions.
            WaitingForPerson: the inventory leaves changes of the configuration to a person.
        """
        differing = self._differing(want, target, answers)
        if differing is not None and target.decision is Decision.DONE:
            raise StepFailed(differing)
        if differing is not None and target.decision is not Decision.REDO:
            raise InDoubt(differing)
        found = self._found(want, target, answers)
        owed = owes_resume(target, len(found.scripts), answers) and self._suspended(target, answers)
        if found.as_wanted and differing is None:
            return self._resume(target) if owed else None
        if target.cluster.cluster_config == "manual":
            raise WaitingForPerson(self._by_hand(want, found))
        self._refuse(want, target, answers, owed=owed)
        return self._push(want, target, answers, found, owed=owed)

    def missing(self, want: W, target: Target, answers: Answers) -> Problem | None:
        """That the nodes differ, that something is not as wanted, or that the cluster is still suspended."""
        differing = self._differing(want, target, answers)
        if differing is not None:
            return differing
        found = self._found(want, target, answers)
        if not found.as_wanted:
            return Problem("configuration.not_as_wanted", {"objects": self._objects(found)})
        if owes_resume(target, len(found.scripts), answers) and self._suspended(target, answers):
            return Problem("configuration.still_suspended", node=target.node.name)
        return None

    def intent(self, want: W, target: Target) -> tuple[Action, ...]:
        """The push as a person would make it."""
        return by_hand(target, self.scripts(want))

    def _differing(self, want: W, target: Target, answers: Answers) -> Problem | None:
        """The first file that differs between the nodes."""
        nodes = target.cluster.nodes
        for question in (INSTALLED, *(script_question(path) for path in self.scripts(want))):
            first, second = (answers(node.name, question) for node in nodes)
            if first.content == second.content or (question == INSTALLED and self._same(target, answers)):
                continue
            told = [f"{node.name} {_version(answer)}" for node, answer in zip(nodes, (first, second), strict=True)]
            values = {"path": question.path, "first": told[0], "second": told[1], "primary": target.node.name}
            return Problem("configuration.nodes_differ", {**values})
        return None

    def _same(self, target: Target, answers: Answers) -> bool:
        """Whether the configurations say the same in different bytes."""
        first, second = (configuration(answers(node.name, INSTALLED), node) for node in target.cluster.nodes)
        return not compare(first, second)

    def _found(self, want: W, target: Target, answers: Answers) -> _Found:
        node = target.node
        installed = configuration(answers(node.name, INSTALLED), node)
        try:
            wanted = self.wanted(want, installed, target)
        except ConfigurationError as error:
            raise StepFailed(refusal(error, node.name)) from None
        files = {path: answers(node.name, script_question(path)) for path in self.scripts(want)}
        for path, answer in files.items():
            if answer.kind not in {FileKind.FILE, FileKind.ABSENT}:
                raise StepFailed(Problem("configuration.script_in_the_way", {"path": path}, node=node.name))
        scripts = tuple(Script(path, text, files[path].content) for path, text in self.scripts(want).items())
        modes = (answers(each.name, script_question(path)).mode for each in target.cluster.nodes for path in files)
        return _Found(installed, wanted, scripts, all(mode & _EXECUTABLE for mode in modes))

    def _suspended(self, target: Target, answers: Answers) -> bool:
        return any(is_suspended(cluster_status(answers, node)) for node in target.cluster.nodes)

    def _refuse(self, want: W, target: Target, answers: Answers, *, owed: bool) -> None:
        if not owed and self._suspended(target, answers):
            raise StepFailed(Problem("cluster.suspended", node=target.node.name))
        group = agreed_group(answers, target.cluster, want.group)
        if group.state.status is not Status.OFFLINE:
            values = {"group": want.group, "server": group.current or "-"}
            raise StepFailed(Problem("configuration.group_must_stop", {**values}))

    def _push(self, want: W, target: Target, answers: Answers, found: _Found, *, owed: bool) -> Change:
        news = new_findings(found.installed, found.wanted)
        errors = [finding(each, target.node.name) for each in news if each.severity is Severity.ERROR]
        if errors:
            raise StepFailed(*errors)
        push = Push(
            target=target,
            before=found.installed.content,
            after=found.wanted.content,
            encode=found.installed.document.root.text("all", "encode") or "",
            scripts=found.scripts,
            has_scripts=answers(target.node.name, _SCRIPTS_FOLDER).kind is FileKind.FOLDER,
            suspended=owed,
        )
        details: tuple[Detail, ...] = (
            *push.diffs,
            *(difference(each) for each in compare(found.installed, found.wanted)),
            *(finding(each, target.node.name) for each in news if each.code not in _TOLD_OTHERWISE),
            *self.remarks(want, found.wanted),
            Problem("configuration.group_stops", {"group": want.group}),
        )
        return Change(
            summary=Problem("configuration.push", {"group": want.group, "objects": self._objects(found)}),
            actions=push.actions,
            details=details,
            predicts=dict(self._predicted(target, answers, found)),
            disrupts=True,
            debts=(resume_debt(target),),
            rescue=push.rescue,
        )

    def _resume(self, target: Target) -> Change:
        node = target.node.name
        return Change(
            summary=Problem("configuration.resume", node=node),
            actions=(Run(node, resume_cluster(), within=900),),
            debts=(resume_debt(target),),
        )

    def _predicted(self, target: Target, answers: Answers, found: _Found) -> Iterator[tuple[Ask[Any], object]]:
        for node in target.cluster.nodes:
            conf = answers(node.name, INSTALLED)
            content = found.wanted.content
            yield Ask(node.name, INSTALLED), replace(conf, content=content, size=len(content))
            for script in found.scripts:
                file = FileAnswer(FileKind.FILE, mode=0o755, size=len(script.content), content=script.content)
                yield Ask(node.name, script_question(script.path)), file
            yield Ask(node.name, Clpstat()), with_configuration(cluster_status(answers, node), found.wanted)

    def _by_hand(self, want: W, found: _Found) -> Problem:
        told = {
            language.value: "; ".join(tell(describe(each), language) for each in compare(found.installed, found.wanted))
            for language in Language
        }
        return Problem(
            "configuration.by_hand", {"group": want.group, **{key: text or "-" for key, text in told.items()}}
        )

    def _objects(self, found: _Found) -> str:
        """Names of what is not as wanted."""
        differences = compare(found.installed, found.wanted)
        objects = [f"{each.type}@{each.name}" for each in differences if each.name and each.type]
        scripts = [script.path for script in found.scripts if script.before != script.content]
        return ", ".join(dict.fromkeys((*objects, *scripts))) or "-"


def script_question(path: str) -> FileFacts:
    """An installed script, by its path below the folder of scripts."""
    return FileFacts(f"{SCRIPTS}/{path}", content=True)


def _version(answer: FileAnswer) -> str:
    """What tells one version of a file from another."""
    return "-" if answer.content is None else f"SHA-256 {hashlib.sha256(answer.content).hexdigest()[:12]}"
