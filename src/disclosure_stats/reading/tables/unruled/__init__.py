"""Rows of tables that have no rules, or too few."""
