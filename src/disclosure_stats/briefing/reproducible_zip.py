"""Office files that are the same bytes each time they are made of the same content."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def without_dates(archive: bytes) -> bytes:
    """The same ZIP archive with the oldest date that ZIP knows on each member."""
    written = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name)  # dated 1980-01-01
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return written.getvalue()
