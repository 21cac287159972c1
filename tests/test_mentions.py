"""Divisions that running text mentions, and sentences that mention none."""

from pathlib import Path

import pytest

from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.identity.mentions import places_in_text

ODD = Path(__file__).resolve().parents[2] / "shared" / "odd"

NO_COUNTY = [
    "在我县政府的领导下",
    "加强镇和县政府的联系",
    "严格按照县政府要求，开展工作。",
    "认真落实市委、市政府决策部署。",
    "本市其他区县政府网站也有。",
    "联系地址：本市青山口镇文化路1号。",
    "会同县政府办公室开展检查。",
    "由省、市、县人民政府统一部署。",
    "由该县人民政府统一部署，各县区人民政府配合。",
    "全年新增公开市政府规章1件、市政府及市政府办政策性文件11件。",
    "贯彻省市县政府部署，执行省政府、市政府、县政府规定。",
    "感谢县政府网站支持。",
    "紧跟县委步伐，对标市委要求",
    "按照区政府办统一安排",
    "开发区政府网站发布",
    "向社区委员会公开",
    "通过县政府门户网站青山口镇专栏发布",
    "与兄弟县政府交流",
    "组织人员赴灵宝市人民政府学习",
    "前往河南省灵宝市政府考察",
    "市辖区人民政府",
]
COUNTIES = {
    "地址：望蘅市栎川县青山口镇文化路": ("望蘅市", "栎川县"),
    "本报告由岚皋原县青山口镇编制": (None, "岚皋原县"),
    "公众可在滑县人民政府网站查阅": (None, "滑县"),
    "马鞍山市和县政府网站": ("马鞍山市", "和县"),
    "在怀化市会同县政府网站": ("怀化市", "会同县"),
    "全年通过云汀区政府门户网站公开": (None, "云汀区"),
    "我镇在甫阳区委、甫阳区政府的正确领导下": (None, "甫阳区"),
    "全部发布。汾澜市政府网站公开22条": (None, "汾澜市"),
    "请与三门峡市卢氏县青山口镇联系": ("三门峡市", "卢氏县"),
    "在大化县政府网站": (None, "大化县"),
}


@pytest.mark.parametrize("text", NO_COUNTY)
def test_ordinary_sentences_name_no_county(text: str) -> None:
    names = places_in_text("青山口镇", text)
    assert (names.province, names.prefecture, names.county) == (None, None, None)


@pytest.mark.parametrize("text", COUNTIES)
def test_names_with_a_left_boundary_are_found(text: str) -> None:
    names = places_in_text("青山口镇", text)
    assert (names.prefecture, names.county) == COUNTIES[text]


@pytest.mark.skipif(not ODD.is_dir(), reason="the shared odd files are not here")
@pytest.mark.parametrize("path", sorted(ODD.glob("case26*.pdf")), ids=lambda path: path.stem)
def test_odd_files_that_name_no_county(path: Path) -> None:
    (report,) = read_document(path.read_bytes(), path.name)
    assert report.identity["county"] is None
