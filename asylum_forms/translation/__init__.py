"""Translation, still to come: segments and their states (XLIFF), memory and glossary, drafts by a local engine, checks.

Until then translations come in as words of the record in the filing's language and as translated files of the evidence.
"""
