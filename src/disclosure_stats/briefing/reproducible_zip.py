"""Office files that are the same bytes each time they are made of the same content."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_FIXED = b"2000-01-01T00:00:00Z"


def without_dates(archive: bytes) -> bytes:
    """The same ZIP archive with the oldest date that ZIP knows on each member, and with one fixed
    date in the properties of the workbooks in it (the numbers of charts on slides)."""
    written = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name)  # dated 1980-01-01
            member.compress_type = ZIP_DEFLATED
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = without_dates(content)
            elif name == _PROPERTIES:
                content = _MOMENT.sub(_FIXED, content)
            new.writestr(member, content)
    return written.getvalue()
