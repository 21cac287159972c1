"""Places' names in Latin letters, as atlases write them."""

import pytest

from disclosure_stats.charts.romanised import romanised


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("栎心镇", "Lixin Town"),
        ("砚秋街道", "Yanqiu Subdistrict"),
        ("雾栅乡", "Wuzha Township"),
        ("六安市", "Lu'an City"),  # not Liu'an: read as a word
        ("西安市", "Xi'an City"),
        ("吕梁市", "Lüliang City"),
        ("城关", "Chengguan"),
        ("镇", "Zhen"),
    ],
)
def test_names(name: str, latin: str) -> None:
    assert romanised(name) == latin
