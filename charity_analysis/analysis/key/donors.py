"""Key figures of donors: concentration, retention, mean and median gift (K17–K19)."""

from __future__ import annotations

from charity_analysis.analysis.key.rule import Compute

FIGURES: dict[str, Compute] = {}
