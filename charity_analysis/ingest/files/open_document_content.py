"""The sheets of an open document spreadsheet, from the events of its XML: rows and cells as often as they repeat."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat

from charity_analysis.ingest.files.open_document_cells import cell_currency, cell_value
from charity_analysis.ingest.files.open_document_names import SEPARATOR, ShortNames
from charity_analysis.ingest.files.open_document_sheet import DocumentSheet
from charity_analysis.ingest.files.open_document_styles import DocumentStyles
from charity_analysis.ingest.refusals import FileRefused

_CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))
_LINKS = frozenset(("table:table-source", "table:cell-range-source", "office:dde-source"))
# Within a paragraph; anything else there (a note, a drawing) is no part of the cell's text.
_INLINE = frozenset(("text:span", "text:a", "text:s", "text:tab", "text:line-break"))
_SPACES_AT_MOST = 1000


class DocumentContent:
    """Takes one XML part in; `sheets` are its sheets in their order, `has_links` whether it takes from other files."""

    def __init__(self, styles: DocumentStyles) -> None:
        self.styles = styles
        self.sheets: list[DocumentSheet] = []
        self.is_spreadsheet = False
        self.has_links = False
        self._names = ShortNames()
        self._path: list[str] = []
        self._sheet: DocumentSheet | None = None
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._skipped = 0

    def read(self, chunks: Iterable[bytes], part: str) -> None:
        """Raises: FileRefused (unsafe_archive) for declarations of entities; ExpatError for what is no XML."""
        parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        parser.buffer_text = True

        def refuse(*_: object) -> None:
            raise FileRefused("unsafe_archive", part)

        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def _start(self, full_name: str, given: dict[str, str]) -> None:
        name = self._names[full_name]
        self._path.append(name)
        if self._skipped:
            self._skipped += 1
            return
        if self._cell is not None:
            self._start_inside_cell(name, given)
            return
        attributes = {self._names[key]: value for key, value in given.items()}
        if name in _CELLS and self._sheet:
            self._cell, self._paragraphs = attributes, []
            self.has_links |= "'file:" in attributes.get("table:formula", "")
        elif name == "table:table-row" and self._sheet:
            self._sheet.start_row(attributes)
        elif name == "table:table":
            if self._sheet:
                raise FileRefused("damaged_file")
            self._sheet = DocumentSheet(attributes, self.styles)
        elif name == "table:table-column" and self._sheet:
            self._sheet.add_column(attributes)
        elif name in _LINKS:
            self.has_links = True
            if self._sheet and name == "table:table-source":
                self._sheet.has_source = True
        elif name == "office:spreadsheet":
            self.is_spreadsheet = True
        elif name in ("table:tracked-changes", "table:shapes", "office:forms"):
            self._skipped = 1
        else:
            self.styles.start(name, attributes)

    def _start_inside_cell(self, name: str, given: dict[str, str]) -> None:
        is_inside = len(self._path) > 1 and self._path[-2] in ("text:p", *_INLINE)
        if name == "text:p" and not is_inside:
            self._paragraphs.append("")
        elif not is_inside or name not in _INLINE:
            self._skipped = 1
        elif name == "text:s":
            counts = [value for key, value in given.items() if self._names[key] == "text:c"]
            self._paragraphs[-1] += " " * min(int(counts[0]) if counts else 1, _SPACES_AT_MOST)
        elif name in ("text:tab", "text:line-break"):
            self._paragraphs[-1] += "\t" if name == "text:tab" else "\n"

    def _text(self, text: str) -> None:
        if self._skipped:
            return
        if self._cell is None:
            self.styles.text(self._path[-1] if self._path else "", text)
        elif self._paragraphs and self._path[-1] in ("text:p", "text:span", "text:a"):
            self._paragraphs[-1] += text

    def _end(self, _full_name: str) -> None:
        name = self._path.pop()
        if self._skipped:
            self._skipped -= 1
        elif name in _CELLS and self._cell is not None and self._sheet:
            attributes, self._cell = self._cell, None
            value = cell_value(attributes, "\n".join(self._paragraphs)) if attributes or self._paragraphs else ""
            self._sheet.add_cell(attributes, value, cell_currency(attributes))
        elif self._cell is not None:
            pass
        elif name == "table:table-row" and self._sheet:
            self._sheet.end_row()
        elif name == "table:table" and self._sheet:
            self.sheets.append(self._sheet)
            self._sheet = None
        else:
            self.styles.end(name)
