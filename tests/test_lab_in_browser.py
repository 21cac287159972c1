"""Notebooks in JupyterLab, opened and run in a real browser as a person would.

One of each kind: what only a browser shows are widgets, links and pictures. That every notebook
runs is held by test_notebooks.
"""

import json
import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("00_own_reports", "03_channel_mix", "07_review")
NOTEBOOKS = [ROOT / "notebooks" / f"{name}.ipynb" for name in KINDS]
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None,
    reason="no browser: chromium and chromedriver (Debian: chromium, chromium-driver) are missing",
)

SECONDS = 240
ASK_AGAIN_SECONDS = 10
# Without these, a browser in a closed network tries to reach its maker's hosts.
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
    "--window-size=1400,1800",
)


@pytest.fixture(scope="module")
def desk(home: Path) -> Path:
    """A folder like a checkout after `tasks.py lab`: notebooks, tables, settings."""
    shutil.copytree(ROOT / "notebooks", home / "my_work", dirs_exist_ok=True)
    return home


@pytest.fixture(scope="module")
def lab(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on loopback; gives its address with a %s for a notebook."""
    token = secrets.token_hex(16)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={desk}"]
    command += [f"--IdentityProvider.token={token}", "--LabApp.news_url="]
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(port, server)
            # Without reset, notebooks opened before come back, and may be what a menu acts on.
            yield f"http://127.0.0.1:{port}/lab/tree/my_work/%s?reset&token={token}"
        finally:
            server.terminate()
            server.wait(30)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers; fails when it ends, or after a while."""
    last = time.monotonic() + SECONDS
    while time.monotonic() < last and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            select.select([], [], [], 0.2)
    pytest.fail("JupyterLab did not start")


@pytest.fixture(scope="module")
def browser(lab: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    service = webdriver.ChromeService(executable_path=DRIVER)
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_in_the_browser(
    path: Path, lab: str, browser: object, desk: Path, tmp_path: Path
) -> None:
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.wait import WebDriverWait

    def until(condition: object, seconds: int = SECONDS) -> object:
        wait = WebDriverWait(browser, seconds, ignored_exceptions=[WebDriverException])
        return wait.until(condition)

    def click(selector: str, text: str) -> None:
        """Gives up soon: a menu that was open is closed by the click, and is asked again."""

        def found(driver: object) -> bool:
            labels = driver.find_elements(By.CSS_SELECTOR, selector)
            for label in labels:
                if label.text == text and label.is_displayed():
                    label.click()
                    return True
            return False

        until(found, ASK_AGAIN_SECONDS)

    browser.get(lab % path.name)
    until(lambda driver: driver.find_elements(By.CSS_SELECTOR, ".jp-Notebook .jp-CodeCell"))

    def running(driver: object) -> bool:
        """The menu does nothing until the notebook has its kernel: then it is asked again."""
        click(".lm-MenuBar-itemLabel", "Run")
        click(".lm-Menu-itemLabel", "Run All Cells")

        def prompted(driver: object) -> bool:
            prompts = driver.find_elements(By.CSS_SELECTOR, ".jp-CodeCell .jp-InputPrompt")
            return any(prompt.text.strip() not in ("", "[ ]:") for prompt in prompts)

        return bool(until(prompted, ASK_AGAIN_SECONDS))

    until(running)
    copy = desk / "my_work" / path.name

    def saved_and_done(driver: object) -> bool:
        click(".lm-MenuBar-itemLabel", "File")
        click(".lm-Menu-itemLabel", "Save Notebook")
        try:
            everything = json.loads(copy.read_text("utf-8"))["cells"]
        except json.JSONDecodeError:  # it is just being written
            return False
        cells = [cell for cell in everything if cell["cell_type"] == "code"]
        failed = [o for cell in cells for o in cell["outputs"] if o["output_type"] == "error"]
        assert failed == []
        return all(cell["execution_count"] for cell in cells)

    until(saved_and_done)
    pictures = until(lambda d: d.find_elements(By.CSS_SELECTOR, ".jp-RenderedImage img"))
    sizes = [
        browser.execute_script("return [arguments[0].naturalWidth, arguments[0].naturalHeight]", p)
        for p in pictures
    ]
    assert sizes
    assert all(width > 300 and height > 100 for width, height in sizes)
    assert not browser.find_elements(By.CSS_SELECTOR, "[data-mime-type*='stderr'], .jp-mod-error")
    if path.stem != "00_own_reports":  # what was exported is within reach
        archive = f"exports/{path.stem[:2]}/all.zip"
        link = until(lambda d: d.find_element(By.CSS_SELECTOR, f"a[download][href*='{archive}']"))
        fetched = browser.execute_async_script(
            "fetch(arguments[0]).then(r => r.blob()).then(b => arguments[1](b.size))",
            link.get_attribute("href"),
        )
        assert fetched == (desk / "my_work" / archive).stat().st_size
    browser.execute_script("arguments[0].scrollIntoView()", pictures[0])
    browser.save_screenshot(str(tmp_path / f"{path.stem}.png"))
    assert Image.open(tmp_path / f"{path.stem}.png").convert("L").getextrema() != (255, 255)
