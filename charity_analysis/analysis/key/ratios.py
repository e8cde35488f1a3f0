"""Key figures of dated rules: adjusted income, spending ratio, what is left to spend (K6, K7, K10)."""

from __future__ import annotations

from charity_analysis.analysis.key.rule import Compute

FIGURES: dict[str, Compute] = {}
