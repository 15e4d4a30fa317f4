"""The engine: from one guided record to a filing. It knows no country."""
