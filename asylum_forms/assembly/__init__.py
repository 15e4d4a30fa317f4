"""Assembly: one PDF from many, written in one go and read back before anybody may file it."""
