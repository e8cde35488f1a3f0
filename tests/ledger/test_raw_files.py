"""Which files of an organisation's folder are data, which are no data, and what lies astray."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.raw_files import RawFile, find_raw_files
from charity_analysis.ledger.store import digest_inputs
from conftest import Office, found_astray

LEDGER = "捐赠日期,捐赠人,捐赠金额\n2020-01-07,甲,100\n"


def make(folder: Path, *names: str) -> Path:
    """`folder` with empty files of these names; a name that ends in a slash is a folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True) if name.endswith("/") else path.touch()
    return folder


def names(files: list[RawFile]) -> list[tuple[str, str]]:
    return [(file.period, file.file) for file in files]


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    """Rule, and the name or period that it is about."""
    return [(finding.rule, finding.values.get("text", finding.period)) for finding in findings]


def test_files_come_by_period_and_name_with_forward_slashes(tmp_path: Path) -> None:
    folder = make(tmp_path, "2020H2/甲.xlsx", "2019H1/b.csv", "2020H1/子/乙.xls", "2020H1/丙.ods")
    files, findings = find_raw_files(folder)
    assert names(files) == [("2019H1", "b.csv"), ("2020H1", "丙.ods"), ("2020H1", "子/乙.xls"), ("2020H2", "甲.xlsx")]
    assert {file.organisation for file in files} == {tmp_path.name}
    assert findings == []


@pytest.mark.parametrize(
    "name",
    [
        "~$捐赠.xlsx",
        ".DS_Store",
        ".~lock.捐赠.xlsx#",
        "Thumbs.db",
        "desktop.ini",
        "README.md",
        "readme.txt",
        "README",
        "._捐赠.xlsx",
        "~WRL0001.tmp",
        "捐赠.TMP",
        "ehthumbs.db",
        "Icon\r",
        "@eaDir/捐赠.xlsx",
        "$RECYCLE.BIN/捐赠.xlsx",
        ".ipynb_checkpoints/捐赠-checkpoint.csv",
        "__MACOSX/._捐赠.xlsx",
        "子/.git/config",
    ],
)
def test_what_programs_and_systems_leave_is_listed_as_no_data(tmp_path: Path, name: str) -> None:
    files, findings = find_raw_files(make(tmp_path, f"2020H1/{name}"))
    assert [(file.file, file.is_ignored) for file in files] == [(name.replace("\r", "\\r"), True)]
    assert told(findings) == [("empty_folder", "2020H1")]


@pytest.mark.parametrize("name", ["捐赠.xlsx", "捐赠.doc", "readme捐赠.xlsx", "没有后缀", "~捐赠.xlsx", "$.csv"])
def test_every_other_file_is_taken_for_data_whatever_its_suffix(tmp_path: Path, name: str) -> None:
    files, findings = find_raw_files(make(tmp_path, f"2020H1/{name}"))
    assert [(file.file, file.is_ignored) for file in files] == [(name, False)]
    assert findings == []


def test_a_period_without_ledgers_is_found(tmp_path: Path) -> None:
    files, findings = find_raw_files(make(tmp_path, "2020H1/", "2020H2/里面/"))
    assert files == []
    assert told(findings) == [("empty_folder", "2020H1"), ("empty_folder", "2020H2")]


@pytest.mark.parametrize("folder", ["2020上半年", "2020h1", "2020H3", "2020H1 ", "２０２０H1", "旧"])
def test_a_folder_that_names_no_period_is_an_error_and_its_files_are_left_out(tmp_path: Path, folder: str) -> None:
    files, findings = find_raw_files(make(tmp_path, f"{folder}/捐赠.xlsx"))
    assert files == []
    assert told(findings) == [("unknown_folder", folder)]
    assert findings[0].severity == "error"


def test_a_ledger_beside_the_periods_is_found_astray(tmp_path: Path) -> None:
    _, findings = find_raw_files(make(tmp_path, "捐赠.xlsx", "2020H2", "2020H1/甲.xlsx"))
    assert told(findings) == [("stray_file", "2020H2"), ("stray_file", "捐赠.xlsx")]


def test_the_organisations_own_files_and_hidden_ones_are_not_astray(tmp_path: Path) -> None:
    own = ("organisation.toml", "corrections.csv", "README.md", ".DS_Store", ".git/config", "~$捐赠.xlsx")
    files, findings = find_raw_files(make(tmp_path, *own, "2020H1/捐赠.xlsx"))
    assert [file.file for file in files] == ["捐赠.xlsx"]
    assert findings == []


def test_a_name_means_a_file_only_where_it_means_one() -> None:
    files = [
        RawFile(Path(period, file), "office", period, file)
        for period, file in [("2020H1", "捐赠.xlsx"), ("2020H2", "捐赠.xlsx"), ("2020H2", "支出.xlsx")]
    ]
    meant = {
        name: [file.path.as_posix() for file in files if file.is_named(name, files)]
        for name in ["捐赠.xlsx", "2020H1/捐赠.xlsx", "支出.xlsx", "2020H1/支出.xlsx", "捐赠", ""]
    }
    assert meant == {
        "捐赠.xlsx": [],
        "2020H1/捐赠.xlsx": ["2020H1/捐赠.xlsx"],
        "支出.xlsx": ["2020H2/支出.xlsx"],
        "2020H1/支出.xlsx": [],
        "捐赠": [],
        "": [],
    }


def test_an_organisation_without_any_period_is_found_to_be_empty(tmp_path: Path) -> None:
    files, findings = find_raw_files(tmp_path)
    assert files == []
    assert [finding.rule for finding in findings] == ["empty_folder"]


# --- links, pipes and what cannot be read -------------------------------------------------------------------


def link(at: Path, to: Path | str, *, is_folder: bool = False) -> None:
    try:
        at.symlink_to(to, target_is_directory=is_folder)
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"this system makes no links: {error}")


def pipe(at: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(at)


def became(office: Office) -> dict[str, tuple[str, list[str]]]:
    """What became of each file: its status, and the rules of its findings."""
    return {
        file["file"]: (file["status"], [finding["rule"] for finding in file["findings"]])
        for file in office.clean()["files"]
    }


def astray(office: Office) -> list[tuple[str, str]]:
    """Rule, and the start of the message, of the findings that belong to no file."""
    return [(finding["rule"], finding["message"].split("：")[0]) for finding in found_astray(office)]


def with_a_good_file(office: Office) -> Office:
    (office.period / "好.csv").write_text(LEDGER, encoding="utf-8")
    return office


def test_a_link_that_leads_out_is_named_and_the_other_files_are_read(office: Office, tmp_path: Path) -> None:
    outside = tmp_path / "外.csv"
    outside.write_text(LEDGER.replace("甲", "乙"), encoding="utf-8")
    (tmp_path / "外夹").mkdir()
    (tmp_path / "外夹" / "丙.csv").write_text(LEDGER, encoding="utf-8")
    link(office.period / "链接.csv", outside)
    link(office.period / "相对.csv", "../../../外.csv")
    link(office.period / "夹", tmp_path / "外夹", is_folder=True)
    found = became(with_a_good_file(office))
    assert found.pop("好.csv")[0] == "clean"
    assert found == dict.fromkeys(["夹", "相对.csv", "链接.csv"], ("rejected", ["outside_link"]))


def test_the_message_of_a_link_names_the_file_and_not_what_it_leads_to(office: Office, tmp_path: Path) -> None:
    (tmp_path / "秘密.csv").touch()
    link(office.period / "链接.csv", tmp_path / "秘密.csv")
    (finding,) = office.clean_one()["findings"]
    assert finding["message"].startswith("链接.csv：")
    assert "秘密" not in finding["message"]


def test_a_link_to_another_file_of_the_organisation_is_read_like_a_copy(office: Office) -> None:
    link(office.period / "副本.csv", "好.csv")
    found = became(with_a_good_file(office))
    assert sorted(status for status, _ in found.values()) == ["clean", "rejected"]
    assert ["repeated_file"] in [rules for _, rules in found.values()]


def test_a_link_to_another_folder_of_the_organisation_is_not_gone_through_twice(office: Office) -> None:
    link(office.period / "自己", office.period, is_folder=True)
    link(office.raw / "2020H2", office.period, is_folder=True)
    assert became(with_a_good_file(office)) == {
        "好.csv": ("clean", ["unit_assumed"]),
        "自己": ("rejected", ["folder_link"]),
    }
    assert astray(office) == [("folder_link", "2020H2")]


def test_a_link_that_leads_nowhere_or_to_itself_is_named(office: Office) -> None:
    link(office.period / "空.csv", office.period / "没有.csv")
    link(office.period / "圈.csv", office.period / "圈.csv")
    found = became(with_a_good_file(office))
    assert found.pop("好.csv")[0] == "clean"
    assert found == dict.fromkeys(["圈.csv", "空.csv"], ("rejected", ["broken_link"]))


def test_a_periods_folder_that_leads_out_is_named(office: Office, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "丙.csv").write_text(LEDGER, encoding="utf-8")
    link(office.raw / "2020H2", tmp_path / "别处", is_folder=True)
    assert list(became(with_a_good_file(office))) == ["好.csv"]
    assert astray(office) == [("outside_link", "2020H2")]


def test_an_organisation_that_leads_out_of_the_raw_folder_is_named(tmp_path: Path) -> None:
    make(tmp_path, "别处/2020H1/捐赠.csv", "raw/")
    link(tmp_path / "raw" / "机构", tmp_path / "别处", is_folder=True)
    files, findings = find_raw_files(tmp_path / "raw" / "机构")
    assert files == []
    assert [(finding.rule, finding.file) for finding in findings] == [("outside_link", "机构")]


def test_a_pipe_is_named_and_never_opened(office: Office) -> None:
    pipe(office.period / "管道.csv")
    found = became(with_a_good_file(office))
    assert found == {"好.csv": ("clean", ["unit_assumed"]), "管道.csv": ("rejected", ["not_a_regular_file"])}


@pytest.mark.parametrize("name", ["corrections.csv", "organisation.toml"])
def test_a_pipe_in_the_place_of_the_organisations_own_files_is_never_opened(office: Office, name: str) -> None:
    (office.raw / name).unlink(missing_ok=True)
    pipe(office.raw / name)
    assert became(with_a_good_file(office))["好.csv"][0] == "clean"
    assert (
        astray(office)[0][0]
        == {"corrections.csv": "corrections_invalid", "organisation.toml": "organisation_invalid"}[name]
    )


def test_a_socket_is_named_and_never_opened(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("this system has no sockets in its folders")
    monkeypatch.chdir(office.period)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s.csv")
        assert became(office) == {"s.csv": ("rejected", ["not_a_regular_file"])}


def test_a_file_that_nobody_may_read_is_named(office: Office) -> None:
    path = office.period / "锁.csv"
    path.write_text(LEDGER, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    found = became(with_a_good_file(office))
    assert found["锁.csv"] == ("rejected", ["unreadable_file"])
    assert found["好.csv"][0] == "clean"


def test_a_folder_that_nobody_may_open_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    (office.period / "锁").mkdir()
    real = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "锁":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    files, findings = find_raw_files(with_a_good_file(office).raw)
    assert [file.file for file in files] == ["好.csv"]
    assert [(finding.rule, finding.file, finding.period) for finding in findings] == [
        ("unreadable_folder", "2020H1/锁", "2020H1")
    ]


def test_pipes_and_links_make_a_ledger_stale_without_being_opened(tmp_path: Path) -> None:
    make(tmp_path, "raw/2020H1/好.csv", "外.csv")
    before = digest_inputs(tmp_path / "raw")
    pipe(tmp_path / "raw" / "2020H1" / "管道.csv")
    link(tmp_path / "raw" / "2020H1" / "链接.csv", tmp_path / "外.csv")
    after = digest_inputs(tmp_path / "raw")
    assert {name: after[name] for name in after.keys() - before.keys()} == {
        "2020H1/管道.csv": "not_a_regular_file",
        "2020H1/链接.csv": "outside_link",
    }


# --- odd names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("捐\n赠.csv", "捐\\n赠.csv"),
        ("捐赠\u202exslx.csv", "捐赠\\u202exslx.csv"),
        ("捐赠\u200b.csv", "捐赠\\u200b.csv"),
        ("捐\x1b[31m赠.csv", "捐\\x1b[31m赠.csv"),
        ("甲·乙（丙）𠮷.csv", "甲·乙（丙）𠮷.csv"),
    ],
)
def test_what_cannot_be_seen_in_a_name_is_shown_by_what_it_is_called(office: Office, name: str, shown: str) -> None:
    (office.period / name).write_text(LEDGER, encoding="utf-8")
    assert [(file, status) for file, (status, _) in became(office).items()] == [(shown, "clean")]


@pytest.mark.parametrize(
    ("raw", "shown"), [("捐赠.csv".encode("gbk"), "捐赠.csv"), (b"\xff\xfe.csv", "\ufffd\ufffd.csv")]
)
def test_names_in_other_encodings_are_read_and_shown(office: Office, raw: bytes, shown: str) -> None:
    try:
        with open(os.fsencode(office.period) + b"/" + raw, "wb") as file:  # noqa: PTH123
            file.write(LEDGER.encode())
    except OSError as error:
        pytest.skip(f"this system takes no such names: {error}")
    assert [(file, status) for file, (status, _) in became(office).items()] == [(shown, "clean")]


def test_a_path_longer_than_the_system_takes_is_named_and_the_run_goes_on(office: Office) -> None:
    if os.mkdir not in os.supports_dir_fd:
        pytest.skip("this system makes folders by their whole path only")
    inner = os.open(office.period, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("夹" * 60, dir_fd=inner)
        deeper = os.open("夹" * 60, os.O_RDONLY, dir_fd=inner)
        os.close(inner)
        inner = deeper
    os.close(inner)
    files, findings = find_raw_files(with_a_good_file(office).raw)
    assert [(file.path.name[:2], file.fault) for file in files] == [("夹夹", "unreadable_file"), ("好.", "")]
    assert findings == []
