"""Trends of the demo equal what plain loops over the generator's own records give."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from statistics import median

import pandas as pd
import pytest

from charity_analysis.analysis.key_figures import key_figure
from charity_analysis.analysis.trends import (
    Giving,
    cohort_retention,
    concentration_by_period,
    describe_scope,
    donor_changes,
    figures_by_period,
    gift_changes,
    gifts_by_band,
    giving_by_campaign,
    giving_by_month,
    giving_by_season,
    income_against_spending,
    lorenz_curve,
    make_outlook,
    mean_and_median,
    mix_over_time,
    recurring_giving,
)
from charity_analysis.ledger.ledger import Ledger
from samples.demo import build_demo
from samples.demo_records import PERIODS, Donation
from samples.demo_world import ANONYMOUS, ONLINE_PUBLIC, SPRING_FESTIVALS

GIFTS = build_demo().donations


@pytest.fixture(scope="module")
def giving(demo: Ledger) -> Giving:
    return Giving(demo)


def named() -> list[Donation]:
    return [gift for gift in GIFTS if gift.donor not in (ANONYMOUS, ONLINE_PUBLIC)]


def donors(period: str) -> set[str]:
    return {gift.donor for gift in named() if gift.period == period}


def before(period: str, half_years: int) -> str | None:
    place = PERIODS.index(period) - half_years
    return PERIODS[place] if place >= 0 else None


@pytest.mark.parametrize(("base", "half_years"), [("previous", 1), ("year_before", 2)])
def test_donors_are_new_kept_returned_and_lapsed_as_in_the_records(giving: Giving, base: str, half_years: int) -> None:
    for line in donor_changes(giving, base).itertuples():
        now, other = donors(line.period), before(line.period, half_years)
        assert line.donor_count == len(now)
        earlier = set().union(*(donors(period) for period in PERIODS if period < line.period))
        if other is None:
            assert line.why_missing
            assert pd.isna(line.kept_share) and pd.isna(line.kept_count)
            continue
        assert line.base_period == other
        assert line.base_count == len(donors(other))
        assert line.new_count == len(now - earlier)
        assert line.kept_count == len(now & donors(other))
        assert line.returned_count == len((now - donors(other)) & earlier)
        assert line.lapsed_count == len(donors(other) - now)
        assert line.kept_share == pytest.approx(len(now & donors(other)) / len(donors(other)))
        assert len(line.row_ids) == sum(gift.period in (line.period, other) for gift in named())


def test_the_share_kept_is_retention_as_reports_give_it(giving: Giving, demo: Ledger) -> None:
    line = donor_changes(giving).set_index("period").loc["2020H1"]
    assert line["kept_share"] == key_figure(demo, "2020H1", "K18").value


def test_cohorts_stay_as_in_the_records(giving: Giving) -> None:
    first = {}
    for gift in named():
        first[gift.donor] = min(first.get(gift.donor, gift.period), gift.period)
    table = cohort_retention(giving)
    assert len(table) == sum(range(1, len(PERIODS) + 1))
    for line in table.itertuples():
        members = {donor for donor, period in first.items() if period == line.cohort}
        assert line.cohort_count == len(members)
        assert line.active_count == len(members & donors(line.period))
    assert table.groupby("cohort")["cohort_count"].first().sum() == len(first)


def test_upgrades_and_downgrades_are_those_of_the_records(giving: Giving) -> None:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for gift in named():
        sums[gift.donor, gift.period] += gift.amount_fen
    for line in gift_changes(giving).itertuples():
        other = before(line.period, 2)
        if other is None:
            assert line.why_missing
            continue
        changes = [sums[donor, line.period] - sums[donor, other] for donor in donors(line.period) & donors(other)]
        assert line.both_count == len(changes)
        assert (line.up_count, line.up_fen) == (sum(c > 0 for c in changes), sum(c for c in changes if c > 0))
        assert (line.down_count, line.down_fen) == (sum(c < 0 for c in changes), sum(c for c in changes if c < 0))
        assert line.steady_count == changes.count(0)


def test_recurring_and_one_off_giving_is_that_of_the_records(giving: Giving) -> None:
    periods: dict[str, set[str]] = defaultdict(set)
    for gift in named():
        periods[gift.donor].add(gift.period)
    table = recurring_giving(giving).set_index(["period", "group"])
    for period in PERIODS:
        of_period = [gift for gift in GIFTS if gift.period == period]
        groups = {
            "recurring": [gift for gift in of_period if len(periods[gift.donor]) > 1],
            "one_off": [gift for gift in of_period if len(periods[gift.donor]) == 1],
            "unnamed": [gift for gift in of_period if not periods[gift.donor]],
        }
        for group, gifts in groups.items():
            assert table.loc[(period, group), "amount_fen"] == sum(gift.amount_fen for gift in gifts)
            assert table.loc[(period, group), "gift_count"] == len(gifts)


def test_months_and_seasons_are_those_of_the_records(giving: Giving) -> None:
    months = giving_by_month(giving).set_index("month")["amount_fen"]
    assert len(months) == 60
    sums: dict[str, int] = defaultdict(int)
    for gift in GIFTS:
        sums[f"{gift.received:%Y-%m}"] += gift.amount_fen
    assert months.to_dict() == sums
    seasons = giving_by_season(giving).set_index("month_of_year")
    september = [
        sum(g.amount_fen for g in GIFTS if g.received.month == 9 and g.received.year == y) for y in range(2016, 2021)
    ]
    assert seasons.loc[9, "amount_fen"] == sum(september)
    assert seasons.loc[9, "median_fen"] == median(september)
    assert seasons["amount_fen"].sum() == sum(gift.amount_fen for gift in GIFTS)


def test_campaigns_bring_what_the_records_say(giving: Giving) -> None:
    table = giving_by_campaign(giving).set_index(["campaign", "year"])["amount_fen"]
    for year in range(2016, 2021):
        festival = SPRING_FESTIVALS[year - 2016]
        windows = {
            "charity_day": [gift for gift in GIFTS if gift.received == date(year, 9, 5)],
            "giving_day_99": [gift for gift in GIFTS if date(year, 9, 7) <= gift.received <= date(year, 9, 9)],
            "one_day_giving": [gift for gift in GIFTS if gift.received.year == year and gift.channel == "慈善一日捐"],
            "spring_festival": [gift for gift in GIFTS if -30 <= (gift.received - festival).days <= 14],
        }
        for campaign, gifts in windows.items():
            assert table[campaign, year] == sum(gift.amount_fen for gift in gifts), (campaign, year)


def test_concentration_is_that_of_the_records(giving: Giving) -> None:
    table = concentration_by_period(giving).set_index("period")
    for period in PERIODS:
        sums: dict[str, int] = defaultdict(int)
        for gift in named():
            if gift.period == period:
                sums[gift.donor] += gift.amount_fen
        whole, line = sum(gift.amount_fen for gift in GIFTS if gift.period == period), table.loc[period]
        largest = sorted(sums.values(), reverse=True)
        assert line["top1_share"] == pytest.approx(largest[0] / whole)
        assert line["top5_share"] == pytest.approx(sum(largest[:5]) / whole)
        assert line["hhi"] - line["hhi_halfwidth"] == pytest.approx(sum((fen / whole) ** 2 for fen in largest))
        assert line["donor_count"] == len(largest)
        assert line["unnamed_fen"] == whole - sum(largest)
    # Of all pairs of donors the mean difference, over twice the mean, in one period: it is slow.
    gini = sum(abs(a - b) for a in largest for b in largest) / (2 * len(largest) * sum(largest))
    assert line["gini"] == pytest.approx(gini)
    curve = lorenz_curve(giving, period)
    assert curve["amount_fen"].iloc[len(largest) // 2] == sum(sorted(largest)[: len(largest) // 2])


def test_sizes_mean_and_median_are_those_of_the_records(giving: Giving) -> None:
    bands = gifts_by_band(giving).set_index(["period", "band"])
    sizes = mean_and_median(giving).set_index(["period", "id"])["value"]
    for period in PERIODS:
        amounts = [gift.amount_fen for gift in GIFTS if gift.period == period and gift.donor != ONLINE_PUBLIC]
        assert bands.loc[(period, "under_100"), "gift_count"] == sum(fen < 100_00 for fen in amounts)
        assert bands.loc[(period, "from_1000"), "gift_count"] == sum(1_000_00 <= fen < 10_000_00 for fen in amounts)
        assert bands.loc[(period, "from_1000000"), "gift_count"] == sum(fen >= 1_000_000_00 for fen in amounts)
        assert bands.loc[(period, "from_10000"), "amount_fen"] == sum(f for f in amounts if 10_000_00 <= f < 100_000_00)
        assert sizes[period, "mean"] == round(sum(amounts) / len(amounts))
        assert sizes[period, "median"] == median(amounts)


@pytest.mark.parametrize("column", ["channel", "programme", "form", "designation"])
def test_the_mix_is_that_of_the_records_and_adds_up_to_one(giving: Giving, column: str) -> None:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for gift in GIFTS:
        label = {
            "channel": gift.channel,
            "programme": gift.programme,
            "form": "物资" if gift.is_goods else "现金",
            "designation": "定向" if gift.is_restricted else "非定向",
        }[column]
        sums[gift.period, label] += gift.amount_fen
    table = mix_over_time(giving, column)
    assert {(line.period, line.label): line.amount_fen for line in table.itertuples()} == sums
    assert table.groupby("period")["share"].sum().astype(float).tolist() == pytest.approx([1] * len(PERIODS))


def test_income_spending_and_the_lag_are_those_of_the_records(giving: Giving) -> None:
    records, table = build_demo(), income_against_spending(giving).set_index("period")
    came = [sum(g.amount_fen for g in (*GIFTS, *records.other_income) if g.period == period) for period in PERIODS]
    paid = [sum(d.amount_fen for d in records.disbursements if d.period == period) for period in PERIODS]
    held = sum(balance.amount_fen for balance in records.opening_balances if balance.period == PERIODS[0])
    assert {balance.period for balance in records.opening_balances if balance.amount_fen} == {PERIODS[0]}
    for place, period in enumerate(PERIODS):
        line = table.loc[period]
        assert (line["received_fen"] + line["other_income_fen"], line["paid_fen"]) == (came[place], paid[place])
        due = held + sum(came[: place + 1])
        later = [end for end in range(place, len(PERIODS)) if sum(paid[: end + 1]) >= due]
        assert (line["lag_half_years"] == later[0] - place) if later else line["why_missing"]


def test_the_outlook_is_the_median_of_the_same_halves_and_tells_how_wrong_it_was(giving: Giving) -> None:
    outlook = make_outlook(giving)
    halves = [sum(g.amount_fen for g in GIFTS if g.period == period) for period in PERIODS if period.endswith("H1")]
    assert outlook.period == "2021H1"
    assert outlook.figure.value == median(halves)
    parts = {part.id: part for part in outlook.figure.parts}
    assert (parts["lowest"].value, parts["highest"].value) == (min(halves), max(halves))
    errors = [abs(median(halves[:end]) - halves[end]) / halves[end] for end in range(2, len(halves))]
    assert parts["past_error"].value == pytest.approx(median(errors))
    assert outlook.past["period"].tolist() == ["2018H1", "2019H1", "2020H1"]
    assert set(outlook.figure.row_ids) == {row for rows in outlook.base["row_ids"] for row in rows}


def test_key_figures_stand_period_by_period_as_reports_give_them(giving: Giving, demo: Ledger) -> None:
    table = figures_by_period(giving, "K3").set_index("period")
    figure = key_figure(demo, "2019H2", "K3")
    assert (table.loc["2019H2", "value"], table.loc["2019H2", "row_ids"]) == (figure.value, figure.row_ids)


def test_what_is_left_apart_is_counted(giving: Giving) -> None:
    scope = describe_scope(giving).set_index("period")
    for period in PERIODS:
        unnamed = [g for g in GIFTS if g.period == period and g.donor in (ANONYMOUS, ONLINE_PUBLIC)]
        assert scope.loc[period, "unnamed_count"] == len(unnamed)
        assert scope.loc[period, "unnamed_fen"] == sum(gift.amount_fen for gift in unnamed)
        assert scope.loc[period, "not_single_count"] == sum(gift.donor == ONLINE_PUBLIC for gift in unnamed)
