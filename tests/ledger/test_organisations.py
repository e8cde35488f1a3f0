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


AMOUNT, DAY = '= "5120000.00"', "signed_on = 2020-07-10"


@pytest.mark.parametrize(
    ("text", "key", "written", "example"),
    [
        ("name = 5", "name", "5", "name = "),
        ('name = " "', "name", '""', "name = "),
        ('name = "甲\\n会"', "name", '"甲 会"', "name = "),
        ('kind = ["association"]', "kind", "['association']", "kind = "),
        ('public_fundraising = "是"', "public_fundraising", '"是"', "public_fundraising = true"),
        ('public_fundraising = "yes"', "public_fundraising", '"yes"', "public_fundraising = true"),
        ("disclosure_threshold = true", "disclosure_threshold", "true", "disclosure_threshold = 10"),
        ("disclosure_threshold = 0", "disclosure_threshold", "0", "disclosure_threshold = 10"),
        ("disclosure_threshold = 9.5", "disclosure_threshold", "9.5", "disclosure_threshold = 10"),
        ("periods = 2020", "periods", "2020", "[periods.2020H1]"),
        ('periods = ["2020H1"]', "periods", "['2020H1']", "[periods.2020H1]"),
        ('[periods]\n2020H1 = "2020-07-10"', "periods.2020H1", '"2020-07-10"', "[periods.2020H1]"),
        ('[periods."2020上半年"]\nsigned_on = 2020-07-10', "periods.2020上半年", "[signed_on]", "[periods.2020H1]"),
        ('[periods."2020h1"]\nsigned_on = 2020-07-10', "periods.2020h1", "[signed_on]", "[periods.2020H1]"),
        ("[periods.2020H3]\nsigned_on = 2020-07-10", "periods.2020H3", "[signed_on]", "[periods.2020H1]"),
        ('[periods.2020H1]\nsigned_on = "2020-06-26"', "periods.2020H1.signed_on", '"2020-06-26"', DAY),
        ("[periods.2020H1]\nsigned_on = 2020-06-26T08:00:00", "periods.2020H1.signed_on", "2020-06-26 08:00:00", DAY),
        ("[periods.2020H1]\nsigned_on = 1020-06-26", "periods.2020H1.signed_on", "1020-06-26", DAY),
        ("[periods.2020H1]\ndisclosure_channel = 5", "periods.2020H1.disclosure_channel", "5", "disclosure_channel"),
        ("years = 2019", "years", "2019", "[years.2019]"),
        ('[years."2019年"]\nnet_assets_yuan = "1"', "years.2019年", "[net_assets_yuan]", "[years.2019]"),
        ("[years.2019]\nnet_assets_yuan = 461172.55", "years.2019.net_assets_yuan", "461172.55", AMOUNT),
        ('[years.2019]\nnet_assets_yuan = "461,172.55"', "years.2019.net_assets_yuan", '"461,172.55"', AMOUNT),
        ('[years.2019]\nnet_assets_yuan = "46.1万元"', "years.2019.net_assets_yuan", '"46.1万元"', AMOUNT),
        ('[years.2019]\nnet_assets_yuan = "1.555"', "years.2019.net_assets_yuan", '"1.555"', AMOUNT),
        ('[documents]\n"甲〔2020〕1号" = "乙会"', "documents.甲〔2020〕1号", '"乙会"', "[documents."),
        (
            '[documents."甲〔2020〕1号"]\naddressed_to = 1',
            "documents.甲〔2020〕1号.addressed_to",
            "1",
            "addressed_to = ",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_how_to_write_it_and_nothing_of_the_file_is_taken(
    tmp_path: Path, text: str, key: str, written: str, example: str
) -> None:
    organisation, (finding,) = read_organisation(configured(tmp_path, text + "\n"))
    assert organisation == Organisation(tmp_path.name, tmp_path.name)
    assert (finding.rule, finding.severity) == ("organisation_value", "error")
    assert (finding.values["key"], finding.values["written"]) == (key, written)
    assert example in finding.values["example"]
    for language in ("zh", "en"):
        assert finding.values["example"] in finding.message(language)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name = ", "1"),
        ('kind = "association"\nname = “甲会”', "2"),
        ('name = "甲"\nname = "乙"\n', "2"),
        ("[years.2019]\n[years.2019]\n", "2"),
        ("public_fundraising = True", "1"),
        ("[periods.2020H1]\nsigned_on = 2020-06-31", "2"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, text: str, line: str) -> None:
    organisation, (finding,) = read_organisation(configured(tmp_path, text))
    assert organisation == Organisation(tmp_path.name, tmp_path.name)
    assert (finding.rule, finding.values) == ("organisation_syntax", {"line": line})


@pytest.mark.parametrize("text", ["a = " + "[" * 5000 + "]" * 5000, "name = " + "9" * 5000, "#" * 1_000_001])
def test_a_file_made_to_harm_is_an_error_and_not_a_failure(tmp_path: Path, text: str) -> None:
    organisation, (finding,) = read_organisation(configured(tmp_path, text))
    assert organisation == Organisation(tmp_path.name, tmp_path.name)
    assert (finding.rule, finding.severity) == ("organisation_invalid", "error")


@pytest.mark.parametrize("kind", ["社团", "assocation", "Association"])
def test_a_kind_that_the_law_does_not_know_is_told_with_those_that_it_does(tmp_path: Path, kind: str) -> None:
    organisation, (finding,) = read_organisation(configured(tmp_path, f'name = "甲会"\nkind = "{kind}"'))
    assert organisation.name == "甲会"
    assert (finding.rule, finding.severity, finding.values["kind"]) == ("organisation_kind", "warning", kind)
    for language in ("zh", "en"):
        assert all(known in finding.message(language) for known in ("association", "foundation", "service_body"))


def test_an_unknown_key_is_a_warning_and_the_others_are_taken(tmp_path: Path) -> None:
    organisation, findings = read_organisation(configured(tmp_path, 'nmae = "甲会"\nkind = "association"'))
    assert (organisation.name, organisation.kind) == (tmp_path.name, "association")
    (finding,) = findings
    assert (finding.rule, finding.severity, finding.values["keys"]) == ("organisation_keys", "warning", "nmae")


def test_an_unknown_key_within_a_section_is_told_as_well(tmp_path: Path) -> None:
    text = '[years.2019]\nnet_asset_yuan = "1"\n[periods.2020H1]\nsign_on = 2020-07-10\npublished_on = 2020-07-20\n'
    organisation, (finding,) = read_organisation(configured(tmp_path, text))
    assert (organisation.years, organisation.annual_fen(2019, "net_assets_yuan")) == ({"2019": {}}, None)
    assert organisation.periods == {"2020H1": {"published_on": date(2020, 7, 20)}}
    assert finding.values["keys"] == "periods.2020H1.sign_on、years.2019.net_asset_yuan"
    assert "net_assets_yuan" in finding.message()


def test_no_message_shows_a_number_of_a_person(tmp_path: Path) -> None:
    for text in ('"张三 13800000000" = 1', "name = 13800000000", 'kind = "13800000000"'):
        _, (finding,) = read_organisation(configured(tmp_path, text))
        assert "13800000000" not in finding.message() + finding.message("en")


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_file_in_another_encoding_is_an_error(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "organisation.toml").write_bytes('name = "慈善总会"'.encode(encoding))
    organisation, (finding,) = read_organisation(tmp_path)
    assert organisation == Organisation(tmp_path.name, tmp_path.name)
    assert (finding.rule, finding.severity) == ("organisation_not_utf8", "error")


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
    for text, rules in (("name = 5", ["organisation_value"]), (None, ["organisation_unknown"])):
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
