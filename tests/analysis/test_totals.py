"""Totals of the synthetic sample equal what its generator meant, and periods are compared only where both exist."""

from __future__ import annotations

import pytest

from charity_analysis.analysis.scope import counted, in_period
from charity_analysis.analysis.totals import compare_periods, total_by, total_by_month, total_by_period
from charity_analysis.ledger.ledger import Ledger

control_totals = pytest.importorskip("samples.demo").control_totals


@pytest.fixture(scope="module")
def control() -> dict:
    return control_totals()


def test_ten_periods_equal_the_generators_own_totals(demo: Ledger, control: dict) -> None:
    totals = total_by_period(demo).set_index("period")
    assert totals.index.tolist() == sorted(control)
    assert len(totals) == 10
    for period, line in totals.iterrows():
        assert line["received_fen"] == control[period]["received_fen"], period
        assert line["paid_fen"] == control[period]["paid_fen"], period
        assert line["donation_count"] == control[period]["donation_count"], period
        assert line["disbursement_count"] == control[period]["disbursement_count"], period


def test_programmes_equal_the_generators_own_totals(demo: Ledger, control: dict) -> None:
    for period, expected in control.items():
        rows = in_period(counted(demo.disbursements), period)
        totals = total_by(rows[rows["programme"].notna()], "programme").set_index("label")["amount_fen"]
        assert totals[totals != 0].to_dict() == {k: v for k, v in expected["by_programme_paid_fen"].items() if v and k}


@pytest.mark.parametrize("column", ["programme", "channel", "donor_kind", "form", "fund"])
def test_every_split_of_the_donations_adds_up_to_the_same_total(demo: Ledger, column: str) -> None:
    rows = in_period(demo.donations, "2019H2")
    totals = total_by(rows, column)
    assert totals["amount_fen"].sum() == rows["amount_fen"].sum()
    assert totals["row_count"].sum() == len(rows)
    assert {row for ids in totals["row_ids"] for row in ids} == set(rows["row_id"])


def test_earlier_periods_stand_beside_where_they_exist(demo: Ledger) -> None:
    compared = compare_periods(demo.disbursements, "2018H1", "programme", demo.periods).set_index("label")
    rows = counted(demo.disbursements)
    for column, period in (("amount_fen", "2018H1"), ("previous_fen", "2017H2"), ("year_before_fen", "2017H1")):
        assert compared[column].sum() == rows[rows["period"] == period]["amount_fen"].sum()


def test_what_has_no_earlier_period_is_missing_rather_than_nought(demo: Ledger, cangshan: Ledger) -> None:
    first = compare_periods(demo.disbursements, "2016H1", "programme", demo.periods)
    assert first["previous_fen"].isna().all()
    assert first["year_before_fen"].isna().all()
    second = compare_periods(demo.disbursements, "2016H2", "programme", demo.periods)
    assert second["previous_fen"].notna().all()
    assert compare_periods(cangshan.donations, "2020H1", "programme", cangshan.periods)["previous_fen"].isna().all()


def test_months_and_the_days_not_stated_add_up_to_the_period(cangshan: Ledger, demo: Ledger) -> None:
    for ledger, period in ((cangshan, "2020H1"), (demo, "2017H2")):
        donations, disbursements = (counted(in_period(t, period)) for t in (ledger.donations, ledger.disbursements))
        months = total_by_month(donations, disbursements, period)
        assert len(months) == 7
        assert months["received_fen"].sum() == donations["amount_fen"].sum()
        assert months["paid_fen"].sum() == disbursements["amount_fen"].sum()
    assert months["month"].tolist()[0] == "2017-07"
