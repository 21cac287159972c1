"""Whose report it is, and on which year."""
