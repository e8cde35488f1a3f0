"""The styles of a workbook in XML: which cells are struck through, and which show a foreign currency."""

from __future__ import annotations

from charity_analysis.ingest.cells.number_formats import shown_money

# Elements and attributes of a workbook stand in this namespace, whatever its prefix.
OWN = "urn:schemas-microsoft-com:office:spreadsheet "
# Formats that Excel calls by a name; the others that it names show the money of the reader's country, or none.
_NAMED = {"Euro Currency": "€"}
_PLAIN = (False, "")


class StyleReader:
    """Collects the styles as they come; `look_up` says whether a style strikes through, and its foreign currency."""

    def __init__(self) -> None:
        self._styles: dict[str, tuple[bool, str]] = {}
        self._id = ""

    def start(self, attributes: dict[str, str]) -> None:
        """Begin a style; it has what its parent has until it says otherwise."""
        self._id = attributes.get(f"{OWN}ID", "")
        self._styles[self._id] = self._styles.get(attributes.get(f"{OWN}Parent", "Default"), _PLAIN)

    def take_font(self, attributes: dict[str, str]) -> None:
        """Take the current style's font."""
        if self._id:
            self._styles[self._id] = (attributes.get(f"{OWN}StrikeThrough") == "1", self._styles[self._id][1])

    def take_number_format(self, attributes: dict[str, str]) -> None:
        """Take the current style's number format."""
        if self._id:
            shown = attributes.get(f"{OWN}Format", "")
            self._styles[self._id] = (self._styles[self._id][0], _NAMED.get(shown) or shown_money(shown))

    def look_up(self, name: str) -> tuple[bool, str]:
        """Whether cells of the style `name` are struck through, and the foreign currency that they show."""
        return self._styles.get(name) or self._styles.get("Default", _PLAIN)
