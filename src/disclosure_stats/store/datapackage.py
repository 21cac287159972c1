"""The tables described for machines: a Frictionless Data Package beside them.

Source of the format: the Data Package and Table Schema specifications, version 2.
"""

import json
from typing import Any

from disclosure_stats.store.code_book import closed_codes, codes_of
from disclosure_stats.store.schemas import CONTRACT_VERSION, TABLES, Column, Kind

DATAPACKAGE = "datapackage.json"
CONTRACT = "contract_version"
_FIELD_TYPES: dict[Kind, str] = {
    "string": "string",
    "code": "string",
    "int8": "integer",
    "int16": "integer",
    "int32": "integer",
    "int64": "integer",
    "float32": "number",
    "float64": "number",
    "boolean": "boolean",
}


def datapackage_json() -> str:
    """The text of `datapackage.json`."""
    resources = [
        {
            "name": table.name,
            "path": f"{table.name}.parquet",
            "format": "parquet",
            "description": table.description,
            "schema": {"fields": [_field(table.name, column) for column in table.columns]},
        }
        for table in TABLES.values()
    ]
    package = {
        "name": "disclosure-stats",
        "profile": "data-package",
        CONTRACT: CONTRACT_VERSION,
        "resources": resources,
    }
    # With an indent it is written in Python, which takes a third of a short run's last steps.
    return json.dumps(package, ensure_ascii=False) + "\n"


def _field(table: str, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FIELD_TYPES[column.kind],
        "description": column.description,
    }
    codes = closed_codes(table, column.name)
    if codes:
        names = {
            code.code: f"{code.label_zh} | {code.label_en}" for code in codes_of(table, column.name)
        }
        field["constraints"] = {"enum": list(codes)}
        field["categories"] = [{"value": code, "label": names[code]} for code in codes]
    return field
