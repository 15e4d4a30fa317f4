"""Preflight: what still stands in the way of filing."""
