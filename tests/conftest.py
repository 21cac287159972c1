"""Settings of the whole suite."""

import os

import pytest
from fonts_for_pictures import draw_with_noto
from hypothesis import settings

draw_with_noto()
os.environ["LC_ALL"] = "C.UTF-8"  # what commands say by the locale shall be the same everywhere

# The same examples in each run, and no clock, so that the outcome is that of the code alone;
# `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")

# Two kernels that start at once may choose the same port (jupyter/jupyter_client#487).
STARTS_KERNELS = ("test_gallery.py", "test_lab_in_browser.py", "test_notebooks.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where the suite runs on several cores, a file's tests stay together: they share what is
    costly to make."""
    for item in items:
        name = item.path.name
        group = "kernels" if name in STARTS_KERNELS else name
        item.add_marker(pytest.mark.xdist_group(group))
