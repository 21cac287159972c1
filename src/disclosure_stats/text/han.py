"""Which characters are Chinese ones, wherever Unicode has put them."""

HAN = (
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U000323af"
)
"""Ideographs of all blocks of Unicode 15.1 with their radicals and 〇, as what stands in the
brackets of a class of a regular expression."""
