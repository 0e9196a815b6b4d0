"""Writes what was measured into the pages ``docs/*/proof.md``; nothing stands there that was not measured."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from clprun.messages.catalog import Text
from clprun.model.text import Language
from tests.crash.results import Result

__all__ = ["page", "write_pages"]

_DOCS: Final = Path(__file__).parents[2] / "docs"

_TITLE: Final = Text("# What was cut, and what came of it", "# 中断試験の結果")
_ABOUT: Final = Text(
    "Written by `./dev crash --table` from what `./dev crash` measured in the lab; lines name commit and day.",
    "`./dev crash` によるラボでの測定結果です (`./dev crash --table` で出力)。各行に測定したコミットと日付を示します。",
)
_JUDGED: Final = Text(
    "Each disturbed build is compared with one of the same runbook that nobody disturbed. *lost*: commands of the "
    "products that were begun less often than there; *twice*: begun more often, or two at one time on a node; "
    "*differing*: files, processes, mounts, registry or cluster that are otherwise at the end; *failed*: builds that "
    "did not come to their end, or messages that were not right.",
    "中断したビルドを、同じランブックの中断しないビルドと比べます。*欠落*: 製品コマンドの起動が少なかったもの、*重複*: "
    "多かったもの、または 1 つのノードで同時に動いたもの、*相違*: 終了時に異なるファイル、プロセス、マウント、"
    "レジストリ、クラスタ、*失敗*: 最後まで進まなかったビルド、または正しくなかったメッセージ。",
)
_WRONG: Final = (Text("lost", "欠落"), Text("twice", "重複"), Text("differing", "相違"), Text("failed", "失敗"))
_MEASURED: Final = Text("measured", "測定")
_RUNBOOK, _BUILDS, _KILLS = Text("runbook", "ランブック"), Text("builds", "ビルド"), Text("kills", "強制終了")
_SECTIONS: Final[dict[str, tuple[Text, Text, tuple[tuple[str, Text], ...]]]] = {
    "everywhere": (
        Text("## Killed at every place", "## すべての箇所での強制終了"),
        Text(
            "The controller is killed once at every place that it comes by - before and after each intention, action, "
            "proof and end of a step, and at the end of each phase - and the run resumed each time. Several builds may "
            "share a runbook's places. A place that the run does not come by any more, since the step was found done, "
            "is no kill.",
            "ステップの意図の記録、操作、確認、終了のそれぞれの前後とフェーズの終わりの、すべての箇所で 1 回ずつ "
            "clprun を強制終了し、そのつど再開します。1 つのランブックの箇所を複数のビルドで分担することがあります。"
            "再開時にステップの完了が確認され、通らなくなった箇所は数えません。",
        ),
        (("places", Text("places", "箇所")), ("kills", _KILLS)),
    ),
    "moments": (
        Text("## Killed at random", "## 無作為な時点での強制終了"),
        Text(
            "The controller is killed at random again and again, until the build is done: by the clock anywhere in "
            "`apply` and `resume`, around an append to the journal, while a person is asked, and in `abandon`.",
            "ビルドが終わるまで無作為に何度も強制終了します。`apply` と `resume` の任意の時点、ジャーナルへの追記の"
            "前後、人への質問中、`abandon` の実行中です。",
        ),
        (
            ("builds", _BUILDS),
            ("kills", _KILLS),
            ("clock", Text("by the clock", "任意の時点")),
            ("append", Text("in an append", "追記中")),
            ("prompt", Text("at a question", "質問中")),
            ("abandon", Text("in abandon", "abandon 中")),
        ),
    ),
    "faults": (
        Text("## Faults at every phase", "## すべてのフェーズでの障害"),
        Text(
            "One build for each fault, which is made anew at every phase, and mended before the run goes on. "
            "*stopped*: how often the run stopped there; at other times it went on over the fault, or had nothing to "
            "do with it.",
            "障害ごとに 1 回ビルドし、すべてのフェーズで障害を起こし、直してから再開します。*停止*: 実行が止まった"
            "回数。それ以外は障害があっても進んだか、その障害に関係しなかったものです。",
        ),
        (
            ("phases", Text("phases", "フェーズ")),
            ("struck", Text("made", "発生")),
            ("stopped", Text("stopped", "停止")),
        ),
    ),
    "drift": (
        Text("## Single things broken on a built cluster", "## 構築済みクラスタの 1 箇所だけの不具合"),
        Text(
            "Everything that the runbook leaves is broken by itself on the built cluster: files, scripts, links, "
            "addresses, mounts, the configuration, the group. Each time `verify` and a dry run must notice, `apply` "
            "must do what the dry run said, and a second `apply` nothing. *repaired*: by that `apply`; *by hand*: "
            "after a person had done the one thing that the refusal asked for. *failed* counts what was not so.",
            "ランブックの結果 (ファイル、スクリプト、リンク、アドレス、マウント、構成情報、グループ) を、"
            "構築済みクラスタで 1 つずつ壊します。そのつど `verify` とドライランが検出し、"
            "`apply` がドライランの表示どおりに直し、2 回目の `apply` が何も変更しないことを"
            "確認します。*修復*: その `apply` で直ったもの、*手作業*: "
            "拒否メッセージが求める 1 つの作業の後に直ったもの。*失敗* はそうならなかった件数です。",
        ),
        (
            ("breaks", Text("broken", "不具合")),
            ("repaired", Text("repaired", "修復")),
            ("by hand", Text("by hand", "手作業")),
        ),
    ),
}
_KEYS: Final = ("lost", "twice", "differing", "failed")
_ALL: Final = Text("all", "合計")


def write_pages(results: Sequence[Result]) -> None:
    """Write the page of each language.

    Raises:
        ValueError: nothing was measured.
    """
    if not results:
        raise ValueError("nothing was measured of these commits")
    for language in Language:
        (_DOCS / language.value / "proof.md").write_text(page(results, language), "utf-8")


def page(results: Sequence[Result], language: Language) -> str:
    """The page of one language."""
    parts = [text.in_(language) for text in (_TITLE, _ABOUT, _JUDGED)]
    for kind, (heading, text, counts) in _SECTIONS.items():
        ours = [result for result in results if result.kind == kind]
        if ours:
            table = _table(ours, counts, language)
            parts += [heading.in_(language), text.in_(language), "\n".join(table)]
    return "\n\n".join(parts) + "\n"


def _table(results: Sequence[Result], counts: Sequence[tuple[str, Text]], language: Language) -> Iterator[str]:
    """One line a runbook, or a runbook and a fault; the sum of all at the end."""
    heads = [_RUNBOOK, *(text for _, text in counts), *_WRONG, _MEASURED]
    yield _line(text.in_(language) for text in heads)
    yield _line("---" for _ in heads)
    rows = {_name(result): Counter[str]() for result in results}
    for result in results:
        rows[_name(result)] += _numbers(result)
    measured = {name: _measured([each for each in results if _name(each) == name]) for name in rows}
    sum_of_all = sum(rows.values(), Counter[str]())
    for name, numbers in [*rows.items(), (_ALL.in_(language), sum_of_all)]:
        yield _line(
            [name, *(str(numbers[key]) for key in (*(key for key, _ in counts), *_KEYS)), measured.get(name, "")]
        )


def _measured(results: Iterable[Result]) -> str:
    """Of which commits a line is, and when."""
    return ", ".join(dict.fromkeys(f"{result.date} `{result.commit}`" for result in results))


def _name(result: Result) -> str:
    return f"{result.course}, {result.variant}" if result.kind == "faults" else result.course


def _numbers(result: Result) -> Counter[str]:
    wrong = {key: len(getattr(result, key)) for key in _KEYS}
    return Counter({**result.counts, "builds": 1, **wrong})


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
