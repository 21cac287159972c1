"""Which characters are ideographs, in whatever block Unicode has put them."""

HAN = r"[^\W\d_A-Za-z]"
"""An ideograph in running text, as a regular expression: a letter that is not Latin. The blocks as
ranges, of which a pattern of names would hold a dozen, take milliseconds each to compile."""

HAN_BLOCKS = "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN_BLOCKS += "\U00020000-\U000323af"
"""The blocks themselves, with the radicals, as what stands in the brackets of a class."""

UNKNOWN = "\ufffd"
"""Stands for a character that is printed and has no code."""

_BLOCKS = tuple(map(range, (0x3400, 0x4E00, 0x20000), (0x4DC0, 0xA000, 0x323B0)))


def is_ideograph(character: str) -> bool:
    """Whether a text is one, and neither a radical nor a sign.

    >>> [is_ideograph(character) for character in ("镇", "𬕂", "、", "1")]
    [True, True, False, False]
    """
    return len(character) == 1 and any(ord(character) in block for block in _BLOCKS)
