"""Links in a notebook to the files that an export has written, and to all of them as a ZIP."""

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from disclosure_stats.languages import Language

ARCHIVE: Final = "all.zip"
_LISTED: Final = 200
_WORDS: Final = {
    "zh": (
        "全部文件打包",
        "写在",
        "点击下载；图片和数据表也可在左侧文件栏中打开。",
        "没有可导出的。",
    ),
    "en": ("all files as a ZIP", "written to", "Click to download.", "Nothing to export."),
}


class Downloads:
    """The files of an export: `files` are their paths, `archive` is the ZIP of all, None
    without files; a notebook shows links."""

    def __init__(self, files: Sequence[Path], archive: Path | None, language: Language) -> None:
        self.files = list(files)
        self.archive = archive
        self._language = language

    def __repr__(self) -> str:
        return "\n".join(map(str, filter(None, [self.archive, *self.files])))

    def _repr_html_(self) -> str:
        whole, written, how, nothing = _WORDS[self._language]
        if self.archive is None:
            return f"<p>{nothing}</p>"
        folder = self.archive.parent
        megabytes = self.archive.stat().st_size / 10**6
        first = f"{_link(self.archive, f'{whole}（{ARCHIVE}）')} {megabytes:.1f} MB"
        # What one opens comes before the many pictures.
        ordered = sorted(self.files, key=lambda path: (path.parent != folder, str(path)))
        others = "".join(
            f"<li>{_link(path, path.relative_to(folder).as_posix())}</li>"
            for path in ordered[:_LISTED]
        )
        return (
            f"<p><b>{first}</b></p><p>{how}</p><ul>{others}</ul>"
            f"<p>{written} {escape(str(folder.resolve()))}</p>"
        )


def download(files: Sequence[Path], language: Language = "zh") -> Downloads:
    """The files that `export_briefing` gives, as links of a notebook, with a ZIP of all of them
    beside them; without files, a sentence. Raises OSError when the ZIP cannot be written."""
    if not files:
        return Downloads([], None, language)
    folder = Path(os.path.commonpath([path.parent for path in files]))
    archive = folder / ARCHIVE
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for path in files:
            packed.write(path, path.relative_to(folder).as_posix())
    return Downloads(files, archive, language)


def _link(path: Path, text: str) -> str:
    # As seen from the notebook: JupyterLab and a page beside it both take that.
    there = quote(Path(os.path.relpath(path)).as_posix())
    return f'<a href="{escape(there)}" download>{escape(text)}</a>'
