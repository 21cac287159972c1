"""What the notebooks show besides charts: what was read, lists to choose from, tables that can be
sorted, links to what was written."""

from disclosure_stats.lab.downloads import download
from disclosure_stats.lab.pages import show
from disclosure_stats.lab.picking import pick
from disclosure_stats.lab.reading import read_own_reports
from disclosure_stats.lab.sorting import ends, sortable
from disclosure_stats.lab.workbooks import findings_workbooks

__all__ = ["download", "ends", "findings_workbooks", "pick", "read_own_reports", "show", "sortable"]
