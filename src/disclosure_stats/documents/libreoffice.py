"""Older Word files, RTF and OpenDocument become .docx through LibreOffice, where it is installed.

It runs in a folder of its own with a new profile, in which macros and links are off, and it is
ended when it takes too long or when the process that asked for it is.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from disclosure_stats.documents import guardian
from disclosure_stats.errors import ReadingError

MAX_SECONDS = 90.0
"""A report takes two to four seconds, nearly all of which is the start of the program."""

MAX_MEGABYTES = 8_192
"""Of address space: it asks for two gigabytes and uses a tenth of that."""

HOW_TO_INSTALL = (
    "install LibreOffice (Linux: apt install libreoffice-writer-nogui; else libreoffice.org)"
)
_NAMES = ("soffice", "libreoffice", "soffice.com")
_USUAL_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")
_NOWHERE = "http://127.0.0.1:9"  # nothing answers there: what a document links to is not fetched
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" \
xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">\
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


@lru_cache(maxsize=1)
def find_program() -> str | None:
    """The path of LibreOffice: on PATH, or in its usual places on the three systems."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    for place in _USUAL_PLACES:
        anchor = Path(place).anchor or "/"
        matches = sorted(Path(anchor).glob(place.removeprefix(anchor))) if "*" in place else []
        for path in matches or [Path(place)]:
            if path.is_file():
                return str(path)
    return None


def as_docx(data: bytes, suffix: str) -> bytes:
    """The document `data`, whose format the name ending `suffix` stands for, as .docx.

    Raises ReadingError: `needs_converter` without LibreOffice, `timed_out`, and `damaged` where
    nothing comes out.
    """
    program = find_program()
    if program is None:
        raise ReadingError("needs_converter", f"reading a .{suffix} file: {HOW_TO_INSTALL}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        source, out = Path(home, f"document.{suffix}"), Path(home, "out")
        profile = Path(home, "profile")
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        source.write_bytes(data)
        _run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nolockcheck",
                "--nodefault",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(out),
                str(source),
            ],
            home,
        )
        made = out / "document.docx"
        if not made.is_file():
            raise ReadingError("damaged", f"LibreOffice makes nothing of the .{suffix} file")
        return made.read_bytes()


def _run(command: list[str], home: str) -> None:
    """Runs LibreOffice under a guardian, which ends it with all that it starts: after a time, or
    when this process is gone."""
    environment = {k: v for k, v in os.environ.items() if k.lower() not in _PROXIES}
    environment |= {"HOME": home, "SAL_USE_VCLPLUGIN": "svp"} | dict.fromkeys(_PROXIES, _NOWHERE)
    limits = str(MAX_SECONDS), str(MAX_MEGABYTES)
    watched = [sys.executable, "-I", guardian.__file__, *limits, home]
    with subprocess.Popen(
        watched + command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        code = process.wait()
    if code == guardian.TIMED_OUT:
        message = f"LibreOffice took longer than {MAX_SECONDS:g} seconds"
        raise ReadingError("timed_out", message)
