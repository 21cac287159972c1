"""What names a cell of the statutory tables, and which column holds its number."""

CellKey = tuple[str, str, str]
"""Table, row code, column code."""


KEYS = {
    "disclosures": ("item", "measure", "value"),
    "requests": ("outcome", "applicant", "count"),
    "appeals": ("stage", "result", "count"),
    "indicators": ("indicator", "period", "value"),
}
