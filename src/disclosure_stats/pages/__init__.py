"""Bytes become pages of words and ruling lines."""
