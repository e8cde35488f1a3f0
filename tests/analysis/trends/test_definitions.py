"""Definitions stand once, in rules/trend_definitions.csv, and in the same words in the docstrings; the rules have their form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from charity_analysis.analysis import trends
from charity_analysis.analysis.trends.giving import Giving
from charity_analysis.analysis.trends.shares import base_period
from charity_analysis.rules import normalise
from charity_analysis.rules.trends import (
    campaigns,
    name_characters,
    name_parts,
    size_bands,
    trend_definitions,
    trend_limit,
)

# Which function's docstring states the term.
STATED_IN: dict[str, tuple[object, ...]] = {
    "donor": (Giving.donors,),
    "base": (base_period, trends.donor_states),
    "new": (trends.donor_states,),
    "kept": (trends.donor_states,),
    "lapsed": (trends.donor_states,),
    "returned": (trends.donor_states,),
    "retention": (trends.donor_changes,),
    "cohort": (trends.cohort_of, trends.cohort_retention),
    "recurring": (trends.recurring_donors, trends.recurring_giving),
    "one_off": (trends.recurring_donors, trends.recurring_giving),
    "upgrade": (trends.gift_changes, trends.donor_gift_changes),
    "downgrade": (trends.gift_changes, trends.donor_gift_changes),
    "designated": (trends.mix_over_time,),
    "free": (trends.mix_over_time,),
    "dated": (trends.giving_by_month, trends.giving_by_season, trends.giving_by_campaign),
    "lag": (trends.income_against_spending,),
    "outlook": (trends.make_outlook,),
    "past_error": (trends.make_outlook,),
}


@pytest.mark.parametrize("term", trend_definitions())
def test_a_term_is_defined_in_the_same_words_in_the_docstrings(term: str) -> None:
    for function in STATED_IN[term]:
        assert trend_definitions()[term].definitions["en"] in " ".join((function.__doc__ or "").split())


def test_readers_get_the_definitions_in_both_languages() -> None:
    for language in ("zh", "en"):
        table = trends.define_terms(language)
        assert table["term"].tolist() == list(STATED_IN)
        assert table.loc[3, "definition"] == trend_definitions()["kept"].definitions[language]


def test_every_function_of_the_trends_says_what_it_gives() -> None:
    for name in trends.__all__:
        assert getattr(trends, name).__doc__, name


def test_bands_of_size_rise_from_nought_and_have_their_names() -> None:
    bounds = [band.from_fen for band in size_bands()]
    assert bounds[0] == 0
    assert all(one < other for one, other in pairwise(bounds))
    assert len({band.code for band in size_bands()}) == len({band.names["zh"] for band in size_bands()}) == len(bounds)


def test_campaigns_have_days_or_words_and_one_window_a_year() -> None:
    for campaign in campaigns():
        assert bool(campaign.from_day) == bool(campaign.to_day) != bool(campaign.words), campaign.code
    for year in range(2015, 2031):
        windows = [(one.code, window) for one in campaigns() if (window := one.window(year))]
        assert len({code for code, _ in windows}) == len(windows), year
        assert all(first <= last for _, (first, last) in windows), year
    assert [one.window(2020) for one in campaigns() if one.code == "giving_day_99"] == [
        (date(2020, 9, 7), date(2020, 9, 9))
    ]


def test_the_spring_festival_has_a_window_of_its_own_each_year() -> None:
    """Thirty days before it to the fifteenth of the first month; it falls between 21 January and 20 February."""
    windows = [window for one in campaigns() if one.code == "spring_festival" if (window := one.window(one.first_year))]
    assert [last.year for _, last in windows] == list(range(2015, 2031))
    for first, last in windows:
        festival = first + timedelta(days=30)
        assert last - festival == timedelta(days=14)
        assert date(last.year, 1, 21) <= festival <= date(last.year, 2, 20)


def test_limits_are_those_that_the_definitions_speak_of() -> None:
    assert trend_limit("recurring_half_years") == 2
    assert "至少两个半年" in trend_definitions()["recurring"].definitions["zh"]
    assert trend_limit("outlook_years") > trend_limit("error_years") > 1
    with pytest.raises(KeyError):
        trend_limit("least_patience")


def test_parts_of_names_are_tried_the_longest_first() -> None:
    parts: Callable[[str], tuple[str, ...]] = name_parts
    for part in ("legal_form", "organisation_end", "place_end", "place"):
        assert parts(part)
        assert [len(word) for word in parts(part)] == sorted((len(word) for word in parts(part)), reverse=True)


def test_traditional_characters_of_names_are_each_folded_to_one_that_stays() -> None:
    folded = name_characters()
    assert all(len(simplified) == 1 for simplified in folded.values())
    assert not {ord(simplified) for simplified in folded.values()} & folded.keys()
    # What all comparisons fold already stands there.
    assert all(normalise(chr(character)) == chr(character) for character in folded)
