"""Names of bodies taken apart: the place, its level, and the divisions above it."""

import re
from dataclasses import dataclass

from disclosure_stats.places.split import levels_of, split_name
from disclosure_stats.text.han import HAN

SIGNATURE = re.compile(
    rf"{HAN}{{2,30}}(?:人民政府|办事处|管理委员会|管委会|管理局|委员会|局|办公室)"
)
"""What a body signs with: a name that ends in its office."""

_OFFICE = re.compile(
    r"(?:人民政府(?:党政|综合|行政)*办(?:公室|$)|人民政府|街道办事处|办事处|管理委员会|管委会|政府办公室|政府"
    r"|[村居]民委员会|[村居]委会"
    r"|(?<=[镇乡木道])(?:党政|综合|行政)*办(?:公室)?)$"
)
_OFFICE_ABOVE = re.compile("^(?:人民政府|管理委员会|管委会)")
_PARTY = re.compile(r"^(?:中共|中国共产党).{2,30}?(?:委员会|党委|工委)|(?:党委|党工委|工委)$")
_AWAY = re.compile("(?<=政府)驻.+办事处$")
_ERRAND = re.compile("(?:工作|服务|事务|管理|联络|移民)办事处$")  # what it is for, no place
_NATIONAL = re.compile("^国家.{2,6}局(?=.+[局队]$)")  # of which the body is a branch
_AREA_OFFICE = re.compile(r"(?<=区)(?:管理局|管理处)$")
_DEPARTMENT = re.compile(
    r"(?:局|委员会|办公室|中心|厅|委|院|队|公司|学校|协会|联合会|部|站|(?<!公)所|馆|处)$"
)
_PROVINCE = re.compile(rf"^({HAN}{{2,7}}?(?:省|自治区)|北京市|天津市|上海市|重庆市)")
_PREFECTURE = re.compile(rf"^({HAN}{{2,10}}?(?:自治州|地区|盟|市))(?={HAN}{{2}})")
_COUNTY = re.compile(rf"^({HAN}{{1,12}}?(?:自治县|自治旗|县|旗|市|林区|特区|区))(?={HAN}{{2}})")
_TOWNSHIP = re.compile(rf"{HAN}{{1,14}}(?:民族乡|民族苏木|镇|乡|苏木)$")
_STREET = re.compile(rf"{HAN}{{1,6}}(?<![乡镇])街")  # 某某区惠民街, as Guangdong writes
# Of any level, as the one that set it up has it: a district's, a county's, a prefecture's.
_ZONE = re.compile("(?:开发|商务|管理|工业|产业|度假|风景|保税|经济|高新|经开|集聚|功能)区$")
_AREA = re.compile("(?:县|区|旗|市|省|自治州|[农林牧渔]场)$")
_DIVISION = re.compile("(?:[省市县旗盟]|自治州|(?<!社)区)$")
_NO_NAME = re.compile("报告|公开|年度|我们|关于")
# What a place's name has that is run together with what stands before it.
_RUN_TOGETHER = re.compile("人民政府|办公室|委员会|网站|.{2}(?:镇|乡|街道|苏木).{2}")
_OWN_WORDS = frozenset(
    f"{whose}{what}"
    for whose in "我本全各"
    for what in ("镇", "乡", "乡镇", "街道", "县", "区", "市", "旗", "省")
) | {"乡镇", "镇街", "街镇", "镇街道", "乡镇街道"}
_ON_PATH = re.compile(rf"{HAN}{{1,12}}(?:省|自治区|市|自治州|地区|盟|县|区|旗)")


@dataclass(slots=True)
class Names:
    """What names say of a report: null where nothing says it."""

    body: str | None = None
    place: str | None = None
    level: str = "unknown"
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None


def parse_body(body: str) -> Names | None:
    """The parts of a body's name; null when it is no name of a public body.

    >>> names = parse_body("汾宁市岚皋原县西坳头乡人民政府")
    >>> names.prefecture, names.county, names.place, names.level
    ('汾宁市', '岚皋原县', '西坳头乡', 'township')
    """
    if _NO_NAME.search(body):
        return None
    is_errand = _AWAY.search(body) or _ERRAND.search(body)
    office = None if is_errand else _OFFICE.search(body)
    area_office = _AREA_OFFICE.search(body)
    rest = _NATIONAL.sub("", body)
    if office:
        rest = _before_office(body, office)
    elif area_office:
        rest = body[: area_office.start()]
    if len(rest) < 2:
        return None
    names = Names(body=body)
    rest = _OFFICE_ABOVE.sub("", _divisions(rest, names))
    named = _place_and_level(rest, names, office[0] if office else None, area_office is not None)
    if named is None or named[0] in _OWN_WORDS:
        return None
    names.place, names.level = named
    if names.level in ("county", "unknown") and names.place == names.county:
        names.county = None  # a place is not above itself
    return names


def _before_office(body: str, office: re.Match[str]) -> str:
    """What stands before a body's office; a subdistrict keeps the 街道 of its 街道办事处."""
    rest = _PARTY.sub("", body[: office.start()])
    is_subdistrict = office[0] in ("街道办事处", "办事处")
    return rest + "街道" if is_subdistrict and not rest.endswith(("街道", "地区")) else rest


def _place_and_level(
    rest: str, names: Names, office: str | None, is_area: bool
) -> tuple[str, str] | None:
    """The place of a body and its level, from its name without office and divisions; null when
    that names no public body. `names` has the divisions above."""
    if _RUN_TOGETHER.search(rest[:-1]) and rest.endswith(("街道", "镇", "乡", "苏木")):
        return None
    is_street = names.county is not None and _STREET.fullmatch(rest)
    if rest.endswith("街道") or office == "办事处" or is_street and not office:
        return rest, "subdistrict"
    if _TOWNSHIP.fullmatch(rest) and (office or not _DEPARTMENT.search(rest)):
        return rest, "township"
    if office or is_area:
        return rest, _level(rest, names, is_area)
    if _DEPARTMENT.search(rest):
        return names.county or names.prefecture or names.province or rest, "department"
    if _AREA.search(rest):
        return rest, _level(rest, names, area_office=False)
    return None


def _divisions(rest: str, names: Names) -> str:
    """Takes province, prefecture and county off the front of `rest`; gives what is left.

    What the gazetteer knows is taken by it, anything else by the kinds of its divisions.
    """
    known = split_name(rest)
    if known:
        for level, name in known[0].items():
            setattr(names, level, name)
        return known[1]
    match = _PROVINCE.match(rest)
    if match and len(rest) > match.end():
        names.province, rest = match[1], rest[match.end() :]
    match = _PREFECTURE.match(rest)
    if match and _COUNTY.match(rest[match.end() :]):
        names.prefecture, rest = match[1], rest[match.end() :]
    match = _COUNTY.match(rest)
    while match and _is_office_of(rest[match.end() :]):
        names.county, rest = match[1], rest[match.end() :]
        match = None
    if names.prefecture is None and (match := _PREFECTURE.match(rest)):
        left = rest[match.end() :]
        if re.search("(?:县|区|旗|市)$", left) and len(left) >= 2:
            names.prefecture, rest = match[1], left
    return rest


def _is_office_of(rest: str) -> bool:
    """Whether what follows a county's name is a body below it, not the tail of a name (新区)."""
    return bool(
        re.search(".(?:镇|乡|苏木|街道?|地区|[农林牧渔]场|片区|园区|村|社区)$", rest)
        or _ZONE.search(rest)
        or _DEPARTMENT.search(rest)
    )


def _level(place: str, names: Names, area_office: bool) -> str:
    known = levels_of(place)
    if len(known) == 1:
        return known.pop()
    if place.endswith(("片区", "园区", "农场", "林场", "牧场", "渔场")) or area_office:
        return "township"
    if _ZONE.search(place):
        return "unknown"
    if not _DIVISION.search(place):
        return "unknown"
    # A city under a prefecture that is named is a county's equal; else one cannot tell.
    return level_above(place, "county" if names.prefecture else None) or "unknown"


def places_on_path(source_path: str, place: str | None) -> list[str]:
    """The divisions that the folders of a path name, the outermost first."""
    return [
        part for part in source_path.split("/")[:-1] if _ON_PATH.fullmatch(part) and part != place
    ]


def level_above(name: str, default: str | None) -> str | None:
    """The level of a division above a township: by the gazetteer where it knows the name at one
    level alone, else by the kind that the name ends with; `default` for a city, whose kind leaves
    open whether it is a prefecture or a county.

    >>> level_above("三门峡市", None), level_above("义乌市", None), level_above("望蘅市", None)
    ('prefecture', 'county', None)
    """
    known = levels_of(name)
    if len(known) == 1:
        return known.pop()
    if name.endswith(("省", "自治区")):
        return "province"
    if name.endswith(("自治州", "地区", "盟")):
        return "prefecture"
    return default if name.endswith("市") else "county"
