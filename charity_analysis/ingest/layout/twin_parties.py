"""Two columns of names for one party, each row filling one of them: 捐赠单位 and 捐赠人, 收款单位 and 收款人."""

from __future__ import annotations

from charity_analysis.ingest.layout.raw_table import Table
from charity_analysis.ingest.sheets import is_blank
from charity_analysis.rules import column_rules, table_rules

# 捐赠人 and 捐赠单位 begin alike; 付款人 beside 捐赠人 may be somebody else.
_ALIKE = 2


def fill_parties_from_twins(table: Table) -> None:
    """Give the rows of `table` that lack their donor or payee the name that stands in the other column for it.

    Where both are filled the better name stays; the other column is kept as it is, among the unmapped ones.
    """
    rules = column_rules(table.kind)
    for name in table_rules()[table.kind].required:
        if rules[name].type != "text" or name not in table.columns:
            continue
        heading = table.header.headings[table.header.columns[name]]
        for column in table.header.twins.get(name, ()):
            other = table.header.headings[column]
            if other[:_ALIKE] == heading[:_ALIKE] and other in table.extras:
                pairs = zip(table.columns[name], table.extras[other], strict=True)
                table.columns[name] = [twin if is_blank(value) else value for value, twin in pairs]
