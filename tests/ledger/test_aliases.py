"""aliases.csv: decided names are read as any office saves them; what cannot stand is told with its row, without a name."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from charity_analysis.ledger.aliases import COLUMNS, EVIDENCE, Alias, read_aliases
from conftest import Office, found_astray

HEAD = ",".join(COLUMNS)
SIGNED = "同一税号,张会计,2020-07-01"


def write(folder: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8-sig") -> Path:
    (folder / "aliases.csv").write_text("\n".join([head, *lines]) + "\n", encoding=encoding)
    return folder


def faults(folder: Path) -> dict[int, str]:
    return {fault.row: fault.key for fault in read_aliases(folder)[1]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_decisions_are_read_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    lines = (f"甲建材公司,甲建材有限公司,same,{SIGNED}", f"福能集团,福耀集团,different,{SIGNED}")
    aliases, told = read_aliases(write(tmp_path, *lines, encoding=encoding))
    assert told == []
    assert aliases == [
        Alias(2, "甲建材公司", "甲建材有限公司", True, "同一税号", "张会计", "2020-07-01"),
        Alias(3, "福能集团", "福耀集团", False, "同一税号", "张会计", "2020-07-01"),
    ]


def test_dates_as_spreadsheets_save_them_and_trailing_columns_are_taken(tmp_path: Path) -> None:
    aliases, told = read_aliases(
        write(tmp_path, "甲公司,甲有限公司,SAME,同一税号,张会计,2020/7/1,,,", head=f"{HEAD},,")
    )
    assert ([(alias.decided_on, alias.is_same) for alias in aliases], told) == ([("2020-07-01", True)], [])


def test_no_file_decides_nothing(tmp_path: Path) -> None:
    assert read_aliases(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"alias,donor\n", "alias_heading"),
        (b"", "alias_heading"),
        (codecs.BOM_UTF8 + b"alias,donor,decision,reason,decided_on,decided_by\n", "alias_heading"),
        (HEAD.encode() + b'\n"unclosed', "alias_unreadable"),
    ],
)
def test_a_file_of_another_form_decides_nothing(tmp_path: Path, content: bytes, key: str) -> None:
    (tmp_path / "aliases.csv").write_bytes(content)
    aliases, told = read_aliases(tmp_path)
    assert (aliases, [fault.key for fault in told]) == ([], [key])


def test_a_folder_of_that_name_is_told_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").mkdir()
    assert faults(tmp_path) == {1: "alias_unreadable"}


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("甲公司,甲有限公司,same,同一税号,张会计", "alias_blank"),
        ("甲公司,甲有限公司,same,,张会计,2020-07-01", "alias_blank"),
        (f"甲公司,甲有限公司,maybe,{SIGNED}", "alias_wrong"),
        ("甲公司,甲有限公司,same,同一税号,张会计,去年", "alias_wrong"),
        (f"匿名,甲有限公司,same,{SIGNED}", "alias_nobody"),
        (f"甲公司,19家企业(未列名),same,{SIGNED}", "alias_nobody"),
        (f"甲公司,甲 公司,same,{SIGNED}", "alias_itself"),
        (f"甲公司,甲有限公司,same,{SIGNED},more", "alias_fields"),
    ],
)
def test_a_line_that_decides_nothing_is_told_and_the_others_stand(tmp_path: Path, line: str, key: str) -> None:
    aliases, told = read_aliases(write(tmp_path, line, f"丙公司,丙有限公司,same,{SIGNED}"))
    assert [alias.alias for alias in aliases] == ["丙公司"]
    assert [(fault.row, fault.key) for fault in told] == [(2, key)]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        (["甲,乙", "乙,丙"], {2: "alias_chain", 3: "alias_chain"}),
        (["甲,乙", "乙,甲"], {2: "alias_chain", 3: "alias_chain"}),
        (["甲,乙", "乙,丙", "丙,甲"], {2: "alias_chain", 3: "alias_chain", 4: "alias_chain"}),
        (["甲,乙", "甲,丙"], {2: "alias_two_donors", 3: "alias_two_donors"}),
        (["甲,丙", "乙,丙"], {}),
    ],
)
def test_chains_cycles_and_two_donors_for_one_name_are_refused(tmp_path: Path, pairs: list[str], told: dict) -> None:
    lines = [f"{pair.replace(',', '公司,')}公司,same,{SIGNED}" for pair in pairs]
    folder = write(tmp_path, *lines)
    assert faults(folder) == told
    assert len(read_aliases(folder)[0]) == len(pairs) - len(told)


def test_names_that_one_line_joins_and_another_parts_are_refused_whichever_way_round(tmp_path: Path) -> None:
    """甲 and 乙 are both 丙, and 乙 is not 甲: none of the three is known right; 丁 stands."""
    lines = (f"甲公司,丙公司,same,{SIGNED}", f"乙公司,丙公司,same,{SIGNED}", f"乙公司,甲公司,different,{SIGNED}")
    folder = write(tmp_path, *lines, f"丁公司,丁有限公司,same,{SIGNED}")
    assert faults(folder) == {2: "alias_contradiction", 3: "alias_contradiction", 4: "alias_contradiction"}
    assert [alias.alias for alias in read_aliases(folder)[0]] == ["丁公司"]


def test_what_is_told_of_a_line_holds_no_name_and_says_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, f"张某某,张某,maybe,{SIGNED}")
    (fault,) = read_aliases(tmp_path)[1]
    assert fault.message() == (
        "aliases.csv 第 2 行未采用：decision 的写法不对（decision 填 same 或 different，decided_on 如 2020-07-10）"
    )
    assert "张" not in fault.message() + fault.message("en")


def test_lines_of_a_review_file_that_wait_for_a_decision_are_neither_taken_nor_told(tmp_path: Path) -> None:
    evidence = "," * len(EVIDENCE)
    lines = (
        f"甲公司,甲有限公司,,,,{evidence}",
        f"乙公司,乙有限公司,same,{SIGNED}{evidence}",
        f"丙公司,丙有限公司,same,,,{evidence}",
    )
    aliases, told = read_aliases(write(tmp_path, *lines, head=f"{HEAD},{','.join(EVIDENCE)}"))
    assert [alias.alias for alias in aliases] == ["乙公司"]
    assert [(fault.row, fault.key) for fault in told] == [(4, "alias_blank")]


def test_cleaning_finds_nothing_astray_in_it_and_changes_no_row(office: Office) -> None:
    office.donations([[1, "2020-01-20", "甲公司", 100, "慈善助学"]])
    before = office.ledger().donations
    write(office.raw, f"甲公司,甲有限公司,same,{SIGNED}")
    assert found_astray(office) == []
    assert office.ledger().donations.equals(before)
