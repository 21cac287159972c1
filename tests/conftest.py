"""Settings of the whole suite."""

from hypothesis import settings

# The same examples in each run, and no clock, so that the outcome is that of the code alone;
# `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")
