"""Figures → tables, charts, the notebook run and the HTML report."""
