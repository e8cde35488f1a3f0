"""The XML of a workbook's parts, read piece by piece; a document type, which could hold a bomb, is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
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
_DECLARED = re.compile(rb"^<\?xml[^>]*?encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_STARTS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)

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
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        for piece in in_utf8(pieces):
            parser.Parse(piece, False)
        parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> NoReturn:
    raise FileRefused("unsafe_archive", "DOCTYPE")


def in_utf8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces in UTF-8 without a byte order mark, whatever encoding they are in and declare.

    Raises: FileRefused (damaged_file) for bytes that the encoding does not have.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    encoding = next((name for start, name in _STARTS if first.startswith(start)), "")
    if not encoding and (declared := _DECLARED.match(first[:200])):
        encoding = declared[1].decode()
    if not encoding or encoding.lower() in ("utf-8", "us-ascii"):
        return chain((first,), pieces)
    return _decoded(chain((first,), pieces), encoding)


def _decoded(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    with damage_refused():
        decoder = codecs.getincrementaldecoder(encoding)()
        for number, piece in enumerate(pieces):
            text = decoder.decode(piece).encode()
            # What it declares is no longer so.
            yield text if number else _DECLARATION.sub(b"", text)
        yield decoder.decode(b"", final=True).encode()


def attribute(attributes: dict[str, str], name: str) -> str:
    """The attribute `name`, in whatever namespace; "" where there is none."""
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


def is_on(text: str) -> bool:
    """What a boolean attribute says."""
    return text in ("1", "true", "on")
