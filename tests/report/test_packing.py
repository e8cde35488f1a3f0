"""Containers are the same bytes on every run."""

from __future__ import annotations

import io
import zipfile

import pytest

from charity_analysis.report.packing import repack


def _zip(second: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (
            ("b.xml", "二"),
            (
                "docProps/core.xml",
                f'<c xmlns:dcterms="d"><dcterms:created xsi="W">2020-01-01T00:00:{second}Z</dcterms:created>'
                f"<dcterms:modified>2020-01-01T00:00:{second}Z</dcterms:modified></c>",
            ),
            ("a.xml", "一"),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, second)), content)
    return buffer.getvalue()


def test_containers_made_at_two_times_are_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert _zip(10) != _zip(20)
    assert repack(_zip(10)) == repack(_zip(20))


def test_a_container_keeps_its_parts_in_their_order_and_its_dates_are_the_generation_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    with zipfile.ZipFile(io.BytesIO(repack(_zip(10)))) as archive:
        assert archive.namelist() == ["b.xml", "docProps/core.xml", "a.xml"]
        assert archive.read("b.xml").decode() == "二"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.extra for entry in archive.infolist()} == {b""}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2020-09-13T12:26:40Z") == 2 and "2020-01-01" not in core
