"""The open data add up to the report, name no person, and are read alike as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from charity_analysis.ledger import schema
from charity_analysis.report.handover.column_dictionary import dictionary_rows
from charity_analysis.report.handover.ledger_rows import KINDS
from charity_analysis.report.handover.open_data import files_of, open_data, row_listings
from charity_analysis.report.handover.sheets import build_sheets
from charity_analysis.report.privacy.public_tables import treatment_of
from charity_analysis.rules import _rows
from conftest import Office

from .conftest import Half, half_year, hostile_gifts

SAMPLES = [
    ("cangshan", "2020H1"),
    *(("demo", f"{year}H{half}") for year in range(2016, 2021) for half in (1, 2)),
    *(("demo2", period) for period in ("2019H1", "2019H2", "2020H1", "2020H2")),
]
PERSONS = {"individual", "related_individual"}
Files = dict[str, bytes]
HEADINGS = ["拨付日期", "收款单位", "收款方类别", "拨付金额", "项目", "用途", "人数", "计量单位", "标准(元)"]


def read_csv(files: Files, name: str) -> list[dict[str, str]]:
    text = files[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_json(files: Files, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(files[f"{name}.json"])["rows"]
    return rows


def total(rows: list[dict[str, Any]]) -> int:
    return sum(int(row["amount_fen"]) for row in rows if row["amount_fen"] not in (None, ""))


@pytest.fixture(scope="module")
def demo_files(half: Half) -> Files:
    return open_data(half("demo", "2020H1", "public"))


@pytest.mark.parametrize(("name", "period"), SAMPLES)
def test_rows_add_up_to_the_report_to_the_fen(half: Half, name: str, period: str) -> None:
    report, internal = half(name, period, "public"), half(name, period)
    files = files_of(row_listings(report))
    for read in (read_csv, read_json):
        counted = {
            table: [row for row in read(files, table) if row["books"] in ("own", "uncertain")]
            for table in ("donations", "disbursements")
        }
        gifts = [row for row in counted["donations"] if row["income_class"] == "gift"]
        assert total(gifts) == (internal.figures["received"].value or 0)
        assert total(counted["donations"]) - total(gifts) == int(internal.books.other_income["amount_fen"].sum())
        assert total(counted["disbursements"]) == (internal.figures["paid"].value or 0)
        outside = read(files, "agency")
        for books in ("agency", "partner"):
            assert total([row for row in outside if row["books"] == books]) == (internal.figures[books].value or 0)


def test_the_classes_of_each_total_add_up_to_what_the_report_says(demo_files: Files) -> None:
    rows = read_json(demo_files, "totals")
    sums = {row["dimension"]: row for row in rows if row["label"] == "合计"}
    assert len(sums) >= 9
    for dimension, whole in sums.items():
        classes = [row for row in rows if row["dimension"] == dimension and row is not whole]
        assert total(classes) == whole["amount_fen"] == whole["control_fen"]


def test_no_row_of_a_person_stands_alone(demo_files: Files) -> None:
    for table, kinds in (("donations", ["donor_kind"]), ("disbursements", ["payee_kind"]), ("agency", ["donor_kind"])):
        rows = read_json(demo_files, table)
        single = [row for row in rows if row["row_kind"] == "row"]
        assert not any(row[kind] in PERSONS for row in single for kind in kinds)
        for row in rows:
            if row["row_kind"] != "row":
                assert row["row_id"] is row["source_file"] is row.get("donor") is row.get("payee") is None
                assert row["row_kind"] == "month" or row["month"] is None
                assert row["row_count"] is None or row["row_count"] >= 10
    assert any(row["row_kind"] == "month" for row in read_json(demo_files, "donations"))


def test_csv_and_json_hold_the_same_and_money_is_the_same_in_fen_and_yuan(demo_files: Files) -> None:
    for name in (*KINDS, "funds", "plans", "totals", "figures", "dictionary"):
        content = demo_files[f"{name}.csv"]
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == content.count(b"\n")
        rows = read_csv(demo_files, name)
        if name == "figures":
            continue
        other = read_json(demo_files, name)
        assert [{key: as_text(value) for key, value in row.items()} for row in other] == rows
        for row in rows:
            for fen, yuan in pairwise(row):
                if yuan == fen.removesuffix("_fen") + "_yuan" and row[fen]:
                    assert Decimal(row[yuan]) * 100 == int(row[fen])


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_figures_are_the_contract_of_the_command(demo_files: Files) -> None:
    document = json.loads(demo_files["figures.json"])
    assert [figure["id"] for figure in document["figures"]] == [f"K{number}" for number in range(1, 28)]
    for figure in (*document["figures"], *(part for one in document["figures"] for part in one["parts"])):
        assert bool(figure["row_ids"]) == (figure["value"] is not None)
        assert bool(figure["why_missing"]) == (figure["value"] is None)


def test_the_package_describes_every_table_with_just_its_columns(demo_files: Files) -> None:
    resources = json.loads(demo_files["datapackage.json"])["resources"]
    assert {one["path"] for one in resources} == {name for name in demo_files if name.endswith(".csv")}
    for one in resources:
        header = next(csv.reader(io.StringIO(demo_files[one["path"]].decode("utf-8-sig"))))
        assert [field["name"] for field in one["schema"]["fields"]] == header
        assert all(field["description"] and field["title"] for field in one["schema"]["fields"])


def test_only_columns_that_may_be_published_are_there() -> None:
    for table, kind in KINDS.items():
        for column in set(kind.public) & set(schema.COLUMNS[table]):
            assert treatment_of(table, column) != "drop", column


def test_the_dictionary_explains_what_is_handed_over_and_nothing_else(half: Half, demo_files: Files) -> None:
    told = {(row["table"], row["column"]) for row in read_csv(demo_files, "dictionary")}
    handed = {(one["name"], field["name"]) for one in json.loads(demo_files["datapackage.json"])["resources"]
              for field in one["schema"]["fields"]}  # fmt: skip
    assert told == handed
    used = {column for _, column in told} | {column for table in schema.COLUMNS.values() for column in table}
    for edition in ("internal", "public"):
        sheets = {sheet.name: sheet.listing for sheet in build_sheets(half("cangshan", "2020H1", edition))}
        used |= {str(row[1]) for row in dictionary_rows(sheets).rows}
    assert {row["column"] for row in _rows("dictionary")} - used == set(), "explained and nowhere used"


def test_small_counts_and_what_would_tell_them_are_left_out(office: Office) -> None:
    office.workbook("拨付支出.xlsx", {"拨付": [
        HEADINGS,
        ["2020-03-01", "甲医院", "事业单位", 3000, "慈善助医", "医疗", 3, "人", 1000],
        ["2020-03-02", "乙医院", "事业单位", 72000, "慈善助医", "医疗", 60, "人", 1200],
        ["2020-03-03", "丙学校", "事业单位", 40000, "慈善助学", "学费", 80, "人", 500],
        ["2020-03-04", "张三", "个人", 2000, "慈善助困", "生活", 1, "户", 2000],
    ]})  # fmt: skip
    report = half_year(office.ledger(), edition="public")
    rows = read_json(open_data(report), "disbursements")
    few, many, other, person = rows
    assert (few["beneficiary_count"], few["unit_amount_fen"], few["status"]) == (None, None, "count_hidden")
    assert (many["beneficiary_count"], many["unit_amount_fen"]) == (None, None), "it would tell by subtraction"
    assert (other["beneficiary_count"], other["unit_amount_fen"], other["status"]) == (80, 50000, None)
    assert (person["beneficiary_count"], person["row_count"], person["status"]) == (None, None, "count_hidden")
    assert person["amount_fen"] == 200_000
    assert "张三".encode() not in b"".join(open_data(report).values())


def test_hostile_names_stay_text_in_csv(office: Office) -> None:
    count = hostile_gifts(office)
    files = open_data(half_year(office.ledger(), edition="public"))
    assert total(read_json(files, "donations")) == 1000 * count
    for name in (name for name in files if name.endswith(".csv")):
        for row in csv.reader(io.StringIO(files[name].decode("utf-8-sig"), newline="")):
            assert not any(cell.startswith((*"=+@\t\r＝", "-2")) for cell in row)


def test_a_half_year_without_payments_has_its_files_all_the_same(office: Office) -> None:
    office.donations([[1, "2020-03-01", "社会各界", 5, "疫情防控"]])
    files = open_data(half_year(office.ledger(), edition="public"))
    assert read_csv(files, "disbursements") == read_csv(files, "agency") == []
    assert total(read_csv(files, "donations")) == 500


def test_an_internal_edition_has_no_open_data(half: Half) -> None:
    with pytest.raises(ValueError, match="public"):
        open_data(half("cangshan"))
