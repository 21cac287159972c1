"""What can be told of a Word file of before 2007 without reading it."""

from disclosure_stats.errors import ReadingError

_SECTOR = 512
_SIGNATURE = b"\xec\xa5"  # of the block with which the stream of the text begins
_FLAGS_AT = 0x0B
_ENCRYPTED = 0x01


def check_not_encrypted(data: bytes) -> None:
    """Raises ReadingError (`password_required`) for a .doc that is encrypted."""
    for start in range(0, len(data) - _SECTOR, _SECTOR):
        if data.startswith(_SIGNATURE, start):
            if data[start + _FLAGS_AT] & _ENCRYPTED:
                raise ReadingError("password_required", "the Word file is encrypted")
            return
