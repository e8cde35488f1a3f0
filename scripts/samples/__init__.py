"""The two samples of raw spreadsheets: cangshan (published facts) and demo (synthetic), written from code."""
