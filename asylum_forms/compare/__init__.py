"""Two filings of one case compared: pages, answers and exhibits that came, went or changed."""
