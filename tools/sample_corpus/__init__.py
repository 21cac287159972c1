"""The generator of the sample corpus in `data/raw` and its truth in `tests/sample_truth`."""
