"""The report's font: its family name, its files, and its registration with matplotlib.

Source: subsets of Noto Sans CJK SC under the SIL Open Font License; see fonts/README.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Weight = Literal["regular", "bold"]

FAMILY = "Noto Sans CJK SC"
# For viewers that show a chart outside the report, where no font is embedded.
FALLBACK_FAMILIES = ("Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif")

_FOLDER = Path(__file__).with_name("fonts")
_FILES: dict[Weight, str] = {
    "regular": "NotoSansCJKsc-Regular-report.otf",
    "bold": "NotoSansCJKsc-Bold-report.otf",
}


def font_path(weight: Weight) -> Path:
    """The font file of `weight`, inside the package."""
    return _FOLDER / _FILES[weight]


def register_fonts() -> None:
    """Make both weights known to matplotlib; a second call does nothing, and no setting is changed."""
    # Imported here, so that the exporter, which needs only the paths, does not pay for matplotlib.
    from matplotlib import font_manager

    known = {Path(entry.fname) for entry in font_manager.fontManager.ttflist}
    for weight in _FILES:
        if font_path(weight) not in known:
            font_manager.fontManager.addfont(font_path(weight))
