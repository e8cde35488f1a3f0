"""The rules' files themselves: their form, that no word means two things, and that code and rules name the same."""

from __future__ import annotations

import ast
import csv
import string
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.cells.errors import REASONS
from charity_analysis.ingest.layout.heading_meanings import is_known_heading
from charity_analysis.ingest.layout.tables import DEFAULT_UNIT
from charity_analysis.ledger import cells, columns, schema
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.money import UNIT_FEN
from charity_analysis.rules import (
    ANY_KIND,
    column_rules,
    disclosure_channels,
    figure_rules,
    finding_rules,
    heading_index,
    label_index,
    label_names,
    message_texts,
    normalise,
    programme_index,
    programmes,
    reason_texts,
    table_rules,
)

PACKAGE = Path(__file__).resolve().parents[1] / "charity_analysis"
FILES = sorted((PACKAGE / "rules").glob("*.csv"))
KINDS = sorted(table_rules())
SEVERITIES = {"error", "warning", "info"}
# tqdm joins its unit to the number before it.
BLANK_ON_PURPOSE = {("messages", " files"), ("messages", " reports")}
# Read for what they say of other columns: nothing of their own stands in the ledger.
AUXILIARY = {"serial_no", "precision", "money_unit", "for_period"}


@cache
def rows_of(name: str) -> list[dict[str, str]]:
    with (PACKAGE / "rules" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def sources() -> dict[str, ast.Module]:
    """The package's modules, parsed, by their path."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def nodes() -> Iterator[ast.AST]:
    for module in sources().values():
        yield from ast.walk(module)


def calls(*names: str) -> Iterator[ast.Call]:
    """Calls of functions or methods of these names."""
    for node in nodes():
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


def texts_in(node: ast.AST) -> set[str]:
    """The string constants that `node` may evaluate to: not those it compares with or looks up by."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return texts_in(node.body) | texts_in(node.orelse)
    if isinstance(node, ast.Dict):
        return set().union(*(texts_in(value) for value in node.values))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return texts_in(node.func.value).union(*(texts_in(argument) for argument in node.args[1:]))
    return set()


def text_constants() -> set[str]:
    return {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def repeated(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def split(cell: str) -> list[str]:
    return cell.split(";") if cell else []


# --- form ---------------------------------------------------------------------------------------------------


def test_these_are_the_rules_there_are() -> None:
    names = [
        "campaigns",
        "dictionary",
        "disclosure_channels",
        "donor_name_parts",
        "figures",
        "findings",
        "handover",
        "headings",
        "labels",
        "messages",
        "name_characters",
        "narrative",
        "other_sheets",
        "programmes",
        "public_columns",
        "reasons",
        "review",
        "size_bands",
        "tables",
        "traditional",
        "trend_definitions",
        "trend_limits",
    ]
    assert [path.stem for path in FILES] == names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rules_file_is_plain_utf8_with_plain_line_ends(path: Path) -> None:
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    assert "\t" not in content.decode("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_of_a_rules_file_has_all_its_fields_and_no_stray_blanks(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    assert rows
    assert repeated(header) == []
    for number, row in enumerate(rows, start=2):
        assert len(row) == len(header), f"row {number}"
        stray = [cell for cell in row if cell != cell.strip() and (path.stem, cell) not in BLANK_ON_PURPOSE]
        assert stray == [], f"row {number}"


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("headings", "kind"), ("headings", "synonyms"), ("labels", "synonyms"), ("programmes", "synonyms"),
        ("tables", "required"), ("tables", "title_words"),
    ],
)  # fmt: skip
def test_lists_within_a_cell_have_no_gaps_blanks_or_repetitions(name: str, column: str) -> None:
    for row in rows_of(name):
        words = split(row[column])
        assert all(word and word == word.strip() for word in words), row
        assert repeated(words) == [], row


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("tables", ("kind",)), ("headings", ("kind", "column")), ("labels", ("domain", "code")), ("reasons", ("reason",)),
        ("programmes", ("code",)), ("findings", ("rule",)), ("figures", ("id",)), ("messages", ("key",)),
    ],
)  # fmt: skip
def test_no_rule_stands_twice(name: str, key: tuple[str, ...]) -> None:
    assert repeated([";".join(row[part] for part in key) for row in rows_of(name)]) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_wording_is_there_in_both_languages_and_needs_the_same_values(path: Path) -> None:
    for row in rows_of(path.stem):
        for column in [name for name in row if name.endswith("_zh") and name.removesuffix("_zh") + "_en" in row]:
            chinese, english = row[column], row[column.removesuffix("_zh") + "_en"]
            assert bool(chinese) == bool(english), row
            assert placeholders(chinese) == placeholders(english), row


# --- headings and kinds of tables ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_means_two_columns_of_one_kind_of_table(kind: str) -> None:
    meanings: dict[str, set[str]] = {}
    for rule in column_rules(kind).values():
        assert repeated(list(rule.synonyms)) == [], rule.column
        for word in rule.synonyms:
            meanings.setdefault(word, set()).add(rule.column)
    assert {word: columns for word, columns in meanings.items() if len(columns) > 1} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_heading_finds_its_column_and_the_label_is_one_of_them(kind: str) -> None:
    index = heading_index(kind)
    for rule in column_rules(kind).values():
        assert rule.synonyms[0] == normalise(rule.labels["zh"]), rule.column
        for rank, word in enumerate(rule.synonyms):
            assert index[word] == (rule.column, rank)
            assert is_known_heading(word)


def test_headings_are_only_for_kinds_of_tables_that_there_are() -> None:
    named = {kind for row in rows_of("headings") for kind in split(row["kind"])}
    assert named - {ANY_KIND} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_table_requires_columns_of_its_own(kind: str) -> None:
    required = table_rules()[kind].required
    assert required
    assert set(required) <= set(column_rules(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_titles_are_written_as_titles_are_compared(kind: str) -> None:
    words = table_rules()[kind].title_words
    assert words
    assert [normalise(word) for word in words] == list(words)


def test_no_word_of_titles_names_two_kinds_of_table() -> None:
    words = [word for rule in table_rules().values() for word in rule.title_words]
    assert repeated(words) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_columns_type_is_known_to_the_parsers(kind: str) -> None:
    domains = {row["domain"] for row in rows_of("labels")}
    for rule in column_rules(kind).values():
        name, _, domain = rule.type.partition(":")
        if name == "label":
            assert domain in domains, rule.column
        else:
            assert domain == "", rule.column
            cells.parse_column([""], rule.type, DEFAULT_UNIT, rule.labels["zh"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_has_its_place_in_the_ledger(kind: str) -> None:
    for name in set(column_rules(kind)) - AUXILIARY:
        target = schema.LEDGER_NAMES.get(kind, {}).get(name, name)
        target = f"{name}_fen" if name in columns.MONEY_COLUMNS else target
        target = "receipt_count_text" if name == "receipt_count" else target
        assert target in schema.COLUMNS[kind], name


def test_kinds_of_tables_and_of_the_ledger_are_the_same() -> None:
    assert set(KINDS) == set(schema.KINDS)


# --- labels and programmes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", sorted({row["domain"] for row in rows_of("labels")}))
def test_no_label_means_two_codes(domain: str) -> None:
    meanings: dict[str, set[str]] = {}
    for row in rows_of("labels"):
        if row["domain"] == domain:
            for word in (row["label_zh"], row["code"], *split(row["synonyms"])):
                meanings.setdefault(normalise(word), set()).add(row["code"])
    assert {word: codes for word, codes in meanings.items() if len(codes) > 1} == {}
    assert {code: label_index(domain)[normalise(label)] for code, label in label_names(domain).items()} == {
        code: code for code in label_names(domain)
    }


def test_every_domain_of_labels_is_used() -> None:
    typed = {row["type"].partition(":")[2] for row in rows_of("headings")}
    named = {argument.value for call in calls("label_names", "label_index", "total_by", "domain") for argument in call.args
             if isinstance(argument, ast.Constant)}  # fmt: skip
    assert {row["domain"] for row in rows_of("labels")} <= typed | named | {"date_basis"}


def test_the_bases_of_dates_are_those_of_the_ledger() -> None:
    assert set(label_names("date_basis")) == set(schema.DATE_BASES)


@pytest.mark.parametrize(
    ("kind", "column"), [(kind, column) for kind, names in schema.DEFAULTS.items() for column in names]
)
def test_what_a_ledger_means_by_default_is_a_label(kind: str, column: str) -> None:
    assert schema.DEFAULTS[kind][column] in label_names(column)


def test_no_spelling_means_two_programmes() -> None:
    spellings = [word for programme in programmes().values() for word in programme.synonyms]
    assert repeated(spellings) == []
    assert repeated([programme.names["zh"] for programme in programmes().values()]) == []
    for programme in programmes().values():
        assert {programme_index()[word] for word in programme.synonyms} == {programme.names["zh"]}


# --- findings -----------------------------------------------------------------------------------------------


def rules_in_code() -> set[str]:
    """Rules named where findings and refusals are made, and where they are chosen."""
    named = {text for call in calls("Finding", "FileRefused") if call.args for text in texts_in(call.args[0])}
    for node in nodes():
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in {"rule", "rules"} for target in targets):
                named |= texts_in(node.value)
        if isinstance(node, ast.FunctionDef) and "rule_for" in node.name:
            named |= {text for each in ast.walk(node) if isinstance(each, ast.Return) and each.value
                      for text in texts_in(each.value)}  # fmt: skip
    return named


def test_every_rule_that_the_code_names_is_worded() -> None:
    assert len(rules_in_code()) > 30
    assert rules_in_code() - set(finding_rules()) == set()


def test_every_rule_that_is_worded_is_named_by_the_code() -> None:
    assert set(finding_rules()) - text_constants() == set()


def test_every_rule_has_a_severity_and_every_error_and_warning_a_remedy() -> None:
    for name, rule in finding_rules().items():
        assert rule.severity in SEVERITIES, name
        assert rule.messages["zh"], name
        assert rule.severity == "info" or rule.remedies["zh"], name


def test_the_values_that_a_finding_is_given_are_those_its_wording_needs() -> None:
    for call in calls("Finding"):
        values = next((keyword.value for keyword in call.keywords if keyword.arg == "values"), None)
        if (
            not call.args
            or not isinstance(call.args[0], ast.Constant)
            or not (values is None or isinstance(values, ast.Dict))
        ):
            continue
        rule = finding_rules()[str(call.args[0].value)]
        given_names = {key.value for key in values.keys if isinstance(key, ast.Constant)} if values else set()
        assert needed_by(rule.rule) == given_names, rule.rule


def test_a_refused_file_or_table_needs_no_value_but_its_detail() -> None:
    for call in calls("FileRefused"):
        for rule in texts_in(call.args[0]):
            assert needed_by(rule) == ({"detail"} if len(call.args) > 1 else set()), rule


def needed_by(rule: str) -> set[str]:
    wording = finding_rules()[rule]
    return placeholders(wording.messages["zh"]) | placeholders(wording.remedies["zh"])


def test_the_samples_have_no_error(cangshan: Ledger, demo: Ledger, demo2: Ledger) -> None:
    for ledger in (cangshan, demo, demo2):
        assert (ledger.findings["severity"] == "error").sum() == 0


# --- reasons, messages, figures -----------------------------------------------------------------------------


def test_every_reason_is_worded_and_no_other() -> None:
    made_by_the_ledger = {
        text for call in calls("Problem", "UnreadableCell") if call.args for text in texts_in(call.args[0])
    }
    assert set(reason_texts("zh")) == REASONS | made_by_the_ledger


def message_calls() -> list[ast.Call]:
    """Calls of `text` in wording.py, and of `wording.text` elsewhere."""
    own = [node for node in ast.walk(sources()["wording.py"]) if isinstance(node, ast.Call)]
    found = [call for call in own if isinstance(call.func, ast.Name) and call.func.id == "text"]
    for call in calls("text"):
        if (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "wording"
        ):
            found.append(call)
    return found


def test_every_message_that_the_commands_speak_is_worded_with_the_values_it_is_given() -> None:
    worded = message_texts("zh")
    assert len(message_calls()) > 20
    for call in [*message_calls(), *calls("ReportFailed")]:
        if isinstance(call.args[0], ast.Constant):
            key = str(call.args[0].value)
            assert key in worded
            names = {keyword.arg for keyword in call.keywords}
            assert None in names or names == placeholders(worded[key]), key


def test_every_message_that_is_worded_is_spoken() -> None:
    statuses = {f"status_{status}" for status in ("clean", "held", "rejected", "ignored")}
    assert statuses <= set(message_texts("zh"))
    assert set(message_texts("zh")) - statuses - text_constants() == set()


def test_there_is_one_figure_of_each_number_from_the_first_to_the_last() -> None:
    assert [row["id"] for row in figure_rules()] == [f"K{number}" for number in range(1, 28)]


def test_every_figure_has_its_names_its_unit_and_its_formula() -> None:
    for row in figure_rules():
        assert row["unit"] in {"fen", "share", "count", "days"}, row["id"]
        assert all(row[column] for column in ("name_zh", "name_en", "formula_zh")), row["id"]


def test_channels_of_publication_have_their_days_and_no_name_twice() -> None:
    rows = rows_of("disclosure_channels")
    assert {row["status"] for row in rows} == {"lawful", "not_enough"}
    names = [normalise(name) for row in rows for name in split(row["synonyms"])]
    assert repeated(names) == []
    assert disclosure_channels()
    for rule in disclosure_channels():
        assert rule.effective_to is None or rule.effective_from <= rule.effective_to
        assert rule.is_in_force(rule.effective_from)


# --- comparing ----------------------------------------------------------------------------------------------


@given(st.text(), st.sampled_from([" ", "\u3000", "\xa0", "\u200b", "\ufeff", "\n", "\t", "\x00"]))
def test_what_cannot_be_seen_makes_no_difference(text: str, unseen: str) -> None:
    assert normalise("甲" + unseen + text) == normalise("甲" + text)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("捐赠金额（元）", "捐赠金额(元)"),
        ("Ｎｏ．", "no."),
        (" 捐 赠\n人 ", "捐赠人"),
        ("：", ":"),
        ("捐贈金額", "捐赠金额"),
    ],
)
def test_full_width_and_blanks_are_folded(written: str, compared: str) -> None:
    assert normalise(written) == compared


def test_units_of_money_stand_in_the_order_of_their_worth() -> None:
    assert DEFAULT_UNIT in UNIT_FEN
    assert list(UNIT_FEN.values()) == sorted(UNIT_FEN.values())
