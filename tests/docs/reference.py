"""Makes the parts of the pages that are lists of what the program holds: step kinds and messages.

``python -m tests.docs.reference`` (``./dev docs``) writes them between the marks in the pages; a test proves that they
are as they would be written.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from clprun.contact.assumption import BOTH, LINUX, WINDOWS, Assumption, Confidence
from clprun.contact.table import ASSUMPTIONS
from clprun.messages.catalog import Entry, Text, entries
from clprun.model.cluster import Platform
from clprun.model.runbook import Nature
from clprun.model.text import Language
from clprun.node.windows.tools import Release, Task, serving
from clprun.steps.registry import kinds
from tests.docs.kind_texts import KEYS, KINDS
from tests.docs.pages import ROOT
from tests.docs.schemas import Row, rows

__all__ = ["PAGES", "is_shown", "page_with_lists"]

_BEGIN, _END = "<!-- begin of the list that ./dev docs writes -->\n", "<!-- end of the list -->\n"
_BETWEEN = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)

_NATURES: Mapping[Nature, Text] = {
    Nature.LASTING: Text("lasting", "永続 (lasting)"),
    Nature.PASSING: Text("passing", "通過 (passing)"),
    Nature.CHECK: Text("check", "検査 (check)"),
}
_NATURE = Text("Nature: {nature}.", "性質: {nature}。")
_PATIENCE = Text(
    "Waits up to {seconds} s for the wanted state, unless the step says `within`.",
    "期待する状態になるまで最大 {seconds} 秒待ちます (ステップの `within` で変更できます)。",
)
_NOTHING = Text("Takes no keys.", "指定するキーはありません。")
_HEADS = Text("| key | value | default | meaning |", "| キー | 値 | 既定 | 意味 |")
_WHY, _NEXT = Text("why", "理由"), Text("next", "対処")

_TASK = Text("task", "用途")
_FROM_OUTSIDE, _EXTRA = Text("from your computer", "この PC から実行"), "Resource Kit"
_TASKS: Mapping[Task, Text] = {
    Task.LINK: Text("links to folders", "フォルダへのリンク"),
    Task.ACCESS: Text("access rights", "アクセス権"),
    Task.FOLDER_COPY: Text("copying folders", "フォルダのコピー"),
    Task.FILE_COPY: Text("copying a file with its rights", "アクセス権を含むファイルのコピー"),
    Task.HASH: Text("hashes of files", "ファイルのハッシュ"),
    Task.UPLOAD: Text("new content of files", "ファイルの新しい内容の転送"),
    Task.ADMINISTRATOR: Text("whether all rights are held", "管理者権限の確認"),
    Task.WEB: Text("asking a web server", "Web サーバへの問い合わせ"),
    Task.REGISTRY: Text("the registry", "レジストリ"),
    Task.SERVICE: Text("services", "サービス"),
    Task.JOB: Text("commands that outlive the link", "接続が切れても続くコマンド"),
}

_AREAS: Mapping[str, Text] = {
    "input": Text("Input: files, options, parameters", "入力: ファイル、オプション、パラメータ"),
    "commands": Text("The command line", "コマンドライン"),
    "node": Text("Nodes: reaching and asking them", "ノード: 接続と問い合わせ"),
    "run": Text("Runs", "実行"),
    "step": Text("Steps in general", "ステップ全般"),
    "check": Text("Checks", "検査"),
    "cluster": Text("The cluster", "クラスタ"),
    "configuration": Text("The cluster configuration", "クラスタ構成情報"),
    "group": Text("The failover group", "フェイルオーバグループ"),
    "trial": Text("Failover trials", "フェイルオーバの試験"),
    "jobcenter": Text("JobCenter", "JobCenter"),
    "file_setting": Text("Settings in files", "ファイルの設定"),
    "folder": Text("Folders and links", "フォルダとリンク"),
    "service": Text("Services", "サービス"),
    "registry": Text("The registry of Windows", "Windows のレジストリ"),
    "access": Text("Access rights on Windows", "Windows のアクセス権"),
    "windows": Text("Cluster resources of Windows", "Windows のクラスタリソース"),
    "command": Text("Commands", "コマンドの実行"),
    "dialogue": Text("Dialogues", "対話形式のプログラム"),
    "licence": Text("Licences", "ライセンス"),
    "isa": Text("Internet Server Agent", "Internet Server Agent"),
    "contact": Text("First contact", "実機の聞き取り"),
    "manual": Text("Manual steps", "手動ステップ"),
    "lab": Text("The lab", "ラボ"),
}
"""What stands before the first dot of a code, in the order the page has it."""

_WORDS = re.compile(r"labels\.|commands\.(help|option_|word_)")
_NO_PROBLEMS = re.compile(r"(lab|commands)\.")


def page_with_lists(path: Path) -> str:
    """The text of a page with its list as it should be."""
    language = Language(path.parent.name)
    made = "".join(f"{line}\n" for line in PAGES[path.name](language))
    text = path.read_text("utf-8")
    return _BETWEEN.sub(lambda _: f"{_BEGIN}\n{made}\n{_END}", text)


def is_shown(code: str, entry: Entry) -> bool:
    """Whether an entry of the catalogue is a message, not a word of the screen or a line of the help."""
    if _WORDS.match(code):
        return False
    return not _NO_PROBLEMS.match(code) or entry.next is not None or entry.why is not None


def _step_kinds(language: Language) -> Iterator[str]:
    for name, kind in sorted(kinds().items()):
        yield from (f"## `{name}`", "", KINDS[name].in_(language), "")
        facts = [_NATURE.in_(language).format(nature=_NATURES[kind.nature].in_(language))]
        if kind.patience:
            facts.append(_PATIENCE.in_(language).format(seconds=kind.patience))
        yield from (_joined(facts, language), "")
        table = list(rows(kind.want, language))
        if table:
            yield from (_HEADS.in_(language), "|---|---|---|---|")
            yield from (_row(row, language) for row in table)
        else:
            yield _NOTHING.in_(language)
        yield ""


def _row(row: Row, language: Language) -> str:
    told = KEYS[row.owner][row.name].in_(language)
    return f"| `{row.key}` | {row.value} | {row.default} | {told} |"


def _joined(sentences: list[str], language: Language) -> str:
    return (" " if language is Language.EN else "").join(sentences)


def _messages(language: Language) -> Iterator[str]:
    shown = {code: entry for code, entry in entries().items() if is_shown(code, entry)}
    order = list(_AREAS)
    codes = sorted(shown, key=lambda code: (order.index(_area(code)), code))
    for area, together in groupby(codes, key=_area):
        yield from (f"## {_AREAS[area].in_(language)}", "")
        for code in together:
            yield from _message(code, shown[code], language)
        yield ""


def _message(code: str, entry: Entry, language: Language) -> Iterator[str]:
    yield f"- `{code}` {_plain(entry.what, language)}"
    for word, text in ((_WHY, entry.why), (_NEXT, entry.next)):
        if text is not None:
            yield f"  - {word.in_(language)}: {_plain(text, language)}"


def _plain(text: Text, language: Language) -> str:
    """The text as Markdown shows it unchanged: place holders and file names hold signs that mean something there."""
    return re.sub(r"(`[^`]*`)|([<>*_])", lambda sign: sign[1] or f"\\{sign[2]}", text.in_(language).replace("\n", " "))


def _area(code: str) -> str:
    return code.partition(".")[0]


def _windows_tools(language: Language) -> Iterator[str]:
    """A column for each group of releases that have the same commands."""

    def column(release: Release) -> list[str]:
        return [_tool(task, release, language) for task in Task]

    groups = [(commands, [each.title for each in together]) for commands, together in groupby(Release, key=column)]
    titles = [" – ".join(dict.fromkeys((names[0], names[-1]))) for _, names in groups]
    yield f"| {_TASK.in_(language)} | {' | '.join(titles)} |"
    yield "|---" * (1 + len(groups)) + "|"
    for task, row in zip(Task, zip(*(commands for commands, _ in groups), strict=True), strict=True):
        yield f"| {_TASKS[task].in_(language)} | {' | '.join(row)} |"


def _tool(task: Task, release: Release, language: Language) -> str:
    tool = serving(task, release)
    if tool is None:
        return _FROM_OUTSIDE.in_(language)
    return f"`{tool.command}`" + (f" ({_EXTRA})" if tool.is_extra else "")


_ASSUMED = Text("taken for true", "前提")
_BREAKS = Text("what goes wrong where it is not so", "異なる場合の影響")
_SOURCE = Text("source, confidence", "出典、確度")
_RESTS = Text("what rests on it", "関係するもの")
_ANSWERED = Text("answered by", "確認方法")
_EVERYTHING = Text("everything", "すべて")
_NOBODY = Text("nothing yet: {why}", "なし: {why}")
_CONFIDENCE: Mapping[Confidence, Text] = {
    "high": Text("high", "高"),
    "medium": Text("medium", "中"),
    "low": Text("low", "低"),
}
_PLATFORMS: Mapping[tuple[Platform, ...], Text] = {
    BOTH: Text("On both platforms", "両プラットフォーム"),
    LINUX: Text("On Linux", "Linux"),
    WINDOWS: Text("On Windows", "Windows"),
}


def _assumptions(language: Language) -> Iterator[str]:
    """A table for the platforms that something is said of."""
    heads = ["id", *(head.in_(language) for head in (_ASSUMED, _BREAKS, _SOURCE, _RESTS, _ANSWERED))]
    for platforms, title in _PLATFORMS.items():
        yield from (f"### {title.in_(language)}", "", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|")
        for each in ASSUMPTIONS.values():
            if each.platforms == platforms:
                yield f"| {' | '.join(_assumption(each, language))} |"
        yield ""


def _assumption(each: Assumption, language: Language) -> Iterator[str]:
    yield f"`{each.id}`"
    yield _plain(each.text, language)
    yield _plain(each.breaks, language)
    yield f"{each.source}; {_CONFIDENCE[each.confidence].in_(language)}"
    yield ", ".join(f"`{name}`" for name in each.relied_on) or _EVERYTHING.in_(language)
    trial = f"`first-contact`: `{each.trial}`" if each.trial else ""
    if each.unasked is None:
        yield ", ".join(filter(None, ("`contact`", trial)))
    else:
        yield trial or _NOBODY.in_(language).format(why=_plain(each.unasked, language))


PAGES = {
    "step-kinds.md": _step_kinds,
    "messages.md": _messages,
    "windows.md": _windows_tools,
    "first-contact.md": _assumptions,
}
"""What makes the list of a page."""


def _write() -> None:
    for language in Language:
        for name in PAGES:
            path = ROOT / "docs" / language.value / name
            path.write_text(page_with_lists(path), "utf-8")


if __name__ == "__main__":
    _write()
