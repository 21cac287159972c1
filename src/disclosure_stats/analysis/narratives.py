"""A researcher's own text read for postings, and each of its numbers explained."""

import pandas as pd

from disclosure_stats.analysis.frames import frame
from disclosure_stats.postings.narrative import read_narrative
from disclosure_stats.postings.rows import explanation_rows, posting_rows


def read_postings(text: str, *, year: int | None = None, explain: bool = False) -> pd.DataFrame:
    """What a narrative says was posted, channel by channel.

    `text` is prose as reports print it, a sentence or a whole section; `year` is the year reported
    on (by default the latest that the text names), which tells last year's figures from this
    year's. Gives one row a posting, in the order of the text, with the columns of the table
    `postings` but `report_id` and `page`. With `explain`, gives one row a number of the text
    instead: `number` as printed, `taken_for` (`posting`, or what else it counts), `why` in words,
    `otherwise` (why it may have to be read otherwise; missing where it need not), `tree` (channel,
    category and count, set in under its wholes), `posting_id` (missing where it is no posting) and
    its `sentence`.

    >>> read_postings("通过公示栏公开信息40余条，收到申请2件。")[["channel", "count", "unit"]]
            channel  count unit
    0  notice_board     40    条
    """
    narrative = read_narrative(text, year)
    if explain:
        columns = {"number": "string", "taken_for": "string", "why": "string"}
        columns |= {"otherwise": "string", "tree": "string"}
        columns |= {"posting_id": "Int64", "sentence": "string"}
        rows = explanation_rows(narrative)
        return pd.DataFrame(rows, columns=list(columns)).astype(columns)
    return frame("postings", posting_rows(narrative)).drop(columns=["report_id", "page"])
