"""Which node holds which version of the cluster configuration and its scripts."""

from collections.abc import Sequence

from clprun.errors import Problem
from clprun.model.cluster import Node
from clprun.model.question import Answers
from clprun.node.questions import FileFacts
from clprun.products.clpconf.configuration import Configuration
from clprun.steps.base import Target
from clprun.steps.cluster_look import configuration, installed_configuration
from clprun.steps.configuration_found import version_of
from clprun.steps.configuration_meaning import same_meaning

__all__ = ["differs", "means", "nodes_differ", "on_both"]


def on_both(target: Target, answers: Answers) -> list[Configuration]:
    """The configurations of both nodes.

    Raises:
        StepFailed: one is not there, or not understood.
    """
    return [configuration(answers, node, target.installation) for node in target.cluster.nodes]


def means(target: Target, answers: Answers, node: Node, content: bytes) -> bool:
    """Whether a node's configuration means the same as another content.

    Raises:
        StepFailed: it is not there, or not understood.
    """
    return same_meaning(configuration(answers, node, target.installation), Configuration.parse(content))


def differs(question: FileFacts, target: Target, answers: Answers) -> bool:
    """Whether a file differs between the nodes; the configuration may if it means the same."""
    first, second = (answers(node.name, question).content for node in target.cluster.nodes)
    return first != second and not (_is_configuration(question, target) and same_meaning(*on_both(target, answers)))


def _is_configuration(question: FileFacts, target: Target) -> bool:
    return question == installed_configuration(target.installation)


def nodes_differ(question: FileFacts, target: Target, answers: Answers, holders: Sequence[str]) -> Problem:
    """That a file differs between the nodes.

    Args:
        question: which file.
        target: the step.
        answers: what the nodes hold.
        holders: names of the nodes that hold all that the step wants.
    """
    nodes = target.cluster.nodes
    first, second = (f"{node.name} {version_of(answers(node.name, question))}" for node in nodes)
    values = {"path": question.path, "first": first, "second": second, "holders": ", ".join(holders) or "-"}
    return Problem("configuration.nodes_differ", {**values, "primary": target.node.name})
