"""What a meeting is given: figures, slides, a workbook and the list of sources."""
