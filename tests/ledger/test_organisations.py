"""What is configured of an organisation, and what is said where nothing, or nonsense, is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from charity_analysis.ledger.organisations import Organisation, find_organisations, read_organisation
from conftest import PROJECT, Office, found_astray

WHOLE = """
name = "示例区慈善总会"
kind = "foundation"
public_fundraising = false
disclosure_threshold = 5

[periods.2020H1]
signed_on = 2020-07-10
published_on = 2020-07-20
disclosure_channel = "官网"
"""


def configured(folder: Path, text: str) -> Path:
    (folder / "organisation.toml").write_text(text, encoding="utf-8")
    return folder


def test_everything_that_is_configured_is_read(tmp_path: Path) -> None:
    organisation, findings = read_organisation(configured(tmp_path, WHOLE))
    assert findings == []
    assert (organisation.code, organisation.name) == (tmp_path.name, "示例区慈善总会")
    assert (organisation.kind, organisation.public_fundraising) == ("foundation", False)
    assert organisation.disclosure_threshold == 5
    assert organisation.day("2020H1", "signed_on") == date(2020, 7, 10)
    assert organisation.day("2020H1", "published_on") == date(2020, 7, 20)


def test_a_day_that_is_not_configured_is_not_known(tmp_path: Path) -> None:
    organisation, _ = read_organisation(configured(tmp_path, WHOLE))
    assert organisation.day("2019H2", "signed_on") is None
    assert organisation.day("2020H1", "disclosure_channel") is None
    assert organisation.day("2020H1", "audited_on") is None


def test_without_its_file_an_organisation_has_its_folders_name_and_a_finding(tmp_path: Path) -> None:
    organisation, findings = read_organisation(tmp_path)
    assert organisation == Organisation(tmp_path.name, tmp_path.name, None, None, 10, {})
    assert [(finding.rule, finding.severity) for finding in findings] == [("organisation_unknown", "warning")]


def test_what_is_left_open_is_never_assumed(tmp_path: Path) -> None:
    organisation, findings = read_organisation(configured(tmp_path, 'name = "总会"'))
    assert (organisation.kind, organisation.public_fundraising, organisation.disclosure_threshold) == (None, None, 10)
    assert findings == []


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("name = ", "Invalid value"),
        ("name = 5", "name"),
        ('name = " "', "name"),
        ('kind = ["association"]', "kind"),
        ('public_fundraising = "是"', "public_fundraising"),
        ("disclosure_threshold = true", "disclosure_threshold"),
        ("disclosure_threshold = 0", "disclosure_threshold"),
        ("disclosure_threshold = 9.5", "disclosure_threshold"),
        ("periods = 2020", "periods"),
        ('periods = ["2020H1"]', "periods"),
        ('[periods]\n2020H1 = "2020-07-10"', "periods"),
        ('[periods."2020上半年"]\nsigned_on = 2020-07-10', "2020上半年"),
        ('[periods."2020h1"]\nsigned_on = 2020-07-10', "2020h1"),
    ],
)
def test_nonsense_is_an_error_that_names_it_and_nothing_of_it_is_taken(tmp_path: Path, text: str, detail: str) -> None:
    organisation, findings = read_organisation(configured(tmp_path, text))
    assert organisation == Organisation(tmp_path.name, tmp_path.name)
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("organisation_invalid", "error")
    assert detail in finding.values["detail"]


def test_an_unknown_key_is_a_warning_and_the_others_are_taken(tmp_path: Path) -> None:
    organisation, findings = read_organisation(configured(tmp_path, 'nmae = "甲会"\nkind = "association"'))
    assert (organisation.name, organisation.kind) == (tmp_path.name, "association")
    (finding,) = findings
    assert (finding.rule, finding.severity, finding.values["keys"]) == ("organisation_keys", "warning", "nmae")


def test_a_file_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "organisation.toml").write_bytes('name = "慈善总会"'.encode("gbk"))
    _, (finding,) = read_organisation(tmp_path)
    assert finding.rule == "organisation_invalid"


def test_a_mark_at_the_start_of_the_file_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "organisation.toml").write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    organisation, findings = read_organisation(tmp_path)
    assert (organisation.name, findings) == ("示例区慈善总会", [])


def test_a_folder_where_the_file_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "organisation.toml").mkdir()
    _, (finding,) = read_organisation(tmp_path)
    assert finding.rule == "organisation_invalid"


def test_ledgers_count_whatever_is_configured(office: Office) -> None:
    office.donations([[1, "2020-01-07", "甲公司", 1000, "疫情防控"]])
    for text, rules in (("name = 5", ["organisation_invalid"]), (None, ["organisation_unknown"])):
        path = office.raw / "organisation.toml"
        path.write_text(text, encoding="utf-8") if text else path.unlink()
        document = office.clean()
        assert [finding["rule"] for finding in found_astray(office)] == rules
        assert document["findings"][0]["organisation"] == "office"
        assert document["files"][0]["tables"][0]["clean_fen"] == 100_000
        assert office.ledger().organisation.name == "office"


def test_organisations_are_the_folders_that_are_not_hidden_by_name(tmp_path: Path) -> None:
    for name in ("乙", "a", ".git", "甲"):
        (tmp_path / name).mkdir()
    (tmp_path / "README.md").touch()
    assert [path.name for path in find_organisations(tmp_path)] == ["a", "乙", "甲"]
    assert find_organisations(tmp_path / "nowhere") == []
    assert find_organisations(tmp_path / "README.md") == []


@pytest.mark.parametrize("name", ["cangshan", "demo", "demo2"])
def test_the_samples_are_configured_without_a_finding(name: str) -> None:
    organisation, findings = read_organisation(PROJECT / "data" / "raw" / name)
    assert findings == []
    assert organisation.name != name
