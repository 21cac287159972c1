"""Settings of the whole suite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fonts_for_pictures import draw_with_noto
from hypothesis import settings

from disclosure_stats import Dataset, open_dataset
from disclosure_stats.settings import read_settings

draw_with_noto()
os.environ["LC_ALL"] = "C.UTF-8"  # what commands say by the locale shall be the same everywhere

# The same examples in each run, and no clock, so that the outcome is that of the code alone;
# `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("suite")

# Two kernels that start at once may choose the same port (jupyter/jupyter_client#487); these and
# the others share the tables of the samples.
SHARE_SAMPLES = ("test_gallery.py", "test_lab_in_browser.py", "test_notebooks.py")
SHARE_SAMPLES += ("test_panel.py", "test_sample_truth.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where the suite runs on several cores, a file's tests stay together: they share what is
    costly to make."""
    for item in items:
        name = item.path.name
        group = "samples" if name in SHARE_SAMPLES else name
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the settings and tables that `tasks.py extract` leaves, on the samples."""
    folder = tmp_path_factory.mktemp("home")
    samples = Path(__file__).resolve().parents[1] / "data" / "raw"
    command = [sys.executable, "-m", "disclosure_stats.own_reports", str(samples)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def samples(home: Path) -> Dataset:
    return open_dataset(read_settings(home).tables)
