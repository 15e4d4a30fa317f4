"""Evidence: whatever file it is, a clean PDF of all its pages, or an error that says what to do."""
