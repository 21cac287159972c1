"""How results are kept: the schemas of the tables, Parquet and CSV, what was done already."""

import os

# Arrow's own pools take memory ahead and keep what they once had; the system's gives it back.
# Arrow reads this once, when it is first imported.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
