"""Key figures of publication: items published on time, printed figures that rows bear out (K25, K26)."""

from __future__ import annotations

from charity_analysis.analysis.key.rule import Compute

FIGURES: dict[str, Compute] = {}
