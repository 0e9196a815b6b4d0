"""What all kinds have in common that change the cluster configuration."""

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from clprun.errors import InDoubt, Problem, StepFailed, WaitingForPerson
from clprun.model.change import Action, Change, Detail, Unsettled
from clprun.model.cluster import Node
from clprun.model.prove import Prove
from clprun.model.question import Answers, Ask, Question
from clprun.model.runbook import Nature
from clprun.model.text import Language
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.products.clpconf.checks import new_findings
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.describe import describe
from clprun.products.clpconf.disturbance import Disturbance
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.findings import FindingCode, Severity
from clprun.products.clpconf.texts import tell
from clprun.products.clpstat import Status
from clprun.products.clusterpro import Clpstat, with_configuration
from clprun.steps.base import Decision, Kind, Target, Want
from clprun.steps.cluster_look import (
    agreed_group,
    cluster_status,
    configuration,
    packages,
    servers_away,
    statuses,
)
from clprun.steps.configuration_check import checked
from clprun.steps.configuration_files import conf, script_question, scripts_folder
from clprun.steps.configuration_found import Found, is_installed, is_used, version_of
from clprun.steps.configuration_meaning import disturbs
from clprun.steps.configuration_problems import difference, finding, recounted, refusal
from clprun.steps.configuration_versions import differs, means, nodes_differ, on_both
from clprun.steps.ownership import Ownership
from clprun.steps.push import Push, Script, by_hand
from clprun.steps.script_safety import OWNER, SCRIPT_MODE, UnsafeScript, made_safe, with_safe_scripts
from clprun.steps.suspension import clpstat_refuses, is_owed, owed_asks, resume_debt, resumed
from clprun.steps.wants import ObjectName

__all__ = ["ConfigurationChange", "ConfigurationWant"]

_TOLD_OTHERWISE = {FindingCode.STOP_FAILURE_SHUTS_DOWN}
"""Told for every exec resource that is changed, not only for new ones."""

_SEEN_OF_A_SUSPENSION = {"cluster.status_refused", "cluster.suspended"}

_WITHOUT_FAILOVER = Problem("configuration.without_failover")


class ConfigurationWant(Want):
    """What concerns one failover group.

    Args:
        group: its name.
    """

    group: ObjectName


W = TypeVar("W", bound=ConfigurationWant)


class ConfigurationChange(Kind[W]):
    """A lasting change of the cluster configuration and of scripts, made in one push.

    The group is stopped for it only where a resource changes, or a script of one; monitors come and go while it runs.
    What both nodes hold says how far an earlier push came that failed or was cut.
    """

    nature: ClassVar[Nature] = Nature.LASTING
    patience: ClassVar[int] = 120
    minds_others: ClassVar[bool] = True

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A push suspends the cluster: meanwhile nothing is watched and nothing fails over."""
        del given
        return True

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

    def others_asks(self, want: W, target: Target) -> Sequence[Ask[Any]]:
        """The questions that :meth:`same` and :meth:`alike` need beyond the scripts."""
        del want, target
        return ()

    def same(self, want: W, target: Target, answers: Answers) -> Collection[str]:
        """Names of resources that are this step's own work, whatever they are called."""
        del want, target, answers
        return ()

    def alike(self, want: W, target: Target, answers: Answers) -> Collection[str]:
        """Names of resources that do what this step's do, whoever made them."""
        del want, target, answers
        return ()

    def remarks(self, want: W, wanted: Configuration) -> Iterator[Problem]:
        """What a person should know beyond the differences."""
        del want, wanted
        yield from ()

    def asks(self, want: W, target: Target) -> Sequence[Ask[Any]]:
        """Configuration and scripts of both nodes as files, state and version of the cluster, this step's own jobs."""
        here: tuple[Question[Any], ...] = (scripts_folder(target), *packages(target.platform))
        own = (*(Ask(target.node.name, question) for question in here), *owed_asks(target))
        others = self.others_asks(want, target)
        return (*self._files(want, target), *statuses(target.cluster), *own, *others)

    def proof_asks(self, want: W, target: Target, proof: Prove) -> Sequence[Ask[Any]]:
        """Files alone: the cluster is suspended then, and nothing else of it can be asked."""
        proven = (Ask(proof.node, FileFacts(path, content=True)) for path in proof.files)
        return tuple(dict.fromkeys((*self._files(want, target), *proven)))

    def plan(self, want: W, target: Target, answers: Answers) -> Change | None:
        """One push, or nothing when both nodes hold the same and what is wanted.

        Raises:
            StepFailed: the group runs and must be stopped, the cluster is suspended by somebody else, the new
                configuration does not pass its checks, what is wanted is there under another name, or the nodes differ
                although a person said that they are in order.
            InDoubt: the nodes hold different versions.
            WaitingForPerson: the inventory leaves changes of the configuration to a person.
        """
        differing = self._differing(want, target, answers)
        if differing is not None and target.decision is Decision.DONE:
            raise StepFailed(differing)
        if differing is not None and target.decision is not Decision.REDO:
            raise InDoubt(differing)
        found = self._found(want, target, answers)
        owed = self.owes(want, target, answers)
        if found.is_pushed and differing is None:
            return self._resume(target, answers) if owed else made_safe(found.unsafe)
        strangers = self._strangers(want, target, answers, found)
        if target.cluster.cluster_config == "manual":
            raise WaitingForPerson(self._by_hand(want, found), *strangers)
        self._refuse(want, target, answers, found, owed=owed)
        pushed = self._push(want, target, answers, found, strangers, owed=owed)
        return with_safe_scripts(found.unsafe, pushed)

    def takes_over(self, want: W, target: Target, answers: Answers) -> tuple[Problem, ...]:
        """Objects and scripts that bear a name of this step's but are not its own."""
        try:
            found = self._found(want, target, answers)
        except StepFailed:
            return ()
        return () if found.is_pushed else self._strangers(want, target, answers, found)

    def missing(self, want: W, target: Target, answers: Answers) -> Problem | None:
        """That the nodes differ, something is not as wanted, the cluster is still suspended or the group on its way."""
        differing = self._differing(want, target, answers)
        if differing is not None:
            return differing
        found = self._found(want, target, answers)
        if not found.is_pushed:
            return Problem("configuration.not_as_wanted", {"objects": found.objects})
        if found.unsafe:
            return found.unsafe[0].problem
        if self.owes(want, target, answers):
            return Problem("configuration.still_suspended", node=target.node.name)
        agreed_group(answers, target.cluster, want.group)
        return None

    def is_in_place(self, want: W, target: Target, answers: Answers) -> bool:
        """Whether no group has to be stopped for the push, as where only monitors differ."""
        if self._differing(want, target, answers) is not None:
            return False
        return self._found(want, target, answers).level < Disturbance.GROUP_STOP

    def owes(self, want: W, target: Target, answers: Answers) -> bool:
        """Whether the cluster is suspended, and by this step.

        Raises:
            StepFailed: it is suspended, or clpstat tells no state, and no suspension of this step explains that.
        """
        del want
        return is_owed(target, answers)

    def explains(self, problem: Problem) -> bool:
        """A suspension of this step is why clpstat tells no state, or that the cluster is suspended."""
        return problem.code in _SEEN_OF_A_SUSPENSION

    def unproven(self, want: W, target: Target, answers: Answers, proof: Prove) -> Problem | None:
        """That the nodes differ, or that one of them does not hold what was pushed.

        The configuration may come in other bytes if it means the same; scripts may not.
        """
        node, installed = target.cluster.node(proof.node), self._files(want, target)
        for path, content in proof.files.items():
            question = FileFacts(path, content=True)
            answer = answers(node.name, question)
            if answer.content == content or (question == conf(target) and means(target, answers, node, content)):
                continue
            if Ask(node.name, question) not in installed:
                return Problem("configuration.kept_is_not_whole", {"path": path}, node=node.name)
            if differs(question, target, answers):
                return nodes_differ(question, target, answers, self._holders(want, target, answers))
            values = {"path": path, "version": version_of(answer)}
            return Problem("configuration.not_installed", {**values}, node=node.name)
        return None

    def advice(self, want: W, target: Target) -> tuple[Problem, ...]:
        """What a push means for the whole cluster; kinds put before it what to set in clp.conf, or in Cluster WebUI."""
        del want, target
        return (_WITHOUT_FAILOVER,)

    def intent(self, want: W, target: Target) -> tuple[Action, ...]:
        """The push as a person would make it."""
        return by_hand(target, self.scripts(want))

    def _files(self, want: W, target: Target) -> Sequence[Ask[FileAnswer]]:
        """Configuration and scripts as they are installed on both nodes."""
        questions = (conf(target), *(script_question(path, target) for path in self.scripts(want)))
        return [Ask(node.name, question) for node in target.cluster.nodes for question in questions]

    def _differing(self, want: W, target: Target, answers: Answers) -> Problem | None:
        """The first file that differs between the nodes; a script that nothing uses does not count."""
        configurations = on_both(target, answers)
        used = [path for path in self.scripts(want) if any(is_used(path, each) for each in configurations)]
        questions = (conf(target), *(script_question(path, target) for path in used))
        differing = next((question for question in questions if differs(question, target, answers)), None)
        if differing is None:
            return None
        return nodes_differ(differing, target, answers, self._holders(want, target, answers))

    def _holders(self, want: W, target: Target, answers: Answers) -> list[str]:
        """Names of the nodes that hold all that is wanted."""
        return [node.name for node in target.cluster.nodes if self._holds(want, target, answers, node)]

    def _holds(self, want: W, target: Target, answers: Answers, node: Node) -> bool:
        installed = configuration(answers, node, target.installation)
        try:
            wanted = self.wanted(want, installed, target)
        except (ConfigurationError, StepFailed):
            return False
        scripts = self.scripts(want).items()
        has_scripts = all(answers(node.name, script_question(path, target)).content == text for path, text in scripts)
        return has_scripts and wanted.content == installed.content

    def _found(self, want: W, target: Target, answers: Answers) -> Found:
        node = target.node
        installed = configuration(answers, node, target.installation)
        try:
            wanted = self.wanted(want, installed, target)
        except ConfigurationError as error:
            raise StepFailed(refusal(error, node.name, target.installation)) from None
        files = {path: answers(node.name, script_question(path, target)) for path in self.scripts(want)}
        for path, answer in files.items():
            if answer.kind not in {FileKind.FILE, FileKind.ABSENT}:
                raise StepFailed(Problem("configuration.script_in_the_way", {"path": path}, node=node.name))
        scripts = tuple(Script(path, text, files[path].content) for path, text in self.scripts(want).items())
        stale = {
            script.path
            for script in scripts
            for each in target.cluster.nodes
            if not is_installed(answers(each.name, script_question(script.path, target)), script)
        }
        of_peer = configuration(answers, target.peer, target.installation)
        return Found(installed, of_peer, wanted, scripts, frozenset(stale), self._unsafe(want, target, answers))

    def _unsafe(self, want: W, target: Target, answers: Answers) -> tuple[UnsafeScript, ...]:
        questions = [script_question(path, target) for path in self.scripts(want)]
        names = [node.name for node in target.cluster.nodes]
        return UnsafeScript.among((name, each, answers(name, each)) for name in names for each in questions)

    def _strangers(self, want: W, target: Target, answers: Answers, found: Found) -> tuple[Problem, ...]:
        """What the push would take over.

        Raises:
            StepFailed: it would add what is there under another name.
        """

        def held(path: str) -> list[bytes]:
            contents = (answers(node.name, script_question(path, target)).content for node in target.cluster.nodes)
            return [content for content in contents if content is not None]

        scripts = {script.path: held(script.path) for script in found.scripts}
        ownership = Ownership(found.installed, found.wanted, found.scripts, scripts)
        same = self.same(want, target, answers)
        if twins := tuple(ownership.twins(same)):
            raise StepFailed(*twins)
        return (*ownership.strangers(), *ownership.doubles(self.alike(want, target, answers)))

    def _refuse(self, want: W, target: Target, answers: Answers, found: Found, *, owed: bool) -> None:
        """See that servers and group are as a push needs them.

        Where this step itself has suspended a cluster that can't be asked now, it looked at them before it did so, and
        no group was started or moved since: what does that is disabled as well.
        """
        if owed and clpstat_refuses(target, answers):
            return
        if problem := next(servers_away(answers, target.cluster, fine=frozenset({Status.SUSPENDED})), None):
            raise StepFailed(problem)
        if found.installed.group(want.group) is None:
            return  # it is what the push brings
        group = agreed_group(answers, target.cluster, want.group)
        if found.level >= Disturbance.GROUP_STOP and group.state.status is not Status.OFFLINE:
            values = {"group": want.group, "server": group.current or "-"}
            raise StepFailed(Problem("configuration.group_must_stop", {**values}))

    def _push(
        self,
        want: W,
        target: Target,
        answers: Answers,
        found: Found,
        strangers: tuple[Problem, ...],
        *,
        owed: bool,
        observed: bool = False,
    ) -> Change:
        news = new_findings(found.installed, found.wanted)
        errors = [
            finding(each, target.node.name, target.installation) for each in news if each.severity is Severity.ERROR
        ]
        if errors:
            raise StepFailed(*strangers, *errors)
        push = Push(
            target=target,
            before=found.installed.content,
            after=found.wanted.content,
            scripts=found.scripts,
            has_scripts=answers(target.node.name, scripts_folder(target)).kind is FileKind.FOLDER,
            suspended=owed,
            checked=checked(target, answers),
            observed=observed,
        )
        details: tuple[Detail, ...] = (
            *push.diffs,
            *(difference(each) for each in found.differences),
            *(
                finding(each, target.node.name, target.installation)
                for each in news
                if each.code not in _TOLD_OTHERWISE
            ),
            *recounted(found.installed, found.wanted, target.node.name, target.installation),
            *self.remarks(want, found.wanted),
            disturbs(found.level, found.impact.groups or (want.group,)),
            _WITHOUT_FAILOVER,
        )
        return Change(
            summary=Problem("configuration.push", {"group": want.group, "objects": found.objects}),
            actions=push.actions,
            details=details,
            predicts=dict(self._predicted(target, answers, found)),
            unsettles=_hidden(target, answers),
            disrupts=found.level >= Disturbance.GROUP_STOP,
            debts=(resume_debt(target),),
            rescues=push.rescues,
            takes_over=strangers,
        )

    def _resume(self, target: Target, answers: Answers) -> Change:
        node = target.node.name
        return Change(
            summary=Problem("configuration.resume", node=node),
            actions=(resumed(target),),
            unsettles=_hidden(target, answers),
            debts=(resume_debt(target),),
        )

    def _predicted(self, target: Target, answers: Answers, found: Found) -> Iterator[tuple[Ask[Any], object]]:
        for node in target.cluster.nodes:
            installed = answers(node.name, conf(target))
            content = found.wanted.content
            yield Ask(node.name, conf(target)), replace(installed, content=content, size=len(content))
            for script in found.scripts:
                size, content = len(script.content), script.content
                file = FileAnswer(FileKind.FILE, mode=SCRIPT_MODE, owner=OWNER, size=size, content=content)
                yield Ask(node.name, script_question(script.path, target)), file
            if not clpstat_refuses(target, answers):
                yield Ask(node.name, Clpstat()), with_configuration(cluster_status(answers, node), found.wanted)

    def _by_hand(self, want: W, found: Found) -> Problem:
        told = {
            language.value: "; ".join(tell(describe(each), language) for each in found.differences)
            for language in Language
        }
        return Problem(
            "configuration.by_hand", {"group": want.group, **{key: text or "-" for key, text in told.items()}}
        )


def _hidden(target: Target, answers: Answers) -> tuple[Unsettled, ...]:
    """What nobody can foresee, since nobody can see it now: the state of the cluster, where clpstat refuses."""
    names = tuple(node.name for node in target.cluster.nodes)
    return (Unsettled(names, (Clpstat,)),) if clpstat_refuses(target, answers) else ()
