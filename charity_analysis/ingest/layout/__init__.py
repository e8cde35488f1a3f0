"""One sheet → its tables: titles, headers, units, rows of data and rows that are none, totals."""
