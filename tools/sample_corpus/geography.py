"""The invented bodies: one prefecture, four counties, sixteen towns, townships and subdistricts."""

from .model import HouseStyle, Place

PREFECTURE = "望蘅市"


def _layouts(form_2014: str, form_2019: str, form_2021: str) -> dict[str, str]:
    return {"2014": form_2014, "2019": form_2019, "2021": form_2021}


_PAGES = _layouts("page", "page", "page")
_EARLY = (2016, 2017, 2018, 2019)
HALF_WIDTH = HouseStyle(brackets="()", title_lines=1)

PLACES: tuple[Place, ...] = (
    Place(
        "苔矶镇",
        "澹溪县",
        PREFECTURE,
        "quiet",
        _layouts("gongwen", "portal", "portal"),
        missing=(2017,),
    ),
    Place(
        "蓼汀镇",
        "澹溪县",
        PREFECTURE,
        "small",
        _layouts("gongwen", "gongwen", "portal"),
        style=HALF_WIDTH,
    ),
    Place(
        "鸢尾坪乡",
        "澹溪县",
        PREFECTURE,
        "quiet",
        _layouts("sheet", "sheet", "article"),
        missing=(2016, 2018),
        style=HouseStyle(rules_row="dash"),
    ),
    Place(
        "砧石渡镇",
        "澹溪县",
        PREFECTURE,
        "small",
        _layouts("article", "portal", "portal"),
        style=HALF_WIDTH,
    ),
    Place(
        "栎心镇",
        "栎川县",
        PREFECTURE,
        "busy",
        _layouts("gongwen", "landscape", "landscape"),
        style=HouseStyle(digits="thousands"),
    ),
    Place(
        "雾栅乡",
        "栎川县",
        PREFECTURE,
        "quiet",
        _layouts("drawn", "drawn", "gongwen"),
        missing=(2019,),
        style=HouseStyle(rules_row="absent", unused="dash"),
    ),
    Place(
        "麂岭口镇",
        "栎川县",
        PREFECTURE,
        "small",
        _layouts("sheet", "landscape", "landscape"),
        missing=(2016,),
        old_form_years=(2021,),
        style=HALF_WIDTH,
    ),
    Place(
        "橡碗镇",
        "栎川县",
        PREFECTURE,
        "busy",
        _layouts("ruled", "ruled", "sheet"),
        style=HouseStyle(digits="thousands", title_lines=1),
    ),
    Place(
        "砚秋街道",
        "鹤砚区",
        PREFECTURE,
        "busy",
        _layouts("portal", "article", "drawn"),
        missing=(2017,),
    ),
    Place(
        "鹤汐街道",
        "鹤砚区",
        PREFECTURE,
        "small",
        _layouts("drawn", "gongwen", "ruled"),
        missing=(2020,),
        style=HouseStyle(digits="fullwidth"),
    ),
    Place(
        "萤沼镇",
        "鹤砚区",
        PREFECTURE,
        "small",
        _layouts("ruled", "drawn", "article"),
        county_in_title=True,
        style=HouseStyle(other_row="one"),
    ),
    Place(
        "笺桥街道",
        "鹤砚区",
        PREFECTURE,
        "quiet",
        _layouts("gongwen", "sheet", "drawn"),
        missing=(2016, 2023),
        style=HouseStyle(brackets="()", unused="blank"),
    ),
    # Web pages in words of their own: two places copy nothing, one itself, one its neighbour.
    Place("霁桥镇", "霁河县", PREFECTURE, "small", _PAGES, missing=_EARLY, wording="own"),
    Place("芦汀乡", "霁河县", PREFECTURE, "quiet", _PAGES, missing=_EARLY, wording="own"),
    Place("杼溪镇", "霁河县", PREFECTURE, "small", _PAGES, missing=_EARLY, wording="kept"),
    Place("柘亭乡", "霁河县", PREFECTURE, "quiet", _PAGES, missing=_EARLY, wording="neighbour"),
)
