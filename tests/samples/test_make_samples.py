"""The samples are what the script writes, hold the published facts, and use the project's own words."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine

import make_samples
from charity_analysis.rules import heading_index, label_index, normalise, programme_index, table_rules
from samples.chinese_amounts import capital_yuan
from samples.demo import build_demo, closing_balances_fen, control_totals
from samples.demo2 import build_demo2, demo2_control_totals
from samples.demo_records import Demo

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
FACTS = ROOT.parent / "shared" / "facts" / "2020H1" / "ledger_rows.csv"
SYNTHETIC: dict[str, tuple[Demo, dict[str, dict[str, Any]]]] = {
    "demo": (build_demo(), control_totals()),
    "demo2": (build_demo2(), demo2_control_totals()),
}
UNIT_FEN = {"元": 100, "万元": 1_000_000}
LABEL_COLUMNS = {
    "donor_kind": "donor_kind",
    "payee_kind": "payee_kind",
    "form": "form",
    "books": "books",
    "is_restricted": "restricted",
    "consents_to_publish": "consent",
    "unit": "unit",
    "cost_class": "cost_class",
    "plan_kind": "plan_kind",
}
# One word of each kind's titles that stands in no other title of the samples.
TITLES = {
    "donations": ("捐赠收入",),
    "disbursements": ("拨付支出",),
    "agency": ("受托代理",),
    "receipts": ("票据登记",),
    "funds": ("期初余额",),
    "plans": ("计划与承诺", "信息公开计划"),
}


class Table:
    """One sheet as a plain reader of these layouts sees it: its lines by canonical column, 小计 and 合计 among them."""

    def __init__(self, name: str, grid: list[list[object]], merges: list[tuple[int, int, int, int]]) -> None:
        self.name = name
        self.title = str(grid[0][0])
        self.kind = next(k for k, rule in table_rules().items() if any(w in self.title for w in TITLES[k]))
        header = next(number for number, row in enumerate(grid) if row[0] in ("序号", "行号", "编号"))
        self.unit = str(grid[1][0]).removeprefix("单位:") if header == 2 else ""
        for top, left, bottom, _ in merges:
            for row in range(top + 1, bottom + 1):
                grid[row][left] = grid[top][left]
        is_double = grid[header + 1][0] == grid[header][0]
        self.groups = {str(v) for v in grid[header] if v} - {str(v) for v in grid[header + 1]} if is_double else set()
        headings = [str(text) for text in grid[header + is_double]]
        keys = [heading_index(self.kind).get(normalise(text), (text,))[0] for text in headings]
        self.unknown = [text for text in headings if normalise(text) not in heading_index(self.kind)]
        self.lines: list[dict[str, object]] = [
            {**dict(zip(keys, row, strict=True)), "label": "" if _is_number(row[0]) else row[0]}
            for row in grid[header + 1 + is_double :]
            if _is_number(row[0]) or row[0] in ("小计", "合计")
        ]

    @property
    def rows(self) -> list[dict[str, object]]:
        """The data rows, each with its amount in fen (None where it is blank or not valued)."""
        return [{**row, "amount_fen": fen(row.get("amount", ""), self.unit)} for row in self.lines if not row["label"]]

    @property
    def totals(self) -> list[tuple[object, object]]:
        """(label, amount as printed) of the 小计 and 合计 lines."""
        return [(line["label"], line["amount"]) for line in self.lines if line["label"]]


def _is_number(value: object) -> bool:
    return str(value).removesuffix(".0").isdigit()


def fen(value: object, unit: str) -> int | None:
    """A cell of the samples in fen: a number of `unit`, or a text with its own unit, or capital numerals."""
    text = str(value).replace(",", "")
    if text in ("", "未估值"):
        return None
    if text.endswith("元整"):
        return CAPITAL[text]
    for own_unit in ("万元", "元"):
        if text.endswith(own_unit):
            text, unit = text.removesuffix(own_unit), own_unit
    number = Decimal(text) * UNIT_FEN[unit]
    assert number == number.to_integral_value(), f"{value} {unit} is not a whole number of fen"
    return int(number)


# The only capital amounts that can stand in the samples are those of records, so that no second reader is needed.
CAPITAL = {
    capital_yuan(record.amount_fen): record.amount_fen
    for records, _ in SYNTHETIC.values()
    for record in (*records.donations, *records.other_income, *records.disbursements)
    if record.amount_fen % 100 == 0
}


def read_tables(folder: Path) -> Iterator[Table]:
    for path in sorted(folder.rglob("2*/*.xlsx")):
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
                yield Table(
                    f"{path.relative_to(RAW).as_posix()}!{name}", sheet.to_python(skip_empty_area=False), merges
                )
    for path in sorted(folder.rglob("2*/*.csv")):
        lines = csv.reader(io.StringIO(path.read_text(encoding="gbk")))
        yield Table(path.relative_to(RAW).as_posix(), [list(line) for line in lines], [])


@pytest.fixture(scope="module")
def cangshan() -> list[Table]:
    return list(read_tables(RAW / "cangshan"))


@pytest.fixture(scope="module")
def demo() -> list[Table]:
    return list(read_tables(RAW / "demo"))


@pytest.fixture(scope="module")
def demo2() -> list[Table]:
    return list(read_tables(RAW / "demo2"))


def rows_of(tables: list[Table], kind: str) -> list[dict[str, Any]]:
    """Rows of all tables of `kind`, with their amount in fen."""
    return [row for table in tables if table.kind == kind for row in table.rows]


# The script


def test_the_committed_files_are_what_the_script_writes_twice(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "make_samples.py"), "--raw", str(tmp_path / "other process")]
    subprocess.run(script, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    make_samples.write_samples(tmp_path / "this process")
    committed = {
        p.relative_to(RAW): p.read_bytes() for s in ("cangshan", "demo", "demo2") for p in (RAW / s).rglob("*.*")
    }
    for folder in ("other process", "this process"):
        written = {p.relative_to(tmp_path / folder): p.read_bytes() for p in (tmp_path / folder).rglob("*.*")}
        assert written == committed


@pytest.mark.parametrize("damage", ["change", "remove", "add"])
def test_check_exits_1_where_a_file_is_changed_missing_or_foreign(tmp_path: Path, damage: str) -> None:
    make_samples.write_samples(tmp_path)
    assert make_samples.main(["--check", "--raw", str(tmp_path)]) == 0
    target = tmp_path / "demo" / "2018H1" / "捐赠收入.xlsx"
    match damage:
        case "change":
            target.write_bytes(target.read_bytes() + b" ")
        case "remove":
            target.unlink()
        case "add":
            (target.parent / "新增.xlsx").write_bytes(b"")
    assert make_samples.main(["--check", "--raw", str(tmp_path)]) == 1


def test_writing_removes_stale_files_but_leaves_other_folders_alone(tmp_path: Path) -> None:
    for name in ("demo/2018H1/旧表.xlsx", "other/2018H1/表.xlsx", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    make_samples.write_samples(tmp_path)
    assert not (tmp_path / "demo/2018H1/旧表.xlsx").exists()
    assert (tmp_path / "other/2018H1/表.xlsx").exists()
    assert (tmp_path / "README.md").exists()


def test_workbooks_carry_no_clock_and_no_compressor() -> None:
    for path in RAW.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
            assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


def test_the_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in RAW.rglob("*") if path.is_file()) < 2_000_000


# The words of the sheets


@pytest.mark.parametrize("sample", ["cangshan", "demo", "demo2"])
def test_every_heading_label_and_programme_is_one_that_the_rules_know(
    sample: str, request: pytest.FixtureRequest
) -> None:
    tables: list[Table] = request.getfixturevalue(sample)
    for table in tables:
        assert table.unknown == [], table.name
        known = set(heading_index(table.kind))
        assert not {normalise(group) for group in table.groups} & known, table.name
        for row in table.rows:
            if row.get("programme"):
                assert normalise(str(row["programme"])) in programme_index(), (table.name, row["programme"])
            for column, domain in LABEL_COLUMNS.items():
                if row.get(column):
                    assert normalise(str(row[column])) in label_index(domain), (table.name, column, row[column])


@pytest.mark.parametrize("sample", ["cangshan", "demo", "demo2"])
def test_totals_cover_their_rows_to_their_printed_precision(sample: str, request: pytest.FixtureRequest) -> None:
    tables: list[Table] = request.getfixturevalue(sample)
    for table in tables:
        since_subtotal = whole = 0
        for line in table.lines:
            amount = fen(line.get("amount", ""), table.unit) or 0
            match line["label"]:
                case "小计":
                    assert abs(since_subtotal - amount) <= stated_halfwidth_fen(line["amount"]), (table.name, line)
                    since_subtotal = 0
                case "合计":
                    assert whole == amount, table.name
                case _:
                    since_subtotal, whole = since_subtotal + amount, whole + amount


def stated_halfwidth_fen(total: object) -> int:
    """Half of the last printed digit of a total such as 53.13万元; 0 for one that is a plain number."""
    text = str(total)
    return 500_000 // 10 ** len(text.removesuffix("万元").partition(".")[2]) if text.endswith("万元") else 0


# cangshan: the published facts


def test_cangshan_sums_are_the_published_ones(cangshan: list[Table]) -> None:
    donations, payments = rows_of(cangshan, "donations"), rows_of(cangshan, "disbursements")
    agency = rows_of(cangshan, "agency")
    assert sum(row["amount_fen"] for row in donations) == 8_842_900_00
    assert sum(row["amount_fen"] for row in donations if row["date"] == "未载明") == 4_450_000_00
    assert sum(row["amount_fen"] for row in donations if str(row["date"]).startswith("未载明")) == 8_652_900_00
    assert sum(row["amount_fen"] for row in donations if row["books"] == "待核实") == 190_000_00
    assert sum(row["amount_fen"] for row in payments) == 8_948_062_17
    assert sum(row["amount_fen"] for row in payments if row["books"] == "待核实") == 190_000_00
    assert [row["amount_fen"] for row in agency] == [130_000_00, 6_250_00, None, None]


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (
            "programme",
            {
                "东西部协作": 4_450_000_00,
                "疫情防控": 4_202_812_17,
                "慈善情暖万家": 74_000_00,
                "结对帮扶特困户": 190_000_00,
                "阳光1+1牵手计划": 25_000_00,
                "慈善助学": 6_250_00,
            },
        ),
        ("payee_kind", {"government": 8_121_500_00, "individual": 324_562_17, "supplier": 502_000_00}),
    ],
)
def test_cangshan_payments_by_programme_and_payee_are_the_published_ones(
    cangshan: list[Table], column: str, wanted: dict[str, int]
) -> None:
    names = programme_index() if column == "programme" else label_index("payee_kind")
    sums: Counter[str] = Counter()
    for row in rows_of(cangshan, "disbursements"):
        sums[names[normalise(str(row[column]))]] += row["amount_fen"]
    assert sums == wanted


def test_cangshan_purpose_of_epidemic_control_crosses_programmes(cangshan: list[Table]) -> None:
    payments = rows_of(cangshan, "disbursements")
    assert sum(r["amount_fen"] for r in payments if str(r["purpose"]).startswith("疫情防控")) == 5_202_812_17


def test_cangshan_prints_only_the_totals_that_the_report_states(cangshan: list[Table]) -> None:
    totals = sorted(total for table in cangshan for total in table.totals)
    assert totals == sorted(
        ("小计", text) for text in ("53.13万元", "420.29万元", "195万元", "195万元", "200万元", "7.4万元")
    )


def test_cangshan_counts_times_standards_are_the_amounts(cangshan: list[Table]) -> None:
    counted = [row for row in rows_of(cangshan, "disbursements") if row.get("unit_amount")]
    assert len(counted) == 7
    for row in counted:
        assert Decimal(str(row["beneficiary_count"])) * Decimal(str(row["unit_amount"])) * 100 == row["amount_fen"]


def test_cangshan_names_no_person_and_no_illness(cangshan: list[Table]) -> None:
    text = "\n".join(str(value) for table in cangshan for row in table.rows for value in row.values())
    assert not [word for word in ("残疾", "患病", "癌", "年老多病", "身份证", "住址", "小区") if word in text]
    at_home = [row["payee"] for row in rows_of(cangshan, "disbursements") if row.get("activity") == "入户慰问"]
    assert at_home == ["受益人B1", "受益人B2", "受益人B3"]


@pytest.mark.skipif(not FACTS.exists(), reason="the published facts are not beside the project")
def test_cangshan_holds_every_fact_with_its_printed_precision(cangshan: list[Table]) -> None:
    wanted: Counter[tuple[str, int | None, int]] = Counter()
    kinds = {"in": "donations", "out": "disbursements", "in_out": "agency"}
    with FACTS.open(encoding="utf-8") as file:
        for fact in csv.DictReader(file):
            if fact["direction"] and fact["row_type"] in ("ledger", "agency"):
                amount = int(Decimal(fact["amount_yuan"]) * 100) if fact["amount_yuan"] else None
                halfwidth = Decimal(fact["amount_halfwidth_yuan"] or 0)
                # In the facts 0.5 and 0.005 mean an amount printed in 元: exact.
                wanted[kinds[fact["direction"]], amount, int(halfwidth) * 100] += 1
    held: Counter[tuple[str, int | None, int]] = Counter()
    for table in cangshan:
        if table.kind in kinds.values():
            for row in table.rows:
                held[table.kind, row["amount_fen"], halfwidth_fen(row, table.unit)] += 1
    assert held == wanted


def halfwidth_fen(row: dict[str, Any], unit: str) -> int:
    """Half of the last printed digit in a sheet in 万元, else what the precision column says."""
    if unit == "元":
        return int(float(str(row.get("precision") or 0)) * 100)
    digits = str(row["amount"]).removesuffix(".0").partition(".")[2]
    return 500_000 // 10 ** len(digits)


# demo: synthetic, clean, and equal to its records


@pytest.mark.parametrize(("sample", "least"), [("demo", 50), ("demo2", 20)])
def test_every_synthetic_sheet_says_that_it_is(sample: str, least: int, request: pytest.FixtureRequest) -> None:
    tables: list[Table] = request.getfixturevalue(sample)
    assert len(tables) > least
    assert [table.name for table in tables if "合成数据" not in table.title] == []
    assert "（合成数据）" in (RAW / sample / "organisation.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", SYNTHETIC)
def test_synthetic_sheets_sum_to_the_control_totals(sample: str, request: pytest.FixtureRequest) -> None:
    for period, totals in SYNTHETIC[sample][1].items():
        tables = [table for table in request.getfixturevalue(sample) if f"/{period}/" in table.name]
        donations, payments = rows_of(tables, "donations"), rows_of(tables, "disbursements")
        assert sum(row["amount_fen"] for row in donations) == totals["total_income_fen"]
        assert totals["total_income_fen"] == totals["received_fen"] + totals["other_income_fen"]
        assert sum(row["amount_fen"] for row in payments) == totals["paid_fen"]
        assert len(donations) == totals["donation_count"] + totals["other_income_count"]
        assert len(payments) == totals["disbursement_count"]
        by_programme: Counter[str] = Counter()
        for row in payments:
            by_programme[programme_index()[normalise(str(row["programme"]))]] += row["amount_fen"]
        assert by_programme == totals["by_programme_paid_fen"]
        assert sum(row["amount_fen"] for row in rows_of(tables, "agency")) == totals["agency_fen"]


@pytest.mark.parametrize("sample", SYNTHETIC)
def test_no_synthetic_fund_goes_below_zero_on_any_day(sample: str) -> None:
    demo = SYNTHETIC[sample][0]
    movements = [(row.received, 0, row.fund, row.amount_fen) for row in (*demo.donations, *demo.other_income)]
    movements += [(payment.paid, 1, payment.fund, -payment.amount_fen) for payment in demo.disbursements]
    movements += [(last_day(move.period), 2, move.fund, move.amount_fen) for move in demo.reclassifications]
    balances = Counter({opening.fund: opening.amount_fen for opening in demo.opening_balances})
    known = set(balances)
    for day, _, fund, amount in sorted(movements):
        assert fund in known
        balances[fund] += amount
        assert balances[fund] >= 0, (day, fund)
    assert closing_balances_fen(demo, "2020H2") == dict(balances)


def last_day(period: str) -> date:
    return date(int(period[:4]), 6, 30) if period.endswith("H1") else date(int(period[:4]), 12, 31)


@pytest.mark.parametrize("sample", SYNTHETIC)
def test_designated_gifts_are_never_overspent_nor_paid_before_they_came(sample: str) -> None:
    demo = SYNTHETIC[sample][0]
    given: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], date] = {}
    for gift in demo.donations:
        if gift.is_designated:
            given[gift.donor, gift.fund] += gift.amount_fen
            first.setdefault((gift.donor, gift.fund), gift.received)
    spent: Counter[tuple[str, str]] = Counter()
    for payment in demo.disbursements:
        if payment.donor:
            assert payment.paid >= first[payment.donor, payment.fund]
            spent[payment.donor, payment.fund] += payment.amount_fen
    assert all(spent[key] <= given[key] for key in given)
    assert 0 < sum(spent.values()) <= sum(given.values())
    assert sample == "demo2" or sum(spent.values()) < sum(given.values())


@pytest.mark.parametrize("sample", SYNTHETIC)
def test_synthetic_numbers_are_unique_and_products_exact(sample: str) -> None:
    demo = SYNTHETIC[sample][0]
    receipts = [gift.receipt_no for gift in demo.donations if gift.receipt_no]
    vouchers = [payment.payment_no for payment in demo.disbursements]
    gifts = [(gift.received, gift.donor, gift.amount_fen) for gift in demo.donations]
    payments = [(payment.paid, payment.payee, payment.amount_fen) for payment in demo.disbursements]
    for entries in (receipts, vouchers, gifts, payments):
        assert len(set(entries)) == len(entries)
    for payment in demo.disbursements:
        if payment.unit_amount_fen is not None:
            assert payment.unit_amount_fen * (payment.beneficiary_count or 0) == payment.amount_fen


def test_demo_has_what_the_reports_of_such_federations_have() -> None:
    demo = build_demo()
    assert 2_800 <= len(demo.donations) <= 3_200
    assert 850 <= len(demo.disbursements) <= 1_000
    assert sum(gift.amount_fen >= 2_000_000_00 for gift in demo.donations) >= 4
    assert {gift.channel for gift in demo.donations} == {
        "慈善一日捐", "日常捐赠", "定向捐赠", "网络募捐", "上级拨入", "冠名基金",
    }  # fmt: skip
    assert {payment.unit for payment in demo.disbursements} == {"人", "人次", "户", ""}
    assert {payment.cost_class for payment in demo.disbursements} == {
        "业务活动成本", "管理费用", "筹资费用", "其他费用",
    }  # fmt: skip
    assert {row.channel for row in demo.other_income} == {
        "利息收入", "会费收入", "政府补助", "政府购买服务", "理财收益",
    }  # fmt: skip
    assert all(gift.quantity and gift.valuation_basis for gift in demo.donations if gift.is_goods)
    for year in range(2016, 2020):
        by_month = Counter(gift.received.month for gift in demo.donations if gift.received.year == year)
        assert by_month.most_common(1)[0][0] == 9


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        (8, "捌元整"),
        (10, "壹拾元整"),
        (500, "伍佰元整"),
        (1_005, "壹仟零伍元整"),
        (12_500, "壹万贰仟伍佰元整"),
        (20_000, "贰万元整"),
        (100_660, "壹拾万零陆佰陆拾元整"),
        (2_000_000, "贰佰万元整"),
        (10_010_010, "壹仟零壹万零壹拾元整"),
    ],
)
def test_amounts_in_capital_numerals_are_written_as_on_a_cheque(yuan: int, text: str) -> None:
    assert capital_yuan(yuan * 100) == text


@pytest.mark.parametrize("amount_fen", [0, 50, 10_000_000_000])
def test_capital_numerals_refuse_what_they_cannot_write(amount_fen: int) -> None:
    with pytest.raises(ValueError, match="whole amount"):
        capital_yuan(amount_fen)
