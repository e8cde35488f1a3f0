"""Workbooks of the Open XML family (.xlsx, .xlsm): read fast where they are written plainly, else slowly and right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from charity_analysis.ingest.files.archives import open_archive, read_part, stream_part
from charity_analysis.ingest.files.open_xml_cells import CellReader
from charity_analysis.ingest.files.open_xml_looks import look_closer
from charity_analysis.ingest.files.open_xml_marks import Marks, marked_sheet, styles_that_matter
from charity_analysis.ingest.files.open_xml_parse import in_utf8
from charity_analysis.ingest.files.open_xml_parts import Package, SheetPart
from charity_analysis.ingest.files.open_xml_plain import NotPlain
from charity_analysis.ingest.files.open_xml_scan import RowsPiece, SheetScan
from charity_analysis.ingest.files.open_xml_strings import SharedStrings
from charity_analysis.ingest.files.open_xml_styles import Style, read_styles
from charity_analysis.ingest.files.open_xml_values import FastReader
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet, Workbook

_PIECE_BYTES = 4_000_000
# A hundred thousand rows take some forty; beyond this the slow reader takes minutes.
_MOST_BYTES_READ_SLOWLY = 400_000_000
_MOST_STRINGS_BYTES = 1_000_000_000


def read_open_xml(path: Path, is_careful: bool = False) -> Workbook:
    """All worksheets of the workbook at `path`, and findings of macros and links, which are never followed.

    `is_careful` has every cell's form looked at, as is due once a reader came to grief over the file.

    Raises: FileRefused (encrypted, damaged_file, unsafe_archive, too_spread); OSError where the disk refuses.
    """
    with open_archive(path) as archive:
        package = Package(archive)
        strings = SharedStrings(read_part(archive, package.strings_part, _MOST_STRINGS_BYTES))
        reader = _Reader(package, strings, read_styles(read_part(archive, package.styles_part)), is_careful)
        return Workbook([reader.sheet(part) for part in package.sheets], package.findings)


class _Reader:
    def __init__(self, package: Package, strings: SharedStrings, styles: tuple[Style, ...], is_careful: bool) -> None:
        self._is_careful = is_careful
        self._package, self._strings, self._styles = package, strings, styles
        self._matter = styles_that_matter(styles)
        self._fast = FastReader(strings, styles, package.is_1904)
        # Each piece is read with all the shared strings: few pieces where these are many.
        self._piece_bytes = max(_PIECE_BYTES, 2 * len(strings.for_fast_reader))

    def sheet(self, part: SheetPart) -> Sheet:
        try:
            rows, marks = self._read_fast(part)
        except NotPlain:
            rows, marks = self._read_slowly(part)
        return marked_sheet(part.name, part.is_hidden, rows, marks, self._styles)

    def _read_fast(self, part: SheetPart) -> tuple[list[list[object]], Marks]:
        scan = SheetScan(self._strings, self._piece_bytes, self._is_careful)
        marks = Marks()

        def pieces() -> Iterator[RowsPiece]:
            for piece in scan.pieces(in_utf8(stream_part(self._package.archive, part.part))):
                look_closer(piece, marks, self._strings, self._matter)
                yield piece

        rows = self._fast.grid(pieces())
        frame = self._cell_reader()
        frame.read([scan.frame])
        marks.merges = frame.marks.merges
        return rows, marks

    def _read_slowly(self, part: SheetPart) -> tuple[list[list[object]], Marks]:
        if self._package.archive.getinfo(part.part).file_size > _MOST_BYTES_READ_SLOWLY:
            raise FileRefused("reading_too_large")
        reader = self._cell_reader()
        reader.read(stream_part(self._package.archive, part.part))
        return reader.grid(), reader.marks

    def _cell_reader(self) -> CellReader:
        return CellReader(self._strings, self._styles, self._package.is_1904)
