"""Names that may be one donor are listed with their evidence, never merged; a filled review file is read as decisions."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pandas as pd
import pytest
from builders_designated import In, ledger_of

from charity_analysis.analysis.trends import Giving, write_review
from charity_analysis.analysis.trends.name_candidates import find_candidates
from charity_analysis.analysis.trends.name_cores import is_abbreviation, name_core
from charity_analysis.ledger.aliases import Alias, read_aliases


def giving(*names: str, aliases: tuple[Alias, ...] = ()) -> Giving:
    gifts = [In(f"g{n}", name, None, 100 + n, "2020-02-01", donor_kind="enterprise") for n, name in enumerate(names)]
    return Giving(ledger_of(gifts, []), aliases)


def kinds(*names: str) -> list[str]:
    return giving(*names).candidates["kind"].tolist()


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("示例建材公司", "示例建材有限公司", "legal_form"),
        ("示例建材有限公司", "示例建材有限责任公司", "legal_form"),
        ("示例·建材有限公司", "示例建材股份有限公司", "legal_form"),
        ("示例（建材）有限公司", "示例建材有限公司", "legal_form"),
        ("示例貿易有限公司", "示例贸易公司", "legal_form"),
        ("福州市示例建材有限公司", "示例建材有限公司", "place_or_bracket"),
        ("示例建材（福州）有限公司", "示例建材有限公司", "place_or_bracket"),
        ("中国建设银行股份有限公司", "建行", "abbreviation"),
        ("示例建材有限公司福州分公司", "示例建材有限公司", "contained"),
        ("示例红星建材有限公司", "示例红兴建材有限公司", "spelling"),
        ("福建福能集团有限公司", "福建福耀集团有限公司", None),  # 75 of 100 without 集团有限公司
        ("示例第一中学", "示例第二中学", None),
        ("示例市慈善总会", "示例省慈善总会", None),
        ("甲建材有限公司", "乙食品有限公司", None),
    ],
)
def test_spellings_of_one_donor_are_candidates_and_different_donors_mostly_not(
    one: str, other: str, kind: str | None
) -> None:
    assert kinds(one, other) == ([kind] if kind else [])


def test_blanks_and_widths_are_one_name_already() -> None:
    books = giving("示例東風集團", "示例东风 集团", "示例东风集团")
    assert len(books.donors["2020H1"]) == 1
    assert books.candidates.empty


def test_people_are_never_compared_by_likeness() -> None:
    gifts = [
        In(f"g{n}", name, None, 1, "2020-02-01", donor_kind="individual")
        for n, name in enumerate(("张小明明", "张小明"))
    ]
    assert Giving(ledger_of(gifts, [])).candidates.empty


def test_a_candidate_brings_its_evidence_and_nothing_is_merged() -> None:
    books = giving("示例建材公司", "示例建材有限公司", "示例建材有限公司")
    (line,) = books.candidates.to_dict("records")
    assert (line["alias"], line["donor"]) == ("示例建材公司", "示例建材有限公司")  # the donor is who gave more often
    assert (line["alias_gifts"], line["alias_fen"], line["alias_row_ids"]) == (1, 100, ("g0",))
    assert (line["donor_gifts"], line["donor_fen"], line["donor_periods"]) == (2, 203, ("2020H1",))
    assert books.donors["2020H1"] == {"示例建材公司", "示例建材有限公司"}
    assert books.count_undecided(books.donors["2020H1"]) == 2


def test_what_is_decided_either_way_is_no_candidate_any_more() -> None:
    names = ("示例建材公司", "示例建材有限公司", "示例建材有限责任公司")
    assert len(giving(*names).candidates) == 3
    same = Alias(2, names[0], names[1], True, "同一税号", "张会计", "2020-07-01")
    assert len(giving(*names, aliases=(same,)).candidates) == 1
    # That the first is not the third holds for the second too, as first and second are one.
    different = Alias(3, names[0], names[2], False, "两个税号", "张会计", "2020-07-01")
    assert giving(*names, aliases=(same, different)).candidates.empty


def test_a_short_name_stands_for_more_than_one_long_one() -> None:
    assert is_abbreviation("建行", "建设银行")
    assert is_abbreviation("建行", "建发银行")
    assert not is_abbreviation("建行", "工商银行")
    assert not is_abbreviation("建厦行", "建设银行")
    assert not is_abbreviation("行", "建设银行")
    assert name_core("福建省福能集团有限公司").stem == "福能"


def test_a_filled_review_file_is_read_as_decisions_and_an_unfilled_one_decides_nothing(tmp_path: Path) -> None:
    books = giving("示例建材公司", "示例建材有限公司")
    path = write_review(books.candidates, tmp_path / "aliases.csv")
    assert read_aliases(tmp_path) == ([], [])
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, line = csv.reader(file)
    line[2:6] = ["same", "同一税号", "张会计", "2020-07-01"]
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([header, line])
    (alias,), faults = read_aliases(tmp_path)
    assert (alias.alias, alias.donor, alias.is_same, faults) == ("示例建材公司", "示例建材有限公司", True, [])
    assert line[6:10] == ["86", "legal_form", "1", "1.00"]


def test_a_review_file_keeps_decisions_runs_nothing_and_is_not_written_over(tmp_path: Path) -> None:
    decided = Alias(2, "=甲公司", "甲有限公司", False, "两个税号", "张会计", "2020-07-01")
    path = write_review(giving("=示例建材公司", "=示例建材有限公司").candidates, tmp_path / "aliases.csv", [decided])
    text = path.read_bytes().decode("utf-8-sig")
    assert text.splitlines()[1].startswith("'=甲公司,甲有限公司,different,")
    assert text.splitlines()[2].startswith("'=示例建材公司,'=示例建材有限公司,,,,,")
    assert read_aliases(tmp_path)[0] == [decided]
    with pytest.raises(FileExistsError):
        write_review(giving().candidates, path)


def test_the_order_of_gifts_decides_nothing() -> None:
    names = ("示例建材公司", "示例建材有限公司", "福州市示例建材有限公司", "示例建村公司")
    one, other = giving(*names).candidates, giving(*names[::-1]).candidates
    assert sorted(map(sorted, one[["alias", "donor"]].values.tolist())) == sorted(
        map(sorted, other[["alias", "donor"]].values.tolist())
    )


def test_comparing_thousands_of_names_takes_time_in_proportion() -> None:
    """Ten times the names take far less than a hundred times as long."""
    trades = ("建材", "食品", "房地产", "贸易", "物流", "医药科技")
    names = [f"{chr(0x4E00 + n % 400)}{chr(0x5E00 + n // 400)}{trades[n % 6]}有限公司" for n in range(2000)]
    spent = []
    for count in (200, 2000):
        table = pd.DataFrame(
            {"donor": names[:count], "donor_key": names[:count], "donor_kind": "enterprise", "amount_fen": 1,
             "period": "2020H1", "row_id": names[:count]}
        )  # fmt: skip
        start = time.process_time()
        find_candidates(table)
        spent.append(time.process_time() - start)
    assert spent[1] < 60 * max(spent[0], 0.01)
