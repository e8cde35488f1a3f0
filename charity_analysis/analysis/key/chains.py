"""Key figures of designated money: the payment lag and the closure of chains (K13, K14)."""

from __future__ import annotations

from charity_analysis.analysis.key.rule import Compute

FIGURES: dict[str, Compute] = {}
