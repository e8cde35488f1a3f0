"""The charts' one visual language: colours, type, and a figure that is drawn in points."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib
import pandas as pd
from cycler import cycler
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from charity_analysis.report.embed import QUOTED_ID
from charity_analysis.report.fonts import FALLBACK_FAMILIES, FAMILY, font_path, register_fonts

# The light theme. The page's style sheet has the same names, with values for the dark theme as well.
PALETTE = {
    "received": "#1f4e5f",
    "paid": "#9e2b25",
    "received-soft": "#86a3ad",
    "paid-soft": "#d3a29b",
    "text": "#1b2226",
    "muted": "#586165",
    "mark": "#8a9194",
    "line": "#dcd9d2",
    "band": "#f3f0ea",
    "paper": "#fdfcfa",
}
# A phone's page leaves 358 css px: a chart of 360 points then shows this size as 10.3 px.
WIDTH_POINTS = 360.0
TYPE_POINTS = 10.4
# From the middle of a line of type down to its baseline.
BASELINE = 0.36 * TYPE_POINTS

# Any: matplotlib's own types list every setting by name, and an analyst may add one.
SETTINGS: Any = {
    "font.family": [FAMILY],
    "font.size": TYPE_POINTS,
    "text.color": PALETTE["text"],
    "text.parse_math": False,
    "axes.edgecolor": PALETTE["mark"],
    "axes.facecolor": PALETTE["paper"],
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.labelcolor": PALETTE["muted"],
    "axes.linewidth": 0.6,
    "axes.prop_cycle": cycler(
        color=[PALETTE[name] for name in ("received", "paid", "mark", "received-soft", "paid-soft")]
    ),
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "figure.dpi": 144,
    "figure.facecolor": PALETTE["paper"],
    "grid.color": PALETTE["line"],
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "svg.fonttype": "none",
    "svg.hashsalt": "charity_analysis",
    "xtick.color": PALETTE["muted"],
    "xtick.major.size": 0,
    "ytick.color": PALETTE["muted"],
    "ytick.major.size": 0,
}


@contextmanager
def charity_style() -> Iterator[None]:
    """Draw in the report's style inside the `with`; outside, matplotlib is as it was."""
    register_fonts()
    with matplotlib.rc_context(SETTINGS):
        yield


class Chart(Figure):
    """A figure measured in points from its upper left corner, with the five strokes that the charts are made of."""

    def __init__(self, height: float) -> None:
        with charity_style():
            super().__init__(figsize=(WIDTH_POINTS / 72, height / 72))
        self._points = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72) + self.dpi_scale_trans

    def bar(self, left: float, top: float, width: float, height: float, colour: str, hollow: bool = False) -> None:
        """A filled rectangle, or its outline; `width` may be negative."""
        self._put(
            Rectangle(
                (left, top),
                width,
                height,
                facecolor="none" if hollow else PALETTE[colour],
                edgecolor=PALETTE[colour] if hollow else "none",
                linewidth=0.9 if hollow else 0,
            )
        )

    def ribbon(self, start: tuple[float, float], end: tuple[float, float], height: float, colour: str) -> None:
        """A band of `height` that leaves and arrives level, from the upper corner `start` to the upper corner `end`.

        It is translucent, so that a band below another can still be followed.
        """
        (left, top), (right, arrival) = start, end
        middle = (left + right) / 2
        upper = [(left, top), (middle, top), (middle, arrival), (right, arrival)]
        lower = [(x, y + height) for x, y in reversed(upper)]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        shape = Path([*upper, *lower, (left, top)], codes)
        self._put(PathPatch(shape, facecolor=PALETTE[colour], edgecolor="none", linewidth=0, alpha=0.6))

    def dot(self, x: float, y: float, diameter: float, colour: str) -> None:
        """A filled circle around (x, y)."""
        # A very short line with round ends is a circle, and in SVG a twentieth of the text that an ellipse takes.
        self.line((x - 0.01, x + 0.01), (y, y), colour, diameter)

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 0.6) -> None:
        """A line through the points (x, y)."""
        self._put(Line2D(xs, ys, color=PALETTE[colour], linewidth=width, solid_capstyle="round"))

    def label(
        self,
        x: float,
        middle: float,
        text: str,
        colour: str = "text",
        *,
        align: str = "left",
        bold: bool = False,
        link: str | None = None,
    ) -> None:
        """One line of type whose middle stands at the height `middle`.

        `link`: None for names and the amounts of a scale; for a figure the address of its proof, "" where it has none.
        """
        written = self.text(
            x,
            middle + BASELINE,
            text,
            transform=self._points,
            color=PALETTE[colour],
            horizontalalignment=align,
            family=FAMILY,
            size=TYPE_POINTS,
            weight="bold" if bold else "normal",
            # Names may hold a dollar sign; it must not start a formula.
            parse_math=False,
        )
        if link:
            written.set_url(link)
        elif link is None:
            written.set_gid(QUOTED_ID)

    def _put(self, artist: Artist) -> None:
        artist.set_transform(self._points)
        self.add_artist(artist)

    def _repr_svg_(self) -> str:
        """The picture for a notebook: sharp at every size, and its text stays text."""
        families = ", ".join(f"'{family}'" if " " in family else family for family in (FAMILY, *FALLBACK_FAMILIES))
        return svg_text(self).replace(f"'{FAMILY}'", families)


def svg_text(figure: Figure) -> str:
    """`figure` as an SVG document, always the same text for the same figure.

    The palette's colours are custom properties with themselves as fallback, so that a page can give them a dark theme.
    """
    page = io.StringIO()
    with charity_style(), warnings.catch_warnings():
        # Such a character is shown in another font; a warning would write folders of this machine into the notebook.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(page, format="svg", facecolor="auto", metadata={"Date": None, "Creator": None})
    text = page.getvalue()
    for name, colour in PALETTE.items():
        text = text.replace(colour, f"var(--chart-{name},{colour})")
    return text


@dataclass(frozen=True)
class Scale:
    """Amounts onto points: from `low` to `high` is from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, amounts: Iterable[Any], start: float, end: float) -> Scale:
        """The scale that holds 0 and all `amounts`; those that are missing are passed over."""
        known = [0.0, *(float(amount) for amount in amounts if not pd.isna(amount))]
        low, high = min(known), max(known)
        return cls(low, high if high > low else low + 1.0, start, end)

    def __call__(self, amount: float) -> float:
        return self.start + (self.end - self.start) * (float(amount) - self.low) / (self.high - self.low)


_CLOSING = "，。；：！？、）》】〕”’,.;:!?)]"
_OPENING = "（《【〔“‘(["


@cache
def _advance(character: str) -> float:
    """How far `character` moves the pen, in em; bold, the wider weight. What the font lacks counts as one em."""
    font = _bold_font()
    glyph = font.getBestCmap().get(ord(character))
    return 1.0 if glyph is None else float(font["hmtx"][glyph][0] / font["head"].unitsPerEm)


@cache
def _bold_font() -> TTFont:
    return TTFont(font_path("bold"), lazy=True)


def text_width(text: str) -> float:
    """The room that `text` needs in points."""
    return TYPE_POINTS * sum(map(_advance, text))


def wrap(text: str, width: float, lines: int = 2) -> list[str]:
    """`text` broken into at most `lines` lines of `width` points; what does not fit ends in an ellipsis."""
    broken = [""]
    for character in " ".join(text.split()):
        # A closing mark hangs over the end of its line rather than open the next one.
        if character in _CLOSING or text_width(broken[-1] + character) <= width:
            broken[-1] += character
        elif len(broken) < lines:
            # An opening mark goes over to the words that it opens.
            opening = broken[-1][-1:] if broken[-1][-1:] in _OPENING and len(broken[-1]) > 1 else ""
            broken[-1] = broken[-1].removesuffix(opening) if opening else broken[-1]
            broken.append(opening + character)
        else:
            while broken[-1] and text_width(broken[-1] + "…") > width:
                broken[-1] = broken[-1][:-1]
            broken[-1] += "…"
            break
    return broken


def wrap_evenly(text: str, width: float, lines: int = 2) -> list[str]:
    """`text` broken as `wrap` breaks it, but before a bracket where that fits, and else into lines of like length."""
    broken = wrap(text, width, lines)
    if len(broken) == 1 or broken[-1].endswith("…"):
        return broken
    before, bracket, after = " ".join(text.split()).partition("（")
    parts = [*wrap(before, width, lines), *wrap(bracket + after, width, lines)] if before and bracket else broken
    if bracket and before and len(parts) == len(broken) and "".join(parts) == "".join(broken):
        return parts
    narrower = width - TYPE_POINTS / 2
    while narrower > 3 * TYPE_POINTS:
        tried = wrap(text, narrower, lines)
        if len(tried) > len(broken) or tried[-1].endswith("…"):
            break
        broken, narrower = tried, narrower - TYPE_POINTS / 2
    return broken
