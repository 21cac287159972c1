"""Which division a place is: real names of the gazetteer, sampled in a fixed order."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from random import Random

import pytest

from disclosure_stats.pages.lines import Line
from disclosure_stats.places.crosswalk import parse, shipped
from disclosure_stats.places.gazetteer import chain_of, codes_of, is_code, level_of, names_from
from disclosure_stats.places.resolve import resolve
from disclosure_stats.places.split import split_name
from disclosure_stats.reading.identity.identify import Title, read_identity
from disclosure_stats.reading.identity.names import parse_body

DATA = files("disclosure_stats.places")


def rows() -> Iterator[tuple[str, str]]:
    """Name and code of every division of the gazetteer."""
    for line in (DATA / "names.tsv").read_text(encoding="utf-8").splitlines():
        name, *codes = line.split("\t")
        for code in codes:
            yield name, code


TOWNSHIPS = [(name, code) for name, code in rows() if level_of(code) == "township"]
BORNE = Counter(name for name, _ in TOWNSHIPS)
SAMPLE = Random(2023).sample(TOWNSHIPS, 200)


def test_every_name_is_found_by_itself_and_by_its_beginning() -> None:
    codes: dict[str, list[str]] = {}
    for name, code in rows():
        codes.setdefault(name, []).append(code)
    assert {name: list(codes_of(name)) for name in codes} == codes
    for beginning in ("一", "安", "新市", "龙"):
        assert names_from(beginning) == [name for name in codes if name.startswith(beginning)]
    assert not codes_of("新市")
    assert not names_from("\uffff")


def county_of(code: str) -> str:
    """The division next above a township: its county, or its prefecture without counties."""
    return list(chain_of(code))[-1][1]


def office_of(name: str) -> str:
    """The name of the body that runs a place, as reports print it."""
    if name.endswith("街道"):
        return f"{name}办事处"
    if name.endswith("办事处"):
        return name
    if name.endswith(("管委会", "委员会")):
        return name
    return name + ("人民政府" if name.endswith(("镇", "乡", "苏木")) else "管理委员会")


def code_of_body(body: str) -> str | None:
    names = parse_body(body)
    assert names is not None
    above = [name for name in (names.province, names.prefecture, names.county) if name]
    return resolve(names.place or "", names.level, above).code


def test_two_hundred_townships_with_their_county() -> None:
    codes = [resolve(name, "township", [county_of(code)]).code for name, code in SAMPLE]
    wrong = [pair for pair, code in zip(SAMPLE, codes, strict=True) if code not in (None, pair[1])]
    assert wrong == []
    assert sum(code is not None for code in codes) >= 190


def test_two_hundred_bodies_that_print_their_county() -> None:
    codes = [code_of_body(county_of(code) + office_of(name)) for name, code in SAMPLE]
    wrong = [pair for pair, code in zip(SAMPLE, codes, strict=True) if code not in (None, pair[1])]
    assert wrong == []
    assert sum(code is not None for code in codes) >= 190


def test_two_hundred_townships_without_any_context() -> None:
    """Null for a name that recurs; the code for one that does not, zones and farms set aside."""
    sample = Random(630).sample(TOWNSHIPS, 200)
    for name, code in sample:
        found = resolve(name, "township").code
        assert found in ((code,) if BORNE[name] == 1 else ()) or found is None
        if BORNE[name] == 1 and name.endswith(("镇", "乡", "街道")):
            assert found == code
    assert sum(BORNE[name] > 1 for name, _ in sample) >= 30


@pytest.mark.parametrize(
    "sentence",
    [
        "现公布{above}{place}2022年政府信息公开工作年度报告。",
        "本报告由{above}{place}党政办公室编制，如有疑问请与{place}联系。",
        "联系地址：{above}{place}建设路1号。",
        "2022年，{above}{place}严格按照要求开展工作。",
        "在{above}委、{above}政府的正确领导下，{place}认真贯彻落实条例。",
        "本报告的电子版可以在{above}人民政府门户网站下载。",
    ],
)
def test_the_county_in_a_sentence(sentence: str) -> None:
    resolved = 0
    for name, code in Random(7).sample(TOWNSHIPS, 100):
        text = sentence.format(above=county_of(code), place=name)
        body = office_of(name)
        row, _ = read_identity(Title(0, body, 2022), [Line(1, 0, 0, 400, 12, text, 12)], "")
        assert row["division_code"] in (code, None), body
        resolved += row["division_code"] == code
    assert resolved >= 95


def invented() -> list[str]:
    """Fifty names that no division bears, put together from the halves of real ones."""
    random, found = Random(50), []
    real = [name for name, _ in TOWNSHIPS if name.endswith(("镇", "乡")) and len(name) == 4]
    while len(found) < 50:
        name = random.choice(real)[:2] + random.choice(real)[1:]
        if not codes_of(name):
            found.append(name)
    return found


@pytest.mark.parametrize("above", [(), ("卢氏县",), ("澹溪县",), ("河南省", "三门峡市")])
def test_fifty_names_that_nobody_bears(above: tuple[str, ...]) -> None:
    for name in invented():
        resolution = resolve(name, "township", above)
        assert (resolution.code, resolution.candidates) == (None, ())


def test_no_township_of_the_country_is_taken_for_another() -> None:
    for name, code in TOWNSHIPS:
        chain = [above for _, above in chain_of(code)]
        assert resolve(name, "township", chain).code == code or name in chain


def test_every_division_above_is_found_by_its_full_name() -> None:
    for name, code in rows():
        if level_of(code) != "township":
            body = "".join(above for _, above in chain_of(code)) + name + "人民政府"
            assert code_of_body(body) == code, body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("卢氏县官道口镇人民政府", "411224103"),
        ("三门峡市官道口镇人民政府", "411224103"),  # a prefecture alone
        ("义乌市佛堂镇人民政府", "330782100"),  # a county-level city alone
        ("东莞市石龙镇人民政府", "441900102"),  # a prefecture without counties
        ("仙桃市人民政府", "429004"),  # 省直辖县级市
        ("石河子市人民政府", "659001"),
        ("南京市鼓楼区人民政府", "320106"),
        ("鼓楼区人民政府", None),  # four of them
        ("城关镇人民政府", None),
        ("卢氏县城关镇人民政府", "411224100"),
        ("市中区永安镇人民政府", None),  # two provinces have both
        ("枣庄市市中区永安镇人民政府", "370402104"),
        ("新市区安宁渠镇人民政府", "650104100"),
        ("北京市朝阳区来广营地区办事处", "110105032"),
        ("澹溪县官道口镇人民政府", None),  # the county is invented
        ("望蘅市官道口镇人民政府", None),
        ("卢氏县交通运输局", None),  # a department is no division
    ],
)
def test_bodies(body: str, code: str | None) -> None:
    names = parse_body(body)
    assert names is not None
    if names.level == "department":
        assert resolve(names.place or "", names.level).code is None
    else:
        assert code_of_body(body) == code


def test_a_name_that_ends_another() -> None:
    ends = [name for name, _ in TOWNSHIPS if name.startswith("东") and BORNE[name[1:]]]
    assert len(ends) > 50
    for name in ends:
        assert split_name(name) == ({}, name)


@pytest.mark.parametrize("written", ["红旗街道", "和平街道", "城区街道", "新市街道", "东区街道"])
def test_a_street_whose_name_begins_like_a_division(written: str) -> None:
    names = parse_body(f"{written}办事处")
    assert names is not None
    assert (names.place, names.county, names.level) == (written, None, "subdistrict")


def test_short_forms_are_taken_only_below_a_named_division() -> None:
    name, code = next((n, c) for n, c in TOWNSHIPS if n.endswith("白族彝族乡") and BORNE[n] == 1)
    short = name.removesuffix("白族彝族乡") + "乡"
    assert not codes_of(short)
    assert resolve(short, "township", [county_of(code)]).code == code
    assert resolve(short, "township").code is None
    assert resolve(name, "township").code == code


def test_a_township_and_a_town_of_one_name_are_two() -> None:
    assert resolve("官道口乡", "township", ["卢氏县"]).candidates == ()


def test_candidates_are_those_that_fit_and_all_where_none_does() -> None:
    ambiguous = resolve("永安镇", "township", ["市中区"])
    assert ambiguous.candidates == ("370402104", "511002104")
    assert not ambiguous.is_contradicted
    contradicted = resolve("官道口镇", "township", ["澹溪县"])
    assert contradicted.candidates == ("411224103",)
    assert contradicted.is_contradicted


def test_a_zone_is_not_resolved_by_its_name_alone() -> None:
    zones = [n for n, _ in TOWNSHIPS if n.endswith(("开发区", "园区", "农场")) and BORNE[n] == 1]
    assert len(zones) > 300
    assert not any(resolve(name, "township").code for name in zones)


CROSSWALK = """former_name\tcode\tuntil\tkind\tsource
旧名镇\t411224103\t2016-05-01\trenamed\tan example
并入乡\t411224103\t2016-05-01\tmerged\tan example
旧氏县\t411224\t2016-05-01\trenamed\tan example
""".splitlines()


def test_the_crosswalk_knows_former_names_until_they_ended() -> None:
    formers = parse(CROSSWALK)

    def code(place: str, county: str, year: int | None) -> str | None:
        return resolve(place, "township", [county], year, formers).code

    assert code("旧名镇", "卢氏县", 2016) == "411224103"
    assert code("旧名镇", "旧氏县", 2014) == "411224103"
    assert code("官道口镇", "旧氏县", 2015) == "411224103"
    assert code("旧名镇", "卢氏县", 2017) is None
    assert code("旧名镇", "卢氏县", None) is None
    assert code("旧名镇", "灵宝市", 2015) is None
    assert code("官道口镇", "旧氏县", 2020) is None


def test_a_merged_place_is_a_candidate_only() -> None:
    resolution = resolve("并入乡", "township", ["卢氏县"], 2015, parse(CROSSWALK))
    assert (resolution.code, resolution.candidates) == (None, ("411224103",))


@pytest.mark.parametrize(
    "row",
    [
        "旧名镇\t411224103\t2016-13-01\trenamed\tan example",
        "旧名镇\t999999999\t2016-05-01\trenamed\tan example",
        "旧名镇\t411224103\t2016-05-01\tmoved\tan example",
        "旧名镇\t411224103\t2016-05-01\trenamed\t",
        "旧名镇\t411224103",
    ],
)
def test_a_crosswalk_row_that_is_not_whole_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="crosswalk, line 2"):
        parse([CROSSWALK[0], row])


def test_the_shipped_crosswalk_loads() -> None:
    assert all(former.source for former in shipped())


def test_the_tables_are_whole_and_as_their_source_says() -> None:
    names = [line.split(b"\t")[0] for line in (DATA / "names.tsv").read_bytes().splitlines()]
    assert names == sorted(set(names))
    stated = tomllib.loads((DATA / "source.toml").read_text(encoding="utf-8"))
    counts = Counter(level_of(code) for _, code in rows())
    assert dict(counts) == stated["divisions"]
    assert all(is_code(code) for _, code in Random(1).sample(list(rows()), 200))
    assert not any(map(is_code, ("", "0", "419", "411224999", "41.22")))
    assert len({code for _, code in TOWNSHIPS}) == len(TOWNSHIPS)
