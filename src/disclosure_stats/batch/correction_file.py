"""The corrections of a run, and those that the tables of before were made with."""

import hashlib

from disclosure_stats.checks.corrections import (
    Correction,
    CorrectionsError,
    changed_files,
    load_corrections,
)
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.snapshot import CORRECTIONS

CORRECTED_BY = " corrected by "
"""What stands between the version of the code and that of the corrections."""


class Corrections:
    """What a run corrects: `by_file` the corrections of each file, `changed` the files whose
    corrections are not those of before, by the identifier of their first report. What they were
    before is of no matter when all is read again (`force`)."""

    def __init__(self, folder: Folder, data: bytes | None, force: bool) -> None:
        self._folder = folder
        self._data = data
        now = load_corrections(data) if data is not None else ()
        by_file: dict[str, list[Correction]] = {}
        for correction in now:
            by_file.setdefault(correction.file_id, []).append(correction)
        self.by_file = {file_id: tuple(own) for file_id, own in by_file.items()}
        self.changed = changed_files(() if force else self._before(), now)

    @property
    def version(self) -> str:
        """What is added to the version of what was read with them; nothing without any."""
        if not self.by_file:
            return ""
        return f"{CORRECTED_BY}{hashlib.sha256(self._data or b'').hexdigest()[:16]}"

    def _before(self) -> tuple[Correction, ...]:
        if not self._folder.is_file(CORRECTIONS):
            return ()
        try:
            return load_corrections(self._folder.read_bytes(CORRECTIONS))
        except CorrectionsError as problem:
            raise OSError(f"{CORRECTIONS} was changed by hand: {problem}; use --force") from problem

    def keep(self, home: str) -> None:
        """Write them beside the tables in the subfolder `home`, for the next run to compare."""
        if self._data is not None and self.by_file:
            self._folder.write_text(f"{home}/{CORRECTIONS}", self._data.decode("utf-8-sig"))
