"""The books as a whole: what becomes of each fund, and what no single sheet can show."""
