"""Translation: units and their states (XLIFF), memory and glossary, drafts by a local engine, checks, confirmation.

`desk` is where the others meet it: documents of a case opened and kept, filled with drafts, and their confirmed words remembered.
"""
