"""Published figures that change: which, from what to what, because of which rows; and nothing where nothing changed."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.cli.restated import restated_lines
from charity_analysis.report import restatement
from charity_analysis.report.audit import find_unproved
from charity_analysis.report.correction_note import CORRECTION, make_note, write_note
from charity_analysis.report.docx import write_correction
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.privacy.names import Secrets
from charity_analysis.report.record import Record
from charity_analysis.report.record_changes import Measured, compare_records
from charity_analysis.report.record_rows import RowTable
from charity_analysis.report.restatement import (
    PUBLISHED,
    Followed,
    PublishedDamaged,
    follow_publication,
    publish_version,
    read_versions,
    restate,
)
from charity_analysis.report.sections.restatements import render_restatements
from conftest import Office

PUBLISHED_ON = "[periods.2020H1]\nsigned_on = 2020-07-01\npublished_on = 2020-07-22\n"
GIFTS = [
    ["1", "2020-01-05", "甲公司", 1000, "助学"],
    ["2", "2020-02-05", "乙公司", 2000, "助学"],
    ["3", "2020-03-05", "丙公司", 3000, "助学"],
]


def record(rows: list[tuple[int, int]], sheet: str = "D-0123456789", **more: Any) -> Record:
    """A record of one sheet with (row number, fen) and their sum."""
    positions = RowTable([], [], {str(place): place for place in range(len(rows))}).positions(
        map(str, range(len(rows)))
    )
    total = (
        {"value": sum(fen for _, fen in rows), "rows": positions}
        if rows
        else {"value": None, "rows": "", "why_missing": "本期没有这类记录"}
    )
    return {
        "format": 1,
        "organisation": "office",
        "organisation_name": "测试慈善总会",
        "period": "2020H1",
        "edition": "public",
        "generated_at": "2020-08-01 09:00",
        "published_on": None,
        "code_version": "a",
        "inputs_digest": "b",
        "key_figures": [{"id": "K1", "name": "捐赠收入", "unit": "fen", "halfwidth": 0, **total}],
        "figures": [],
        "places": [{"ids": sheet, "place": "2020H1/捐赠收入.xlsx › 捐赠"}],
        "rows": [[0, number, fen, 0, None] for number, fen in rows],
        **more,
    }


# Two records of one period


SHEETS = st.dictionaries(st.integers(4, 40), st.integers(-10_000, 10_000), max_size=12).map(
    lambda rows: sorted(rows.items())
)


@given(SHEETS)
def test_the_same_figures_say_that_nothing_changed(rows: list[tuple[int, int]]) -> None:
    assert compare_records(record(rows), record(rows)).changes == ()


@given(SHEETS, SHEETS)
def test_the_rows_that_are_told_add_up_to_the_change_of_the_sum(
    before: list[tuple[int, int]], after: list[tuple[int, int]]
) -> None:
    changes = compare_records(record(before), record(after)).changes
    change = sum(fen for _, fen in after) - sum(fen for _, fen in before)
    assert bool(changes) == (change != 0 or bool(before) != bool(after))
    for one in changes:
        assert sum(row.difference(one.unit) for row in one.rows) == change


@given(SHEETS.filter(lambda rows: len(rows) > 1), st.data())
def test_one_row_inserted_above_others_is_one_row_however_many_numbers_it_moves(
    rows: list[tuple[int, int]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows)))
    number = rows[place][0] if place < len(rows) else rows[-1][0] + 1
    moved = [*rows[:place], (number, 77), *((number + 1, fen) for number, fen in rows[place:])]
    (change,) = compare_records(record(rows), record(moved)).changes
    (row,) = change.rows
    assert (row.was, row.now) == (None, Measured(77, 0, None))


def test_a_row_that_counts_elsewhere_now_is_told_although_it_says_the_same() -> None:
    old = record([(4, 100), (5, 7)])
    new = copy.deepcopy(old)
    new["key_figures"][0] |= {"value": 100, "rows": "0"}
    (change,) = compare_records(old, new).changes
    assert [(row.number, row.was, row.now) for row in change.rows] == [(5, Measured(7, 0, None), None)]
    (back,) = compare_records(new, old).changes
    assert [(row.number, row.was, row.now) for row in back.rows] == [(5, None, Measured(7, 0, None))]


def test_a_sheet_under_another_name_is_the_same_sheet() -> None:
    assert compare_records(record([(4, 100)]), record([(4, 100)], sheet="D-9876543210")).changes == ()
    (change,) = compare_records(record([(4, 100), (5, 7)]), record([(4, 100)], sheet="D-9876543210")).changes
    assert [(row.was is None, row.now is None) for row in change.rows] == [(False, True), (False, True), (True, False)]


def test_a_figure_that_came_or_went_says_so() -> None:
    (change,) = compare_records(record([]), record([(4, 100)])).changes
    assert (change.was.value, change.was.why_missing, change.now.value) == (None, "本期没有这类记录", 100)
    assert change.difference is None


def test_a_change_of_precision_alone_is_a_change() -> None:
    exact, rounded = record([(4, 100)]), record([(4, 100)])
    rounded["key_figures"][0]["halfwidth"] = 50
    rounded["rows"][0][3] = 50
    (change,) = compare_records(exact, rounded).changes
    assert (change.difference, change.rows[0].now) == (0, Measured(100, 50, None))


def test_where_only_the_code_changed_no_row_is_blamed() -> None:
    later = record([(4, 100)], code_version="z")
    later["key_figures"][0]["value"] = 101
    comparison = compare_records(record([(4, 100)]), later)
    assert comparison.is_made_otherwise and comparison.changes[0].rows == ()


def test_what_was_not_shown_is_not_told_by_way_of_a_correction() -> None:
    shown, hidden = record([(4, 100)]), record([(4, 100)])
    hidden["key_figures"][0] |= {"value": None, "rows": "", "hidden": True}
    assert compare_records(shown, hidden).changes == compare_records(hidden, shown).changes == ()


def test_what_a_key_figure_says_already_is_not_said_again() -> None:
    old, new = record([(4, 100)]), record([(4, 300)])
    for one in (old, new):
        one["figures"] = [
            {**one["key_figures"][0], "id": "received"},
            {**one["key_figures"][0], "id": "half", "value": one["key_figures"][0]["value"] // 2},
        ]
    assert [change.id for change in compare_records(old, new).changes] == ["K1", "figure/half"]


# The versions


def test_the_first_version_counts_from_the_stated_day_and_the_same_figures_make_no_second(tmp_path: Path) -> None:
    path = tmp_path / PUBLISHED
    path.write_bytes(publish_version(path, record([(4, 100)], published_on="2020-07-22")))
    assert publish_version(path, record([(4, 100)], generated_at="2021-01-01 00:00")) == path.read_bytes()
    path.write_bytes(
        publish_version(path, record([(4, 200)], generated_at="2021-01-01 00:00", published_on="2020-07-22"))
    )
    assert [one["published_on"] for one in read_versions(path)] == ["2020-07-22", "2021-01-01"]
    assert [one["rows"][0][2] for one in read_versions(path)] == [100, 200]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"versions": [1]}', b'{"versions": [{"format": 1}]}'])
def test_a_damaged_list_of_versions_is_said_and_never_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / PUBLISHED
    path.write_bytes(content)
    with pytest.raises(PublishedDamaged):
        publish_version(path, record([(4, 100)]))
    assert path.read_bytes() == content


# An office that published and then changed its books


@pytest.fixture
def published(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose half-year was published; nobody in it needs a mask."""
    monkeypatch.setattr(restatement, "public_ledger", lambda ledger: (ledger, Secrets(frozenset(), frozenset())))
    (office.raw / "organisation.toml").write_text(f'name = "测试慈善总会"\n{PUBLISHED_ON}', encoding="utf-8")
    office.donations(GIFTS)
    keep(office, follow_publication(load(office), goes_out=False))
    return office


def load(office: Office) -> HalfYear:
    folders = office.folders
    return HalfYear.load("office", "2020H1", str(folders.raw), str(folders.processed), reports=str(folders.reports))


def keep(office: Office, followed: Followed) -> Path:
    folder = office.folders.reports / "office" / "2020H1"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in followed.files.items():
        (folder / name).write_bytes(content)
    return folder


def test_as_long_as_nothing_changes_nothing_is_said(published: Office) -> None:
    report = load(published)
    assert follow_publication(report, goes_out=False) == Followed()
    assert follow_publication(report, goes_out=True) == Followed()
    assert restate(report) == [] and render_restatements(report).html == ""


def test_a_changed_cell_is_told_with_what_it_changed_and_drafts_the_note(published: Office) -> None:
    published.donations([GIFTS[0], ["2", "2020-02-05", "乙公司", 200, "助学"], GIFTS[2]])
    followed = follow_publication(load(published), goes_out=False)
    assert set(followed.files) == {CORRECTION}, "what is published is not changed by a run of the internal edition"
    assert followed.pending is not None
    lines = restated_lines("office", "2020H1", followed.pending, Path(CORRECTION))
    assert "K1 捐赠收入：6,000.00 元 → 4,200.00 元（2020H1/捐赠收入.xlsx › 捐赠 › 第 5 行）" in lines
    note = followed.files[CORRECTION].decode()
    assert "2020年7月22日公布的2020年上半年" in note
    assert "| K1 捐赠收入 | 6,000.00 元 | 4,200.00 元 | -1,800.00 元 | 1 |" in note
    assert "| 1 | 2020H1/捐赠收入.xlsx › 捐赠 › 第 5 行 | 2,000.00 元 | 200.00 元 |" in note
    assert "公司" not in note and "公司" not in lines


def test_a_reason_that_was_filled_in_outlives_the_next_run(published: Office) -> None:
    published.donations(GIFTS[:2])
    draft = keep(published, follow_publication(load(published), goes_out=False)) / CORRECTION
    draft.write_text(draft.read_text(encoding="utf-8").replace("原因：", "原因：重复登记 "), encoding="utf-8")
    published.donations(GIFTS[:1])
    keep(published, follow_publication(load(published), goes_out=False))
    assert "\n原因：重复登记\n" in draft.read_text(encoding="utf-8")
    assert "1,000.00 元" in draft.read_text(encoding="utf-8")


def test_a_reason_is_not_kept_for_the_correction_of_another_version() -> None:
    first, second = (
        restatement.Restatement(day, "", compare_records(record([(4, 100)]), record([(4, 200)])))
        for day in ("2020-07-22", "2020-10-01")
    )
    before = write_note(make_note("某会", "2020年上半年", first)).replace("原因：".encode(), "原因：重复登记".encode())
    assert make_note("某会", "2020年上半年", first, before).reason == "重复登记"
    assert make_note("某会", "2020年上半年", second, before).reason == ""


def test_a_draft_whose_change_was_taken_back_says_that_nothing_is_to_be_corrected(published: Office) -> None:
    published.donations(GIFTS[:2])
    draft = keep(published, follow_publication(load(published), goes_out=False)) / CORRECTION
    draft.write_text(draft.read_text(encoding="utf-8").replace("原因：", "原因：重复登记 "), encoding="utf-8")
    published.donations(GIFTS)
    keep(published, follow_publication(load(published), goes_out=False))
    said = draft.read_text(encoding="utf-8")
    assert "没有需要更正的数字" in said and "3,000.00" not in said and "\n原因：重复登记\n" in said
    assert draft.read_bytes() == follow_publication(load(published), goes_out=False).files[CORRECTION]


def test_the_note_quotes_its_duty_once_that_is_in_force_and_word_says_the_same(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.donations(GIFTS[:2])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    old = follow_publication(load(published), goes_out=False).note
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    new = follow_publication(load(published), goes_out=False).note
    assert old is not None and new is not None
    assert old.duty == "" and "须另行公布更正说明" in new.duty and "民政部令第81号" in new.duty
    document = docx.Document(io.BytesIO(write_correction(new, load(published))))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert new.title in said and new.duty in said
    assert document.tables[0].rows[1].cells[0].text == "K1 捐赠收入"
    assert write_correction(new, load(published)) == write_correction(new, load(published))


def test_the_page_says_the_same_before_and_after_its_edition_went_out(published: Office) -> None:
    published.donations(GIFTS[:2])
    before = render_restatements(load(published)).html
    folder = keep(published, follow_publication(load(published), goes_out=True))
    assert len(read_versions(folder / PUBLISHED)) == 2
    assert render_restatements(load(published)).html == before
    assert follow_publication(load(published), goes_out=True).pending is None
    assert "更正说明" in before and "6,000.00 元" in before and "3,000.00 元" in before
    assert find_unproved(before) == []
    assert 'id="ev-correction-1"' in before and 'href="#ev-correction-1"' in before


def test_a_second_correction_stands_before_the_first(published: Office) -> None:
    for most in (2, 1):
        published.donations(GIFTS[:most])
        keep(published, follow_publication(load(published), goes_out=True))
    html = render_restatements(load(published)).html
    assert html.index('id="ev-correction-1"') < html.index('id="ev-correction-2"')
    assert html.index("1,000.00 元") < html.index("6,000.00 元")
    assert [bool(one.corrected_on) for one in restate(load(published))] == [True, False]


def test_where_the_versions_cannot_be_read_the_page_says_so(published: Office) -> None:
    (published.folders.reports / "office" / "2020H1" / PUBLISHED).write_text("{", encoding="utf-8")
    assert "published.json 无法读取" in render_restatements(load(published)).html


def test_what_was_never_published_has_no_versions(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restatement, "public_ledger", lambda ledger: (ledger, Secrets(frozenset(), frozenset())))
    office.donations(GIFTS)
    assert follow_publication(load(office), goes_out=False) == Followed()
    assert set(follow_publication(load(office), goes_out=True).files) == {PUBLISHED}


def test_names_in_the_note_are_text_to_markdown() -> None:
    old, new = record([(4, 100)]), record([(4, 200)])
    for one in (old, new):
        one["key_figures"][0]["name"] = "<script>|**助学**|[x](y)"
    (step,) = [restatement.Restatement("2020-07-22", "", compare_records(old, new))]
    line = next(
        line for line in write_note(make_note("某会", "2020年上半年", step)).decode().splitlines() if "script" in line
    )
    assert r"\<script\>\|\*\*助学\*\*\|\[x\](y)" in line
