"""A row of a table, as the package hands it on until pandas begins."""

from typing import Any

Row = dict[str, Any]
"""A row of an output table, keyed by the table's column names."""
