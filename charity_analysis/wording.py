"""What the commands say to people, in Chinese by default, in English on request. Source: rules/messages.csv."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.addresses import place
from charity_analysis.money import format_yuan
from charity_analysis.rules import message_texts

if TYPE_CHECKING:
    import click

    from charity_analysis.analysis.figures import Figure

_SEVERITIES = ("error", "warning", "info")
_language = "zh"


def use(language: str) -> str:
    """Speak `language` (zh or en) from now on."""
    global _language
    _language = language
    return language


def language() -> str:
    """The language in use."""
    return _language


def text(key: str, **values: str) -> str:
    """The sentence `key` of rules/messages.csv in the language in use."""
    return message_texts(_language)[key].format_map(values)


def usage_error(error: click.UsageError) -> str:
    """A wrong call, in words: what is wrong with it and where to look."""
    import click

    if isinstance(error, click.NoSuchOption):
        detail = text("no_such_option", name=error.option_name)
    elif isinstance(error, click.MissingParameter):
        detail = text("missing_argument", name=error.param.human_readable_name if error.param else "")
    elif isinstance(error, click.BadParameter):
        detail = text("bad_value", name=error.param.human_readable_name if error.param else "")
    else:
        detail = error.message
    return f"{text('usage', detail=detail)}\n{text('usage_hint')}"


def failure(error: Exception) -> str:
    """An unexpected failure without a traceback; the disk's own refusals name the path."""
    if isinstance(error, OSError) and error.filename:
        return text("failure_disk", path=str(error.filename), reason=error.strerror or type(error).__name__)
    return text("failure", kind=type(error).__name__)


def report_failure(error: Exception) -> str:
    """Why no report was made."""
    return text("report_failed", reason=str(error))


def clean_summary(document: dict[str, Any], most: int) -> str:
    """A line per file, then the first finding of each rule, errors before warnings before notes."""
    lines = [_file_line(file) for file in document["files"]]
    findings = [finding for file in document["files"] for finding in file["findings"]] + document["findings"]
    findings.sort(key=lambda finding: _SEVERITIES.index(finding["severity"]))
    if not findings:
        return "\n".join([*lines, text("findings_none")])
    counts = {s: str(sum(finding["severity"] == s for finding in findings)) for s in _SEVERITIES}
    head = text("findings_head", errors=counts["error"], warnings=counts["warning"], infos=counts["info"])
    rules = Counter(finding["rule"] for finding in findings)
    firsts = list({finding["rule"]: finding for finding in reversed(findings)}.values())[::-1][:most]
    shown = [f"  [{first['severity']}] {first['rule']} × {rules[first['rule']]}  {first['message']}" for first in firsts]
    rest = len(findings) - len(shown)
    return "\n".join([*lines, head, *shown, *([text("more_findings", count=str(rest))] if rest else [])])


def _file_line(file: dict[str, Any]) -> str:
    rows = {key: sum(table["rows"][key] for table in file["tables"]) for key in ("clean", "held", "ignored")}
    total = sum(table["clean_fen"] for table in file["tables"])
    name = f"{file['organisation']}/{file['period']}/{place(file['file'], None, None)}"
    counts = {key: str(value) for key, value in rows.items()}
    return f"{name}  {text('status_' + file['status'])}  {text('rows_line', **counts, sum=format_yuan(total))}"


def figures_summary(organisation: str, period: str, figures: tuple[Figure, ...]) -> str:
    """A line per key figure, its parts indented below it."""
    lines = [text("figures_head", organisation=organisation, period=period)]
    for figure in figures:
        lines.append(f"{figure.id:>4} {figure.name}  {shown(figure)}")
        lines += [f"       {part.name}  {shown(part)}" for part in figure.parts]
    return "\n".join(lines)


def shown(figure: Figure) -> str:
    """A figure's value with its unit, or why it is missing."""
    if figure.value is None:
        return f"—（{figure.why_missing}）"
    if figure.unit == "fen":
        precision = f" ± {format_yuan(int(figure.halfwidth))}" if figure.halfwidth else ""
        return f"{format_yuan(int(figure.value))}{precision} 元"
    if figure.unit == "share":
        return f"{figure.value:.2%}"
    return f"{figure.value:,}" + (" 天" if figure.unit == "days" else "")
