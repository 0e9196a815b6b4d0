"""What clpstat prints, in both languages and when it is damaged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.products.clpstat import ClpstatError, ClpstatProblem, ClusterStatus, Status, parse
from clprun.products.clpstat.parser import MAXIMUM_CHARACTERS
from clprun.products.clpstat.words import ENGLISH, JAPANESE, LANGUAGES, Words

RULE = " =====================================================================\n"

ENGLISH_OUTPUT = (
    """ ========================  CLUSTER STATUS  ===========================
  Cluster : jobs
  <server>
   *clu1 ............: Online           Primary server: do not touch
      lankhb1        : Normal           Kernel Mode LAN Heartbeat
      lankhb2        : Error            Kernel Mode LAN Heartbeat
    clu2 ............: Online Pending
      lankhb1        : Normal           Kernel Mode LAN Heartbeat
      lankhb2        : Unused           Kernel Mode LAN Heartbeat
  <group>
    failover ........: Online
      current        : clu1
      fip1           : Online           10.0.0.114
      container-recove : Online Failure
    other ...........: Offline
      current        : None
  <monitor>
    pidw1            : Suspend
    userw            : Caution
"""
    + RULE
)

JAPANESE_OUTPUT = (
    """ ========================  クラスタステータス  ===========================
  クラスタ : jobs
  <サーバ>
   *clu1 ............: 起動済           運用系　(本番)
      lankhb1        : 正常             カーネルモード LAN ハートビート
      lankhb2        : 異常             カーネルモード LAN ハートビート
    clu2 ............: 起動処理中
      lankhb1        : 正常             カーネルモード LAN ハートビート
      lankhb2        : 未使用           カーネルモード LAN ハートビート
  <グループ>
    failover ........: 起動済
      現在のサーバ   : clu1
      fip1           : 起動済           10.0.0.114
      container-recove : 起動異常
    other ...........: 停止済
      現在のサーバ   : なし
  <モニタ>
    pidw1            : 一時停止
    userw            : 警告
"""
    + RULE
)


def states(status: ClusterStatus) -> list[tuple[str, Status]]:
    found = []
    for server in status.servers:
        found += [(server.name, server.state.status)]
        found += [(heartbeat.name, heartbeat.state.status) for heartbeat in server.heartbeats]
    for group in status.groups:
        found += [(group.name, group.state.status)]
        found += [(resource.name, resource.state.status) for resource in group.resources]
    return found + [(monitor.name, monitor.state.status) for monitor in status.monitors]


@pytest.mark.parametrize("output", [ENGLISH_OUTPUT, JAPANESE_OUTPUT], ids=["en", "ja"])
def test_reads_the_state_of_everything(output: str) -> None:
    status = parse(output, long=False)

    assert status.cluster == "jobs"
    assert states(status) == [
        ("clu1", Status.ONLINE),
        ("lankhb1", Status.NORMAL),
        ("lankhb2", Status.ERROR),
        ("clu2", Status.ONLINE_PENDING),
        ("lankhb1", Status.NORMAL),
        ("lankhb2", Status.UNUSED),
        ("failover", Status.ONLINE),
        ("fip1", Status.ONLINE),
        ("container-recove", Status.ONLINE_FAILURE),
        ("other", Status.OFFLINE),
        ("pidw1", Status.SUSPENDED),
        ("userw", Status.CAUTION),
    ]
    assert [(server.name, server.is_local) for server in status.servers] == [("clu1", True), ("clu2", False)]
    assert [(group.name, group.current) for group in status.groups] == [("failover", "clu1"), ("other", None)]
    assert status.unknown_words == ()


def test_comments_are_kept() -> None:
    english, japanese = parse(ENGLISH_OUTPUT), parse(JAPANESE_OUTPUT)

    assert english.servers[0].comment == "Primary server: do not touch"
    assert english.groups[0].resources[0].comment == "10.0.0.114"
    assert english.groups[0].comment == ""
    assert japanese.servers[0].comment == "運用系　(本番)"


@pytest.mark.parametrize("comment", ["\ue000 本番", "before\tafter", "\uf8f0"], ids=["gaiji", "tab", "unassigned"])
@pytest.mark.parametrize("between", ["  ", "\t"], ids=["blanks", "tab"])
def test_a_comment_may_hold_what_no_name_does(comment: str, between: str) -> None:
    status = parse(
        ENGLISH_OUTPUT.replace("userw            : Caution", f"userw            : Caution{between}{comment}")
    )

    assert [(monitor.name, monitor.comment) for monitor in status.monitors] == [("pidw1", ""), ("userw", comment)]
    assert status.unknown_words == ()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_text_around_the_frame_is_passed_over(line_end: str) -> None:
    output = ("Warning: something\n\n" + ENGLISH_OUTPUT + "bye\n").replace("\n", line_end)

    assert parse(output) == parse(ENGLISH_OUTPUT)


class TestNames:
    def test_a_name_that_fills_its_column_may_be_cut(self) -> None:
        short, long = parse(ENGLISH_OUTPUT, long=False), parse(ENGLISH_OUTPUT, long=True)

        assert [resource.possibly_cut for resource in short.groups[0].resources] == [False, True]
        assert [resource.possibly_cut for resource in long.groups[0].resources] == [False, False]

    def test_a_cut_name_is_found_by_its_full_one(self) -> None:
        output = ENGLISH_OUTPUT.replace("    failover ........:", "    failover-of-jobc:")

        status = parse(output, long=False)

        assert status.group("failover-of-jobcenter") == status.groups[0]
        assert status.group("failover-of-jobs") is None
        assert parse(output, long=True).group("failover-of-jobcenter") is None

    def test_a_cut_name_that_fits_two_is_neither(self) -> None:
        output = ENGLISH_OUTPUT.replace("    pidw1            :", "    monitor-of-jobce :")
        output = output.replace("    userw            :", "    monitor-of-jobce :")

        assert parse(output, long=False).monitor("monitor-of-jobcenter") is None

    def test_other_objects_are_found_by_name(self) -> None:
        status = parse(ENGLISH_OUTPUT)

        assert status.server("clu2") == status.servers[1]
        assert status.monitor("userw") == status.monitors[1]
        assert status.server("clu3") is None


class TestUnknownWords:
    @pytest.mark.parametrize("word", ["Starting", "Online Paused", "online", "ONLINE", "起動", "停止", "Online:"])
    def test_an_unknown_state_is_none_of_the_known(self, word: str) -> None:
        status = parse(ENGLISH_OUTPUT.replace("failover ........: Online\n", f"failover ........: {word}   \n"))

        assert (status.groups[0].state.status, status.groups[0].state.word) == (Status.UNKNOWN_WORD, word)
        assert status.unknown_words == (word,)

    def test_no_word_at_all_is_unknown(self) -> None:
        status = parse(ENGLISH_OUTPUT.replace("pidw1            : Suspend", "pidw1            :        "))

        assert status.monitors[0].state.status is Status.UNKNOWN_WORD

    def test_an_unknown_part_is_named(self) -> None:
        output = ENGLISH_OUTPUT.replace("  <monitor>\n", "  <fencing>\n    stonith1         : Fine\n  <monitor>\n")

        status = parse(output)

        assert status.unknown_words == ("fencing",)
        assert len(status.monitors) == 2

    def test_the_product_can_say_unknown_itself(self) -> None:
        status = parse(ENGLISH_OUTPUT.replace("Caution", "Unknown"))

        assert status.monitors[1].state.status is Status.UNKNOWN
        assert status.unknown_words == ()


def test_a_server_may_be_called_none() -> None:
    output = ENGLISH_OUTPUT.replace("clu2 ............", "None ............")

    assert parse(output).groups[1].current == "None"


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("", ClpstatProblem.NO_STATUS),
        ("Cluster is busy. Try again later.\n", ClpstatProblem.NO_STATUS),
        (ENGLISH_OUTPUT.partition("\n")[0] + "\n" + RULE, ClpstatProblem.NO_STATUS),
        (ENGLISH_OUTPUT.replace("  Cluster : jobs\n", ""), ClpstatProblem.NO_STATUS),
        (ENGLISH_OUTPUT.removesuffix(RULE), ClpstatProblem.CUT_OFF),
        (ENGLISH_OUTPUT[:200], ClpstatProblem.CUT_OFF),
        (ENGLISH_OUTPUT.replace("current        :", "present        :"), ClpstatProblem.UNREADABLE_LINE),
        (ENGLISH_OUTPUT.replace("      current        : clu1\n", ""), ClpstatProblem.UNREADABLE_LINE),
        (ENGLISH_OUTPUT.replace("userw            :", "userw             "), ClpstatProblem.UNREADABLE_LINE),
        (ENGLISH_OUTPUT.replace("    userw   ", "      userw "), ClpstatProblem.UNREADABLE_LINE),
        (ENGLISH_OUTPUT.replace("  <server>\n", ""), ClpstatProblem.UNREADABLE_LINE),
        (ENGLISH_OUTPUT.replace("userw", "user\x1b[2J"), ClpstatProblem.NOT_PRINTABLE),
        (ENGLISH_OUTPUT.replace("userw", "user\u202ew"), ClpstatProblem.NOT_PRINTABLE),
        (ENGLISH_OUTPUT.replace("    userw", "\tuserw"), ClpstatProblem.UNREADABLE_LINE),
        (ENGLISH_OUTPUT.replace("userw", "u" * 2000), ClpstatProblem.TOO_LARGE),
        ("=" * (MAXIMUM_CHARACTERS + 1), ClpstatProblem.TOO_LARGE),
        ("\n" * (MAXIMUM_CHARACTERS - 1), ClpstatProblem.NO_STATUS),
    ],
)
def test_refuses(output: str, code: ClpstatProblem) -> None:
    with pytest.raises(ClpstatError) as caught:
        parse(output)

    assert caught.value.code is code
    assert caught.value.text.isprintable()
    assert len(caught.value.text) <= 1000


def outcome(output: str) -> ClusterStatus | ClpstatProblem:
    """What is read, or why not; anything else than a refusal is a fault."""
    try:
        return parse(output)
    except ClpstatError as error:
        return error.code


PIECES = [
    *ENGLISH_OUTPUT.splitlines(keepends=True),
    *JAPANESE_OUTPUT.splitlines(keepends=True),
    *(f"{sign}" for sign in "<>:*=. \n\r\t\0\x1b\u3000é"),
    "  <",
    "====",
]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_never_raises_anything_else(output: str) -> None:
    assert isinstance(outcome(output), ClusterStatus | ClpstatProblem)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([ENGLISH_OUTPUT, JAPANESE_OUTPUT]), st.data())
def test_a_cut_output_is_never_read_as_a_whole_one(output: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(output) - len(RULE)))

    assert outcome(output[:end]) in {ClpstatProblem.NO_STATUS, ClpstatProblem.CUT_OFF}


names = st.text(alphabet="abz09-_", min_size=1, max_size=16).filter(lambda name: name != "current")


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([ENGLISH, JAPANESE]), st.data())
def test_what_is_printed_is_what_is_read(words: Words, data: st.DataObject) -> None:
    word = st.sampled_from(sorted(words.states))
    rows = data.draw(st.lists(st.tuples(names, word), min_size=1, max_size=4))
    section = {kind: heading for heading, kind in words.sections.items()}
    lines = [" ===  TITLE  ===", "  Cluster : c", f"  <{section['server']}>"]
    lines += [f"    {name + ' ':.<18}: {state:<16}" for name, state in rows]
    lines += [f"  <{section['group']}>"]
    for name, state in rows:
        lines += [f"    {name + ' ':.<18}: {state}", f"      {words.current:<15}: {rows[0][0]}"]
        lines += [f"      {name:<15}: {state:<17}comment"]
    lines += [f"  <{section['monitor']}>", *(f"    {name:<17}: {state:<16}" for name, state in rows), RULE]

    status = parse("\n".join(lines))

    expected = [(name, words.states[state]) for name, state in rows]
    assert [(server.name, server.state.status) for server in status.servers] == expected
    assert [(group.name, group.state.status) for group in status.groups] == expected
    assert [(group.resources[0].name, group.resources[0].state.status) for group in status.groups] == expected
    assert [(monitor.name, monitor.state.status) for monitor in status.monitors] == expected
    assert {group.current for group in status.groups} == {rows[0][0]}


def test_words_do_not_clash() -> None:
    for table in ("states", "sections"):
        english, japanese = (getattr(language, table) for language in LANGUAGES)
        assert not english.keys() & japanese.keys()
    for language in LANGUAGES:
        assert set(language.states.values()) == set(Status) - {Status.UNKNOWN_WORD}
