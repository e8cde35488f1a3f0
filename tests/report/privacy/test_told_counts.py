"""A text does not tell the count that its column hides."""

from __future__ import annotations

import pytest

from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.privacy.told_counts import untold
from conftest import Office


@pytest.mark.parametrize(
    ("text", "hides_counts", "shown"),
    [
        ("全区142名低保户", True, "全区若干名低保户"),
        ("慰问一百四十二名困难群众", True, "慰问若干名困难群众"),
        ("１，２００ 户家庭", True, "若干 户家庭"),
        ("142名困难群众，每人500元", False, "142名困难群众，每人若干元"),
        ("每户发放慰问金1,000.00元", True, "每户发放慰问金若干元"),
        ("按500元/人发放", True, "按若干元/人发放"),
        ("2020年142元，19号文", True, "2020年142元，19号文"),
        ("两批，每批30名", True, "两批，每批若干名"),
        ("第一人民医院", True, "第一人民医院"),
    ],
)
def test_counts_before_a_unit_and_what_each_had_are_some(text: str, hides_counts: bool, shown: str) -> None:
    assert untold(text, hides_counts) == shown


def test_a_second_count_that_is_hidden_stands_in_no_text_either(office: Office) -> None:
    office.disbursements(
        [
            ["2020-01-07", "全区142名困难群众", 71000, "慈善情暖万家", 142, 500],
            ["2020-01-08", "某村困难群众", 3000, "慈善情暖万家", 3, 1000],
        ]
    )
    folders = office.folders
    report = HalfYear.load("office", "2020H1", str(folders.raw), str(folders.processed), "public")
    assert "全区若干名困难群众" in set(report.ledger.disbursements["payee"]), "145 − 142 are the three"
