"""Labels made comparable, and how alike two of them are."""

import re
from functools import lru_cache

from rapidfuzz.distance import Indel

from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.han import UNKNOWN
from disclosure_stats.text.marks import without_marks

_NOT_LABEL = re.compile(rf"(?:(?!{UNKNOWN})[\W_])+")
_NUMBERING = re.compile(
    r"^(?:其中[:：]?|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．,，)）]|\d{1,2}[)）]"
    r"|\d{1,2}\s*[、.．,，](?!\d)|\d{1,2}(?:\.\d{1,2}){1,2}(?!\d)|[①-⑳—–―─-])+"
)


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """What of a printed label is compared: folded, without numbering, punctuation and spaces.

    >>> label_key("（三） 3．危及“三安全一稳定”")
    '危及三安全一稳定'
    >>> label_key("3.1 收到申请数"), label_key("——其中：1.涉及国家秘密")
    ('收到申请数', '涉及国家秘密')
    """
    text = squeeze(without_marks(text)[0])
    stripped = _NUMBERING.sub("", text)
    return _NOT_LABEL.sub("", stripped) or _NOT_LABEL.sub("", text)


def similarity(one: str, other: str) -> float:
    """How alike two label keys are, from 0 to 1: Dice's coefficient over their longest common
    subsequence; 0 where one is empty. A character of `one` that is not known may be any.

    >>> similarity("�同意公开", "不同意公开"), round(similarity("�同意公开", "同意公开"), 2)
    (1.0, 0.89)
    """
    if UNKNOWN in one and len(one) == len(other):
        pairs = zip(one, other, strict=True)
        if all(character in (known, UNKNOWN) for character, known in pairs):
            return 1.0
    return Indel.normalized_similarity(one, other) if one and other else 0.0
