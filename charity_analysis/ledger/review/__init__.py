"""What is held as a workbook to fill in, and what was filled in as corrections."""
