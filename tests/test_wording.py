"""What the commands say: every sentence in both languages, none that nobody says, and no English for a wrong call."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from charity_analysis import wording
from charity_analysis.analysis.figures import Figure
from charity_analysis.ledger.review.review_filled import ReviewFault, ReviewRefused
from charity_analysis.report.run import ReportFailed
from charity_analysis.rules import message_texts

PACKAGE = Path(wording.__file__).parent


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """Each test begins and ends in Chinese."""
    wording.use("zh")
    yield
    wording.use("zh")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def calls(name: str) -> Iterator[ast.Call]:
    """Every call of `name` in the package, whatever it is called on."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
                yield node


def said() -> dict[str, set[str]]:
    """The keys that the package says, each with the names of the values it gives."""
    keys: dict[str, set[str]] = {f"status_{status}": set() for status in ("clean", "held", "rejected", "ignored")}
    for name in ("text", "ReportFailed", "ReviewFault", "ReviewMisplaced"):
        for call in calls(name):
            if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                keys.setdefault(call.args[0].value, set()).update(given_names(name, call))
    for text in told_by_place():
        keys.setdefault(text, set()).add("**")
    return keys


def told_by_place() -> set[str]:
    """Keys that are found out where a public edition or a file of names is checked, and worded later."""
    paths = [*(PACKAGE / "report" / "privacy").rglob("*.py"), *(PACKAGE / "ledger").glob("alias*.py")]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    aliases = {text for text in texts if text.startswith("alias_")} & set(message_texts("zh"))
    return {text for text in texts if text.startswith(("leak_", "signoff_"))} | aliases


def given_names(name: str, call: ast.Call) -> set[str]:
    """The names of the values that a call gives: faults of a review have them in a dict, its places have a path."""
    if name == "ReviewMisplaced":
        return {"path"}
    if name == "ReviewFault":
        arguments = [*call.args[2:], *(keyword.value for keyword in call.keywords)]
        names = {key.value for values in arguments if isinstance(values, ast.Dict) for key in values.keys}
        # A refused file is told by the wording of its rule.
        return names | {"reason"} if "rule" in names else names
    return {keyword.arg or "**" for keyword in call.keywords}


# The sentences


def test_every_sentence_stands_in_both_languages_with_the_same_values() -> None:
    zh, en = message_texts("zh"), message_texts("en")
    assert list(zh) == list(en)
    for key in zh:
        assert zh[key].strip(), key
        assert en[key].strip(), key
        assert placeholders(zh[key]) == placeholders(en[key]), key


def test_every_sentence_that_is_said_exists_and_gets_its_values() -> None:
    texts = message_texts("zh")
    for key, given in said().items():
        assert key in texts
        assert "**" in given or given >= placeholders(texts[key]), key


def test_no_sentence_is_there_that_nobody_says() -> None:
    assert set(message_texts("zh")) - set(said()) == set()


def test_values_are_put_in_as_they_are() -> None:
    name = "{folder} %s {0}"
    assert wording.text("unknown_organisation", name=name, known="—") == f"没有机构“{name}”；现有：—"


# Failures


def test_a_failed_report_says_why_in_the_language_in_use() -> None:
    failed = ReportFailed("cell_failed", number="7", kind="ValueError")
    assert wording.report_failure(failed) == "报告未生成，上一份报告保持不变：第 7 个代码单元出错（ValueError）"
    wording.use("en")
    assert wording.report_failure(failed).endswith("code cell 7 failed (ValueError)")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied", "台账.xlsx"), "无法读写“台账.xlsx”（Permission denied）"),
        (OSError(28, "No space left on device"), "运行失败（No space left on device）"),
        (OSError("odd"), "运行失败（OSError）"),
        (KeyError("身份证号350102199001011234"), "运行失败（KeyError）"),
    ],
)
def test_a_failure_names_the_place_but_nothing_that_stood_in_a_cell(error: Exception, says: str) -> None:
    assert wording.failure(error).startswith(says)
    assert "350102" not in wording.failure(error)


# The review workbook


def test_a_refused_review_names_every_line_and_stays_short() -> None:
    faults = [ReviewFault("review_missing", row, {"columns": "reason,approved_on"}) for row in range(4, 60)]
    lines = wording.review_refusal(ReviewRefused(faults)).splitlines()
    assert lines[:2] == ["审核表有问题，一条也没有登记：", "  第 4 行：没有填 更正理由、批准日期"]
    assert (len(lines), lines[-1]) == (52, "  ……另有 6 处")


def test_a_review_that_cannot_be_read_says_why_in_the_language_in_use() -> None:
    fault = ReviewFault("review_unreadable", values={"rule": "not_a_spreadsheet", "detail": "PDF"})
    assert wording.review_refusal(ReviewRefused([fault])).splitlines()[1] == "  审核表无法读取：不是电子表格，实际是PDF"
    wording.use("en")
    assert wording.review_refusal(ReviewRefused([fault])).endswith("cannot be read: not a spreadsheet but PDF")


@click.group()
def group() -> None: ...


@group.command()
@click.argument("period")
@click.option("--raw", type=click.Path(file_okay=False))
@click.option("-p", nargs=2, multiple=True)
@click.option("--json", is_flag=True)
def command(**_: Any) -> None: ...


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["x"], "没有命令 x", "there is no command x"),
        (["command"], "缺少 PERIOD", "PERIOD is missing"),
        (["command", "a", "b", "c"], "多出了 b c", "b c is one too many"),
        (["command", "a", "--bogus"], "没有选项 --bogus", "there is no option --bogus"),
        (
            ["command", "a", "--raw"],
            "选项 --raw 后面的内容缺少或多余",
            "what follows option --raw is missing or too much",
        ),
        (["command", "a", "-p", "b"], "选项 -p 后面的内容缺少或多余", "what follows option -p is missing or too much"),
        (["command", "a", "--raw", __file__], "--raw 的值不对", "the value of --raw is wrong"),
        (
            ["command", "a", "--json=1"],
            "选项 --json 后面的内容缺少或多余",
            "what follows option --json is missing or too much",
        ),
    ],
    ids=str,
)
def test_a_wrong_call_is_told_in_the_language_in_use(arguments: list[str], zh: str, en: str) -> None:
    with pytest.raises(click.UsageError) as refused:
        group(arguments, standalone_mode=False)
    assert wording.usage_error(refused.value) == f"用法错误：{zh}\n请用 --help 查看用法"
    wording.use("en")
    assert wording.usage_error(refused.value) == f"wrong usage: {en}\nsee --help"


# Summaries


def finding(rule: str, severity: str) -> dict[str, Any]:
    return {"rule": rule, "severity": severity, "sheet": None, "cell": None, "message": f"{rule} 说明"}


def document(*findings: dict[str, Any]) -> dict[str, Any]:
    table = {"sheet": "捐赠", "kind": "donations", "held_cells": [], "clean_fen": 123_456_789}
    file = {
        "organisation": "office",
        "period": "2020H1",
        "file": "捐赠.xlsx",
        "status": "held",
        "tables": [
            table | {"rows": {"clean": 2, "held": 1, "ignored": 3}},
            table | {"rows": {"clean": 1, "held": 0, "ignored": 4}, "clean_fen": -100},
        ],
        "findings": list(findings),
    }
    return {"files": [file], "findings": []}


def test_a_files_line_adds_up_its_tables() -> None:
    assert wording.clean_summary(document(), 8).splitlines() == [
        "office/2020H1/捐赠.xlsx  有暂不计入的行  计入 3 行，暂不计入 1 行，略过 7 行，合计 1,234,566.89 元",
        "没有发现问题",
    ]


def test_every_error_is_shown_and_the_first_of_each_other_rule_and_the_rest_is_counted() -> None:
    found = [finding("a", "info"), finding("b", "warning"), *[finding("c", "error")] * 2, finding("b", "warning")]
    lines = wording.clean_summary(document(*found), 1).splitlines()[1:]
    assert lines[0] == "发现 2 个错误、2 个提醒、1 条说明；先看："
    error = "  [error] c  office/2020H1/c 说明"
    assert lines[1:4] == [error, error, "  [warning] b × 2  office/2020H1/b 说明"]
    assert lines[4].startswith("……另有 2 条")


@pytest.mark.parametrize(
    ("period", "message", "says"),
    [
        (None, "没有 organisation.toml", "office：没有 organisation.toml"),
        ("2021H1", "文件夹里没有台账文件", "office/2021H1：文件夹里没有台账文件"),
        ("2021H1", "2021H1/子文件夹：文件夹无法打开", "office/2021H1/子文件夹：文件夹无法打开"),
    ],
)
def test_what_belongs_to_no_file_is_told_with_its_folder(period: str | None, message: str, says: str) -> None:
    found = {"organisation": "office", "period": period, "rule": "a", "severity": "error", "message": message}
    assert wording.clean_summary({"files": [], "findings": [found]}, 8).splitlines()[1] == f"  [error] a  {says}"


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        (Figure("K1", "收入", "fen", 884_290_000, row_ids=("D",)), "8,842,900.00 元"),
        (Figure("K1", "收入", "fen", 710_000, 50_000, ("D",)), "7,100.00 ± 500.00 元"),
        (Figure("K1", "收入", "fen", -5, row_ids=("D",)), "-0.05 元"),
        (Figure("K1", "收入", "fen", 0, row_ids=("D",)), "0.00 元"),
        (Figure("K3", "比例", "share", 0.12345, row_ids=("D",)), "12.35%"),
        (Figure("K13", "天数", "days", 12, row_ids=("D",)), "12 天"),
        (Figure("K20", "人次", "count", 1234, row_ids=("D",)), "1,234"),
        (Figure("K6", "上年", "fen", why_missing="没有上年的记录"), "—（没有上年的记录）"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_figure_is_shown_with_its_unit_or_why_it_is_missing(figure: Figure, says: str) -> None:
    assert wording.shown(figure) == says


def test_a_figures_parts_stand_below_it() -> None:
    part = Figure("人", "人数", "count", 19, row_ids=("D",))
    whole = Figure("K20", "受益对象", "count", why_missing="单位不同，不相加", parts=(part,))
    assert wording.figures_summary("总会", "2020H1", (whole,)).splitlines() == [
        "总会 2020H1 关键指标",
        " K20 受益对象  —（单位不同，不相加）",
        "       人数  19",
    ]


@pytest.mark.parametrize(
    ("unit", "value", "halfwidth", "shown"),
    [
        ("fen", 894_806_217, 3_000_000, "8,948,062.17 ± 30,000.00 元"),
        ("share", 0.73077, 0, "73.08%"),
        ("share", 0.73077, 0.01923, "73.08% ± 1.93%"),
        ("share", 0.5, 0.000001, "50.00% ± 0.01%"),
        ("days", 12, 2, "12 ± 2 天"),
        ("count", 1950, 0, "1,950"),
    ],
)
def test_a_value_is_shown_with_its_precision_never_narrower_than_it_is(
    unit: str, value: float, halfwidth: float, shown: str
) -> None:
    assert wording.shown(Figure("K", "K", unit, value, halfwidth, ("D-1",))) == shown
