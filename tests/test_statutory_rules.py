"""The dated rules of law: their form, their dates, and that every organisation falls under exactly one line each."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.analysis.law.statutory_amounts import ANNUAL_WORDS
from charity_analysis.ledger.organisations import ANNUAL_KEYS
from charity_analysis.rules.statutory import BASES, KINDS, MEASURES, Law, RatioRule, duties, laws, ratio_rules

FILE = Path(__file__).resolve().parents[1] / "charity_analysis" / "rules" / "statutory.toml"
# As the regulation of 2016 prints them: kinds, public, net assets from (万元), below, spending %, management %.
PRINTED = [
    (("foundation",), True, None, None, 70, 10),
    (("association", "service_body"), True, None, None, 70, 13),
    (("foundation",), False, 6000, None, 6, 12),
    (("foundation",), False, 800, 6000, 6, 13),
    (("foundation",), False, 400, 800, 7, 15),
    (("foundation",), False, None, 400, 8, 20),
    (("association", "service_body"), False, 1000, None, 6, 13),
    (("association", "service_body"), False, 500, 1000, 7, 14),
    (("association", "service_body"), False, 100, 500, 8, 15),
    (("association", "service_body"), False, None, 100, 8, 20),
]


def lines(kind: str, public: bool, fen: int) -> list[RatioRule]:
    in_force = [rule for rule in ratio_rules() if rule.law.id == "EXP16"]
    return [rule for rule in in_force if rule.is_for(kind, public) and rule.takes_in(fen)]


def wan(yuan: int | None) -> int | None:
    return None if yuan is None else yuan // 10_000


def test_the_file_is_plain_utf8_with_plain_line_ends() -> None:
    content = FILE.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert b"\t" not in content
    assert content.endswith(b"\n")


def test_every_rule_of_the_domain_is_there_once() -> None:
    assert list(laws()) == ["CL16", "CL23", "EXP16", "EXP25d", "DIS18", "DIS26", "ACC26", "RCT24", "FMT12"]
    identifiers = [*(duty.id for duty in duties()), *(rule.id for rule in ratio_rules())]
    assert [name for name, times in Counter(identifiers).items() if times > 1] == []


def test_every_law_that_is_in_force_asks_for_something() -> None:
    named = {duty.law.id for duty in duties()} | {rule.law.id for rule in ratio_rules()}
    assert {name for name, law in laws().items() if law.status != "repealed"} <= named


def test_every_measure_and_every_base_has_a_line() -> None:
    assert {rule.measure for rule in ratio_rules()} == set(MEASURES)
    assert {rule.base for rule in ratio_rules()} == set(BASES)


def test_the_lines_are_those_that_the_regulation_prints() -> None:
    spending = [rule for rule in ratio_rules() if rule.measure == "charitable_spending" and rule.percent != 50]
    management = [rule for rule in ratio_rules() if rule.measure == "management_cost"]
    shown = [
        (
            one.kinds,
            one.public_fundraising,
            wan(one.net_assets_from_yuan),
            wan(one.net_assets_below_yuan),
            one.percent,
            other.percent,
        )
        for one, other in zip(spending, management, strict=True)
    ]
    assert shown == PRINTED
    assert {rule.direction for rule in spending} == {"at_least"}
    assert {(rule.direction, rule.base, rule.exempt_below_yuan) for rule in management} == {
        ("at_most", "total_spending", 200_000)
    }
    assert all(rule.base == ("adjusted_income" if rule.public_fundraising else "net_assets") for rule in spending)
    assert all(rule.three_year_mean for rule in spending)


def test_the_smallest_associations_have_a_line_of_income_too() -> None:
    (income,) = [rule for rule in ratio_rules() if rule.percent == 50]
    assert (income.kinds, income.public_fundraising) == (("association", "service_body"), False)
    assert (income.net_assets_from_yuan, income.net_assets_below_yuan) == (None, 1_000_000)
    assert (income.measure, income.base, income.direction) == ("charitable_spending", "adjusted_income", "at_least")


@given(st.sampled_from(KINDS), st.booleans(), st.integers(-(10**12), 10**12))
def test_every_organisation_falls_under_one_line_of_management_and_one_or_two_of_spending(
    kind: str, public: bool, fen: int
) -> None:
    found = Counter(rule.measure for rule in lines(kind, public, fen))
    is_smallest = kind != "foundation" and not public and fen < 100_000_000
    assert found == {"charitable_spending": 2 if is_smallest else 1, "management_cost": 1}


@pytest.mark.parametrize(
    ("kind", "edge_yuan", "percent_below", "percent_from"),
    [
        ("foundation", 60_000_000, 13, 12),
        ("foundation", 8_000_000, 15, 13),
        ("foundation", 4_000_000, 20, 15),
        ("association", 10_000_000, 14, 13),
        ("service_body", 5_000_000, 15, 14),
        ("association", 1_000_000, 20, 15),
    ],
)
def test_a_bands_lower_edge_belongs_to_it(kind: str, edge_yuan: int, percent_below: int, percent_from: int) -> None:
    for fen, percent in ((edge_yuan * 100 - 1, percent_below), (edge_yuan * 100, percent_from)):
        assert [rule.percent for rule in lines(kind, False, fen) if rule.measure == "management_cost"] == [percent]


@pytest.mark.parametrize(
    ("identifier", "first_day"),
    [
        ("CL16", date(2016, 9, 1)),
        ("CL23", date(2024, 9, 5)),
        ("EXP16", date(2016, 10, 11)),
        ("DIS26", date(2026, 1, 1)),
        ("ACC26", date(2026, 1, 1)),
        ("RCT24", date(2024, 2, 1)),
        ("FMT12", date(2012, 7, 1)),
    ],
)
def test_a_law_holds_from_its_day_on_and_not_on_the_day_before(identifier: str, first_day: date) -> None:
    law = laws()[identifier]
    assert law.is_in_force_on(first_day)
    assert not law.is_in_force_on(first_day - timedelta(days=1))


def test_a_law_ends_on_the_day_on_which_its_successor_begins() -> None:
    replaced = [law for law in laws().values() if law.replaced_by]
    assert [law.id for law in replaced] == ["CL16", "DIS18"]
    for law in replaced:
        successor = laws()[law.replaced_by or ""]
        assert law.effective_to == successor.effective_from
        assert law.effective_to is not None
        assert not law.is_in_force_on(law.effective_to)
        assert law.is_in_force_on(law.effective_to - timedelta(days=1))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_draft_is_in_force_on_no_day(day: date) -> None:
    assert not laws()["EXP25d"].is_in_force_on(day)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"status": "valid"}, "status"),
        ({"certainty": "sure"}, "certainty"),
        ({"effective_from": None}, "effective_from"),
        ({"status": "draft"}, "effective_from"),
        ({"status": "repealed"}, "effective_to"),
        ({"effective_to": date(2020, 1, 1)}, "effective_to"),
        ({"replaced_by": "X"}, "replaced_by"),
    ],
)
def test_a_law_that_contradicts_itself_does_not_load(changes: dict[str, object], key: str) -> None:
    right = {"id": "X", "title": "x", "status": "in_force", "certainty": "excerpt", "source": "x", "effective_from": date(2016, 1, 1)}  # fmt: skip
    Law(**right)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=f"X: {key}"):
        Law(**{**right, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kinds", ()),
        ("kinds", ("club",)),
        ("measure", "cost"),
        ("base", "income"),
        ("direction", "over"),
        ("percent", 0),
    ],
)
def test_a_line_with_a_word_that_nobody_knows_does_not_load(key: str, value: object) -> None:
    right = ratio_rules()[0].__dict__
    with pytest.raises(ValueError, match=key):
        RatioRule(**{**right, key: value})


def test_the_amounts_that_must_be_configured_are_those_that_can_be() -> None:
    assert set(ANNUAL_WORDS) == set(ANNUAL_KEYS)
