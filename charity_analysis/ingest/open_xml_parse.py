"""The XML of a workbook's parts, read piece by piece; a document type, which could hold a bomb, is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

from charity_analysis.ingest.refusals import FileRefused, damage_refused

# As Excel writes them, and as Strict Open XML has them; other elements are extensions that show nothing of their own.
MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_PACKAGE_NAMESPACES = (
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
)
_KNOWN = frozenset((*MAIN_NAMESPACES, *_PACKAGE_NAMESPACES, ""))
DECLARED_ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_UNICODE = re.compile(r"(?i)utf-?(?:8|16)|us-ascii|iso-8859-1")

Start = Callable[[str, dict[str, str]], None]


class LocalNames(dict[str, str]):
    """Names as the parser gives them ("namespace name") → the name alone; "" for elements of other namespaces."""

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        self[name] = local if namespace in _KNOWN else ""
        return self[name]


def parse_xml(
    pieces: Iterable[bytes],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call `start` and `end` with each element's name as `LocalNames` maps it from, `text` with what stands between.

    Raises: FileRefused (unsafe_archive for a document type; damaged_file where it is no whole XML).
    """
    with damage_refused():
        encoding, pieces = _in_unicode(pieces)
        parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> NoReturn:
    raise FileRefused("unsafe_archive", "DOCTYPE")


def _in_unicode(pieces: Iterable[bytes]) -> tuple[str | None, Iterator[bytes]]:
    """The pieces, and their encoding where the parser must not go by what they declare.

    The parser knows no encoding of several bytes but Unicode's.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    declared = DECLARED_ENCODING.match(first[:200])
    if declared is None or _UNICODE.fullmatch(declared[1].decode()):
        return None, _chained(first, pieces)
    return "utf-8", iter([b"".join(_chained(first, pieces)).decode(declared[1].decode()).encode()])


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def attribute(attributes: dict[str, str], name: str) -> str:
    """The attribute `name`, in whatever namespace; "" where there is none."""
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


def is_on(text: str) -> bool:
    """What a boolean attribute says."""
    return text in ("1", "true", "on")
