"""What a file is: told by its content, named as people know it, whatever it is called."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
import xlwt
from builders_ole import ole_container
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from charity_analysis.ingest.files.file_kinds import FileKind, detect_file_kind
from charity_analysis.ingest.refusals import FileRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF8 = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
BIFF5 = b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(4)
TYPES = '<Types><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/><Override ContentType="{}+xml"/></Types>'
OFFICE = "application/vnd.openxmlformats-officedocument."
ODS = "application/vnd.oasis.opendocument."
MSO_XML = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'


def kind_of(folder: Path, content: bytes, name: str = "台账.xlsx") -> str:
    path = folder / name
    path.write_bytes(content)
    return detect_file_kind(path)


def refusal_of(folder: Path, content: bytes) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refusal:
        kind_of(folder, content)
    return refusal.value.rule, refusal.value.detail


def archive(*names: str, **parts: str) -> bytes:
    """A zip with parts of these names; `types` and `mimetype` are what the parts of those names say."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        if "types" in parts:
            file.writestr("[Content_Types].xml", parts["types"].encode(parts.get("encoding", "utf-8")))
        for name in names:
            file.writestr(name, parts.get(name, "x"))
    return target.getvalue()


def locked(content: bytes) -> bytes:
    """The archive as if each of its parts had a password: the flag in its directory says so."""
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content = content[: at + 8] + bytes([content[at + 8] | 1]) + content[at + 9 :]
        at = content.find(b"PK\x01\x02", at + 1)
    return content


def saved_xls() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("捐赠")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# --- workbooks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.xls", "台账.csv", "台账.pdf", "台账"])
def test_the_suffix_decides_nothing(tmp_path: Path, name: str) -> None:
    target = io.BytesIO()
    Workbook().save(target)
    assert kind_of(tmp_path, target.getvalue(), name) == FileKind.OPEN_XML
    assert kind_of(tmp_path, "捐赠日期,金额".encode("gbk"), name) == FileKind.TEXT
    assert kind_of(tmp_path, saved_xls(), name) == FileKind.OLD_WORKBOOK


@pytest.mark.parametrize("stream", ["Workbook", "Book", "WORKBOOK"])
@pytest.mark.parametrize("records", [BIFF8, BIFF5])
def test_a_container_of_a_workbook_is_one_even_beside_other_streams(
    tmp_path: Path, stream: str, records: bytes
) -> None:
    content = ole_container({stream: records, "WordDocument": b"x", "ET_FileInfo": b"x"})
    assert kind_of(tmp_path, content, "台账.et") == FileKind.OLD_WORKBOOK


@pytest.mark.parametrize(
    "records", [b"\x09\x00\x04\x00\x02\x00\x10\x00", b"\x09\x02\x06\x00" + bytes(6), b"\x09\x04\x06\x00" + bytes(6), BIFF5, BIFF8]
)  # fmt: skip
def test_the_oldest_workbooks_stand_in_no_container(tmp_path: Path, records: bytes) -> None:
    assert kind_of(tmp_path, records + bytes(40)) == FileKind.OLD_WORKBOOK


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (archive("xl/workbook.xml"), FileKind.OPEN_XML),
        (archive("XL\\workbook.bin"), FileKind.BINARY_WORKBOOK),
        (archive("w/x.xml", types=TYPES.format(OFFICE + "spreadsheetml.sheet.main")), FileKind.OPEN_XML),
        (
            archive("w/x.xml", types=TYPES.format(OFFICE + "spreadsheetml.sheet.main"), encoding="utf-16"),
            FileKind.OPEN_XML,
        ),
        (
            archive("a", types=TYPES.format("application/vnd.ms-excel.sheet.macroEnabled.main")),
            FileKind.OPEN_XML,
        ),
        (
            archive("a", types=TYPES.format("application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
            FileKind.BINARY_WORKBOOK,
        ),
        (archive("content.xml", "mimetype"), FileKind.OPEN_DOCUMENT),
        (archive("content.xml", "mimetype", mimetype=ODS + "spreadsheet"), FileKind.OPEN_DOCUMENT),
        (archive("content.xml", "mimetype", mimetype=ODS + "spreadsheet-template"), FileKind.OPEN_DOCUMENT),
    ],
)
def test_archives_of_spreadsheet_programs_are_told_by_their_parts(
    tmp_path: Path, content: bytes, kind: FileKind
) -> None:
    assert kind_of(tmp_path, content, "台账.zip") == kind


# --- texts and mark-up --------------------------------------------------------------------------------------


PAGES = [
    "<html><body><table><tr><td>捐赠人</td></tr></table></body></html>",
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>',
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">\n<HTML>',
    "\n\n  <!-- 导出 -->\n<table border=1><tr>",
    '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><table>',
    '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
    "Warning: mysql_fetch() in line 5\n<br>\n<TABLE><TR><TD>捐赠人</TD></TR></TABLE>",
    "<style>td{color:red}</style><table><tr><td>1</td></tr></table>",
]


@pytest.mark.parametrize("markup", PAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
def test_a_web_page_is_one_in_every_encoding_whatever_stands_before_it(
    tmp_path: Path, markup: str, encoding: str
) -> None:
    assert kind_of(tmp_path, markup.encode(encoding), "台账.xls") == FileKind.HTML


@pytest.mark.parametrize(
    "text",
    [
        MSO_XML + '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        '<?xml version="1.0" encoding="gb2312"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        '\n<Workbook\n xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_workbook_in_xml_is_told_from_a_page_and_from_a_text(tmp_path: Path, text: str, encoding: str) -> None:
    assert kind_of(tmp_path, text.encode(encoding), "台账.xls") == FileKind.XML_SPREADSHEET


@pytest.mark.parametrize("text", ["BMW捐赠明细,金额", "BM,金额\n2020,5", "PK赛捐赠,金额", "MM,II*,GIF", "MZ镇,5", "{台账},5", "[1],5", "RIFF,5", "%P,5", "<捐赠人>,5", "<A,5", "a<b,5"])  # fmt: skip
def test_a_text_that_begins_like_something_else_is_a_text(tmp_path: Path, text: str) -> None:
    assert kind_of(tmp_path, text.encode("gbk")) == FileKind.TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_a_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert kind_of(tmp_path, "日期,捐贈人,金額\n2020-01-07,甲,100\n".encode(encoding)) == FileKind.TEXT


# --- refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\r\n%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG 图片"),
        (b"GIF89a", "GIF 图片"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00\x00\x00", "BMP 图片"),
        (b"II*\x00\x08\x00", "TIFF 图片"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "WEBP 图片"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC 图片"),
        (b"{\\rtf1\\ansi}", "RTF 文档"),
        (b"Rar!\x1a\x07\x00", "RAR 压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
        (b"\x1f\x8b\x08\x00", "gzip 压缩包"),
        (b"\x00" * 257 + b"ustar\x00", "tar 压缩包"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "可执行程序"),
        (b"SQLite format 3\x00", "SQLite 数据库"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00", "Access 数据库"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00", "Access 数据库"),
        (b"L\x00\x00\x00\x01\x14\x02\x00\x00\x00", "快捷方式"),
        ('[{"捐赠人": "甲", "金额": 5}]'.encode(), "JSON"),
        (b'{\n "rows": []}', "JSON"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "网页归档（MHTML）"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG 图片"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "Word 文档"),
        (b'<?xml version="1.0"?><rows><row/></rows>', "XML 文件"),
        (b"<rows><row>5</row></rows>", "XML 文件"),
        (archive("word/document.xml"), "Word 文档"),
        (archive("a", types=TYPES.format(OFFICE + "wordprocessingml.document.main")), "Word 文档"),
        (archive("word/document.xml", "xl/workbook.xml", types=TYPES.format(OFFICE + "wordprocessingml.document.main")), "Word 文档"),
        (archive("ppt/presentation.xml"), "PowerPoint 演示文稿"),
        (archive("content.xml", "mimetype", mimetype=ODS + "text"), "OpenDocument 文档"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "OFD 版式文件"),
        (archive("捐赠.xlsx"), "ZIP 压缩包"),
        (locked(archive("捐赠.xlsx")), "ZIP 压缩包（有密码）"),
        (archive(), "ZIP 压缩包"),
        (ole_container({"WordDocument": b"x"}), "Word 文档"),
        (ole_container({"PowerPoint Document": b"x"}), "PowerPoint 演示文稿"),
        (ole_container({"Contents": b"x"}), "OLE 文件"),
        (bytes(range(256)) * 4, "二进制文件"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_refused_under_its_own_name(tmp_path: Path, content: bytes, name: str) -> None:
    assert refusal_of(tmp_path, content) == ("not_a_spreadsheet", name)


def test_a_word_document_that_mentions_a_workbook_is_still_a_word_document(tmp_path: Path) -> None:
    text = "见 Book\0 与 Workbook\0 两表".encode("utf-16-le")
    assert refusal_of(tmp_path, ole_container({"WordDocument": b"\x01" * 7 + text}))[1] == "Word 文档"


@pytest.mark.parametrize(
    "content",
    [
        ole_container({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}),
        ole_container({"Workbook": BIFF8 + b"\x2f\x00\x36\x00" + b"\x01" * 0x36}),
        ole_container({"Workbook": BIFF8 + b"\x86\x00\x00\x00" + b"\x2f\x00\x36\x00"}),
        ole_container({"Book": BIFF5 + b"\x2f\x00\x04\x00\x01\x02\x03\x04"}),
        BIFF5 + b"\x2f\x00\x04\x00\x01\x02\x03\x04",
        locked(archive("xl/workbook.xml")),
        archive("content.xml", "META-INF/manifest.xml", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
    ],
)
def test_a_password_is_told_from_damage(tmp_path: Path, content: bytes) -> None:
    assert refusal_of(tmp_path, content)[0] == "encrypted"


@pytest.mark.parametrize(
    "content",
    [b"", b" ", b"\r\n\r\n", b"\t \n" * 100, b"\x00" * 20_000, b" " * 2_000_000, b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\r\x00\n\x00", b"\x1a"],
)  # fmt: skip
def test_a_file_without_anything_in_it_is_empty(tmp_path: Path, content: bytes) -> None:
    assert refusal_of(tmp_path, content)[0] == "empty_file"


@pytest.mark.parametrize("kept", [30, 100, 0.5, 0.9])
def test_a_truncated_archive_is_damaged(tmp_path: Path, kept: float) -> None:
    content = archive("xl/workbook.xml", *[f"xl/worksheets/sheet{number}.xml" for number in range(20)])
    assert refusal_of(tmp_path, content[: int(kept if kept > 1 else kept * len(content))])[0] == "damaged_file"


@pytest.mark.parametrize("before", [b"\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"\x00\x00"])
@pytest.mark.parametrize("content", [archive("xl/workbook.xml"), ole_container({"Workbook": BIFF8})])
def test_a_workbook_with_something_before_its_first_byte_is_damaged(
    tmp_path: Path, before: bytes, content: bytes
) -> None:
    assert refusal_of(tmp_path, before + content)[0] == "damaged_file"


@pytest.mark.parametrize("kept", [8, 300, 600, 3000])
def test_a_truncated_container_is_damaged(tmp_path: Path, kept: int) -> None:
    assert refusal_of(tmp_path, ole_container({"Workbook": BIFF8})[:kept])[0] == "damaged_file"


def test_a_list_of_parts_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    content = bytearray(archive("xl/workbook.xml"))
    at = content.rfind(b"PK\x05\x06")
    content[at + 12 : at + 16] = (17_000_000).to_bytes(4, "little")
    assert refusal_of(tmp_path, bytes(content))[0] == "unsafe_archive"


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(path)
    for place in (path, tmp_path):
        with pytest.raises(FileRefused) as refusal:
            detect_file_kind(place)
        assert refusal.value.rule == "not_a_regular_file"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", OLE, b"\xff\xfe", b"BM", b"<", b"<?xml ", b"\t", archive("xl/a")[:-3]]),
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x05\x06" + b"\x00" * 18, archive("xl/a")[-40:]]),
)  # fmt: skip
def test_whatever_the_bytes_a_kind_or_a_refusal_comes_back(
    tmp_path: Path, start: bytes, middle: bytes, end: bytes
) -> None:
    try:
        assert kind_of(tmp_path, start + middle + end) in set(FileKind)
    except FileRefused as refusal:
        assert refusal.rule in {"not_a_spreadsheet", "encrypted", "empty_file", "damaged_file", "unsafe_archive"}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.sampled_from([saved_xls(), ole_container({"Workbook": BIFF8})]),
    st.integers(0, 1 << 20),
    st.binary(min_size=1, max_size=4),
)
def test_whatever_is_damaged_in_a_container_a_kind_or_a_refusal_comes_back(
    tmp_path: Path, content: bytes, place: int, damage: bytes
) -> None:
    at = place % len(content)
    try:
        assert kind_of(tmp_path, content[:at] + damage + content[at + len(damage) :]) in set(FileKind)
    except FileRefused as refusal:
        assert refusal.rule in {"not_a_spreadsheet", "encrypted", "empty_file", "damaged_file"}
