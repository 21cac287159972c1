"""Charts: each a function that takes a dataset and returns a matplotlib Figure.

All take `places` and `years` (None for all) and `language` ("zh" or "en").
"""

from disclosure_stats.charts.activity_lines import activities
from disclosure_stats.charts.channels import channel_mix
from disclosure_stats.charts.county import county_profile
from disclosure_stats.charts.coverage import coverage_grid
from disclosure_stats.charts.dots import denial_dots
from disclosure_stats.charts.dumbbell import boards_and_website
from disclosure_stats.charts.funnel import denial_funnel
from disclosure_stats.charts.heat import heat_map
from disclosure_stats.charts.maps import map
from disclosure_stats.charts.named_problems import problems
from disclosure_stats.charts.outcomes import request_outcomes
from disclosure_stats.charts.pages_in_common import reused_pages
from disclosure_stats.charts.profile import place_profile
from disclosure_stats.charts.reuse_map import reuse
from disclosure_stats.charts.volumes import posting_volumes

__all__ = [
    "activities",
    "boards_and_website",
    "channel_mix",
    "county_profile",
    "coverage_grid",
    "denial_dots",
    "denial_funnel",
    "heat_map",
    "map",
    "place_profile",
    "posting_volumes",
    "problems",
    "request_outcomes",
    "reuse",
    "reused_pages",
]
