"""The list of JobCenter AG's instances: whatever form it has, it is read by its head or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.products.jobcenter_agent import AgentState, UnreadableAgents, agent_state, agent_unit

PLAIN = """\
INSTANCE         AGENT        ID    ACTIVE  ENABLE
default          clu1         1     false   true
clusterinstance  jcagcluster  2565  true    true
"""
BARS = """\
+------+--------+--------+-----------------+
| ID   | ENABLE | ACTIVE | INSTANCE        |
+------+--------+--------+-----------------+
| 2565 | true   | false  | clusterinstance |
+------+--------+--------+-----------------+
"""
DRAWN = "│ NAME │ Enable │ Active │\n├──────┼────────┼────────┤\n│ clusterinstance │ TRUE │ True │\n"


@pytest.mark.parametrize(
    ("listing", "state"),
    [
        (PLAIN, AgentState(active=True, enable=True)),
        (BARS, AgentState(active=False, enable=True)),
        (DRAWN, AgentState(active=True, enable=True)),
        (f"JobCenter AG\n\n{PLAIN}\n2 instances\n", AgentState(active=True, enable=True)),
        (PLAIN.replace("clusterinstance", "clusterinstance2"), None),
        ("INSTANCE ACTIVE ENABLE\n", None),
    ],
)
def test_forms_of_the_list(listing: str, state: AgentState | None) -> None:
    assert agent_state(listing, "clusterinstance") == state


@pytest.mark.parametrize(
    "listing",
    [
        "",
        "clusterinstance true true\n",
        "INSTANCE ACTIVE\nclusterinstance true\n",
        "INSTANCE ACTIVE ENABLE\nclusterinstance true\n",
        "INSTANCE ACTIVE ENABLE\nclusterinstance true true true\n",
        "INSTANCE ACTIVE ENABLE\nclusterinstance yes true\n",
        "INSTANCE ACTIVE ENABLE\nclusterinstance - true\n",
        "INSTANCE ACTIVE ENABLE ACTIVE\nclusterinstance true true false\n",
        "INSTANCE ACTIVE ENABLE\nclusterinstance true true\nclusterinstance false true\n",
    ],
)
def test_what_does_not_fit_its_head_is_not_guessed(listing: str) -> None:
    with pytest.raises(UnreadableAgents):
        agent_state(listing, "clusterinstance")


COLUMNS = st.permutations(["INSTANCE", "AGENT", "ID", "ACTIVE", "ENABLE"])


@given(columns=COLUMNS, bars=st.booleans(), active=st.booleans(), enable=st.booleans(), others=st.integers(0, 3))
def test_the_order_of_columns_and_rows_does_not_matter(
    columns: list[str], *, bars: bool, active: bool, enable: bool, others: int
) -> None:
    values = {"INSTANCE": "clusterinstance", "AGENT": "a", "ID": "1", "ACTIVE": str(active), "ENABLE": str(enable)}
    rows = [{**values, "INSTANCE": f"other{index}", "ACTIVE": str(not active)} for index in range(others)]
    rows.insert(others // 2, values)
    lines = [columns, *([row[column] for column in columns] for row in rows)]
    listing = "\n".join(f"| {' | '.join(line)} |" if bars else "  ".join(line) for line in lines)
    assert agent_state(listing, "clusterinstance") == AgentState(active=active, enable=enable)


@given(st.text())
def test_any_text_is_a_list_or_is_refused(text: str) -> None:
    try:
        found = agent_state(text, "clusterinstance")
    except UnreadableAgents:
        return
    assert found is None or "clusterinstance" in text


def test_the_service_is_named_by_the_id() -> None:
    assert agent_unit("2565") == "jcexecutor_agent_2565.service"
