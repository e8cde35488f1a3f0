"""Checks of the rows that count, table by table, once repeats are held: what they leave unsaid."""
