"""One cell → a value: amounts, dates, counts and numbers of documents, exact or refused."""
