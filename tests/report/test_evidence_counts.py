"""A proof never adds up what its figure does not add up: programmes and funds are counted, persons and households not."""

from __future__ import annotations

import re

from builders_narrative import half_year

from charity_analysis.analysis.figures import Figure
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.report.elements import plain
from charity_analysis.report.sections.evidence import render_evidence


def test_a_count_of_programmes_is_not_proved_by_a_sum_of_persons_and_households(cangshan: Ledger) -> None:
    report = half_year(cangshan)
    rows = tuple(report.disbursements["row_id"])
    report.cite(Figure("programmes", "有支出的项目", "count", 6, 0, rows, "不同的项目逐个计数"))
    proof = plain(render_evidence(report))
    assert "214" not in proof
    assert re.search(r"合计\s*18 行", proof)


def test_a_count_of_persons_is_proved_by_what_its_rows_state(cangshan: Ledger) -> None:
    report = half_year(cangshan)
    report.cite(report.key_figures["K20"].parts[0])
    assert re.search(r"合计\s*195", plain(render_evidence(report)))
