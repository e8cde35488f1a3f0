"""Trends of giving over all periods of an organisation: who gives, when, how much, to what, and what comes next.

Each function takes a `Giving` and gives a table with one row per line of it, money in fen, and the rows behind it.
"""

from __future__ import annotations

from charity_analysis.analysis.trends.campaigns import giving_by_campaign
from charity_analysis.analysis.trends.cohorts import cohort_of, cohort_retention, recurring_donors, recurring_giving
from charity_analysis.analysis.trends.concentration import concentration_by_period, lorenz_curve
from charity_analysis.analysis.trends.donor_changes import donor_changes, donor_states
from charity_analysis.analysis.trends.gift_changes import donor_gift_changes, gift_changes
from charity_analysis.analysis.trends.giving import Giving
from charity_analysis.analysis.trends.key_by_period import figures_by_period
from charity_analysis.analysis.trends.mix import mix_over_time
from charity_analysis.analysis.trends.months import giving_by_month, giving_by_season
from charity_analysis.analysis.trends.name_review import write_review
from charity_analysis.analysis.trends.outlook import Outlook, make_outlook
from charity_analysis.analysis.trends.scope_of_trends import define_terms, describe_scope
from charity_analysis.analysis.trends.sizes import gifts_by_band, mean_and_median
from charity_analysis.analysis.trends.spending_lag import income_against_spending

__all__ = [
    "Giving",
    "Outlook",
    "cohort_of",
    "cohort_retention",
    "concentration_by_period",
    "define_terms",
    "describe_scope",
    "donor_changes",
    "donor_gift_changes",
    "donor_states",
    "figures_by_period",
    "gift_changes",
    "gifts_by_band",
    "giving_by_campaign",
    "giving_by_month",
    "giving_by_season",
    "income_against_spending",
    "lorenz_curve",
    "make_outlook",
    "mean_and_median",
    "mix_over_time",
    "recurring_donors",
    "recurring_giving",
    "write_review",
]
