"""The workbook is exact, computes its sums itself, runs nothing, and is the same on every run."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.report.handover.cell_texts import clean_text, restore_text
from charity_analysis.report.handover.listings import Listing, in_yuan
from charity_analysis.report.handover.sheet_cells import MOST_EXACT, row_height
from charity_analysis.report.handover.sheets import Sheet
from charity_analysis.report.handover.workbook import BookWriter, workbook
from conftest import Office

from .conftest import Half, half_year, hostile_gifts

NAMES = ["说明", "关键指标", "合计", "资金结转", "付款清单", "捐赠清单", "账外款物", "发现的问题", "数据字典"]


@pytest.fixture(scope="module")
def made(half: Half) -> bytes:
    return workbook(half("demo"))


@pytest.fixture(scope="module")
def computed(made: bytes) -> Any:
    """The workbook with the results that its formulas have."""
    return openpyxl.load_workbook(io.BytesIO(made), data_only=True)


@pytest.fixture(scope="module")
def written(made: bytes) -> Any:
    """The workbook with its formulas."""
    return openpyxl.load_workbook(io.BytesIO(made))


def column(sheet: Any, head: str) -> list[Any]:
    place = [cell.value for cell in sheet[3]].index(head)
    return [row[place].value for row in sheet.iter_rows(min_row=4)]


def yuan(values: list[Any]) -> Decimal:
    return sum((Decimal(str(value)) for value in values if value is not None), Decimal(0))


def test_the_sheets_are_those_that_people_look_for(computed: Any) -> None:
    assert computed.sheetnames == NAMES


def test_the_lists_add_up_to_the_report(half: Half, computed: Any) -> None:
    report = half("demo")
    paid = list(computed["付款清单"].iter_rows(min_row=4, values_only=True))
    heads = [cell.value for cell in computed["付款清单"][3]]
    counted = [row for row in paid if row[heads.index("账务归属")] in ("本会", "待核实")]
    assert yuan([row[heads.index("金额（元）")] for row in counted]) * 100 == report.figures["paid"].value
    gifts = computed["捐赠清单"]
    classes = column(gifts, "收入类别")
    amounts = [amount for amount, kind in zip(column(gifts, "金额（元）"), classes, strict=True) if kind == "捐赠"]
    assert yuan(amounts) * 100 == report.figures["received"].value


def test_sums_are_formulas_whose_results_are_stored_with_them(computed: Any, written: Any) -> None:
    for name in ("付款清单", "捐赠清单", "账外款物"):
        (formula,) = [cell for cell in written[name][2] if cell.data_type == "f"]
        assert formula.value.startswith("=ROUND(SUBTOTAL(109,")
        result = computed[name][formula.coordinate].value
        assert Decimal(str(result)) == yuan(column(computed[name], "金额（元）"))
    totals = written["合计"]
    rows = [row for row in totals.iter_rows(min_row=4) if row[1].value == "合计"]
    assert len(rows) >= 9
    for row in rows:
        first, last = map(int, re.findall(r"C([0-9]+)", row[2].value))
        added = yuan([computed["合计"].cell(number, 3).value for number in range(first, last + 1)])
        assert Decimal(str(computed["合计"][row[2].coordinate].value)) == added == Decimal(str(row[5].value))
        assert computed["合计"][row[6].coordinate].value == 0


def test_key_figures_are_numbers_in_yuan_with_their_interval(half: Half, computed: Any) -> None:
    rows = {row[0]: row for row in computed["关键指标"].iter_rows(min_row=4, values_only=True)}
    report = half("demo")
    assert {f"K{number}" for number in range(1, 28)} <= set(rows)
    for figure in report.key_figures.values():
        value = rows[figure.id][2]
        if figure.value is None:
            assert value is None and rows[figure.id][7] == figure.why_missing
        else:
            assert value == pytest.approx(figure.value / 100 if figure.unit == "fen" else figure.value, rel=1e-15)
            assert rows[figure.id][4] <= value <= rows[figure.id][5]


def test_two_runs_give_the_same_bytes_and_carry_no_name_of_a_user(half: Half, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    first = workbook(half("cangshan"))
    assert workbook(half("cangshan")) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert re.findall(r"<dc:creator[^>]*>([^<]*)<", core) == ["charity_analysis"]
        assert "lastModifiedBy" not in core
        assert core.count("2020-09-13T12:26:40Z") == 2
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_sheet_is_laid_out_for_screen_and_paper(written: Any) -> None:
    for name in NAMES[1:]:
        sheet = written[name]
        assert sheet.freeze_panes == "C4"
        assert sheet.auto_filter.ref.startswith("A3:")
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.print_title_rows == "$3:$3"
        assert "&P" in sheet.oddFooter.center.text
        assert sheet["A4"].font.name == "微软雅黑"


def test_the_dictionary_has_every_column_of_every_sheet(computed: Any) -> None:
    rows = list(computed["数据字典"].iter_rows(min_row=4, values_only=True))
    for name in NAMES[1:]:
        assert [row[2] for row in rows if row[0] == name] == [cell.value for cell in computed[name][3]], name


def test_hostile_texts_stay_text_on_every_sheet(office: Office) -> None:
    hostile_gifts(office)
    book = openpyxl.load_workbook(io.BytesIO(workbook(half_year(office.ledger()))))
    own = re.compile(r"=ROUND\((SUBTOTAL\(109,|SUM\(|[A-Z]+[0-9]+-)[A-Z0-9:]*\)?,2\)")
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.hyperlink is None
            if cell.data_type == "f":
                assert own.fullmatch(str(cell.value)), cell.coordinate
            elif isinstance(cell.value, str):
                assert cell.data_type == "s"
                assert not cell.value.lstrip().startswith(tuple("=+-@＝")), cell.coordinate
    assert "'=cmd|'/c calc'!A1有限公司" in column(book["捐赠清单"], "捐赠人")


@settings(max_examples=30)
@given(st.lists(st.text() | st.text().map("={}".format) | st.text().map("'-{}".format), min_size=1, max_size=20))
def test_any_text_comes_back_as_it_was_and_as_text(texts: list[str]) -> None:
    book = BookWriter("甲", "乙", "丙")
    book.write_notes("文本", [(text, "x") for text in texts])
    for text, (cell, _) in zip(
        texts, openpyxl.load_workbook(io.BytesIO(book.pack()))["文本"].iter_rows(min_row=3), strict=True
    ):
        assert cell.value is None or cell.data_type == "s"
        assert restore_text(cell.value or "").replace("_x005F_", "_") == clean_text(text)


def test_what_programs_decode_stays_as_it_was_written() -> None:
    book = BookWriter("甲", "乙", "丙")
    book.write_notes("文本", [("_x003D_1+1", "x")])
    assert b">_x005F_x003D_1+1<" in zipfile.ZipFile(io.BytesIO(book.pack())).read("xl/worksheets/sheet1.xml")


def stored(amounts: list[Decimal]) -> str:
    """The sheet of a workbook with these amounts, as it stands in the file."""
    book = BookWriter("甲", "乙", "丙")
    book.write(Sheet("金额", Listing("sums", ("label", "amount_yuan"), []), [("x", amount) for amount in amounts]))
    return zipfile.ZipFile(io.BytesIO(book.pack())).read("xl/worksheets/sheet1.xml").decode()


def test_money_is_exact_up_to_fifteen_digits_and_text_beyond() -> None:
    amounts = ["9999999999999.99", "-9999999999999.99", "0.01", "0.10", "8948062.17", "0.00"]
    content = stored([*map(Decimal, amounts), MOST_EXACT, -MOST_EXACT])
    assert re.findall("<v>([^<]*)</v>", content) == amounts
    assert ">10,000,000,000,000<" in content and ">'-10,000,000,000,000<" in content


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_fifteen_digits_are_what_a_spreadsheet_keeps(fen: int) -> None:
    assert Decimal(repr(float(f"{in_yuan(fen):f}"))) * 100 == fen


def test_a_public_workbook_names_no_person_and_lists_persons_summed_up(half: Half) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(half("demo", "2020H1", "public"))), data_only=True)
    text = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert not re.search("合成捐赠人[0-9]|合成受助人[0-9]", text)
    gifts = book["捐赠清单"]
    kinds = list(zip(column(gifts, "捐赠人类别"), column(gifts, "行的种类"), strict=True))
    assert ("个人", "按月合并") in kinds and ("个人", "一笔") not in kinds
    classes = column(gifts, "收入类别")
    amounts = [amount for amount, kind in zip(column(gifts, "金额（元）"), classes, strict=True) if kind == "捐赠"]
    assert yuan(amounts) * 100 == half("demo").figures["received"].value


def test_a_long_text_makes_its_row_higher() -> None:
    assert row_height(["短", 1.0], [10.0, 10.0]) is None
    assert row_height(["长" * 30], [20.0]) == 15.0 * 4
    assert row_height(["长" * 30_000], [20.0]) == 409
