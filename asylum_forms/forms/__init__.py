"""Forms: tables of items, answers, continuation sheets, official PDFs and Word templates."""
