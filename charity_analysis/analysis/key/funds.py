"""Key figures of funds: closing balances and utilisation (K11, K12)."""

from __future__ import annotations

from charity_analysis.analysis.key.rule import Compute

FIGURES: dict[str, Compute] = {}
