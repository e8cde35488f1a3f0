"""The report's sections: each turns a half-year into one piece of the page, every figure cited with its rows."""
