"""One division, several ways to print its name."""

import re

# The officially recognised groups that autonomous divisions are named after (GB/T 3304), longest
# names first where one begins another.
_GROUPS = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|"
    "纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|"
    "鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各|民"
)
# 伊犁哈萨克自治州 and its like print the group without 族, and so do ethnic townships.
_BARE = "哈萨克|蒙古|柯尔克孜|鄂温克|鄂伦春|达斡尔"
_LONG = re.compile(
    rf"(.+?)(?:(?:{_GROUPS})族|(?:{_BARE})(?=自治|(?:{_BARE})*民族))+(?:自治)?([州县旗乡镇]|苏木)"
)
_KINDS = ("乡", "镇", "苏木", "县", "旗", "州")


def short_form(name: str) -> str:
    """The name without the groups that an autonomous division or an ethnic township is named
    after; the name itself where there are none.

    >>> short_form("玉屏侗族自治县"), short_form("云岚彝族苗族乡"), short_form("东乡族自治县")
    ('玉屏县', '云岚乡', '东乡族自治县')
    """
    match = _LONG.fullmatch(name)
    return match[1] + match[2] if match else name


def same_name(printed: str, official: str) -> bool:
    """Whether `printed` is the official name, in full or in its short form."""
    return official in (printed, short_form(printed)) or printed == short_form(official)


def office_forms(place: str) -> list[str]:
    """The spellings that differ only in the word for the office that runs the place.

    >>> office_forms("柳荫街道")
    ['柳荫街道', '柳荫街道办事处', '柳荫办事处']
    """
    forms = [place]
    if place.endswith("街"):  # 柳荫街, for 柳荫街道
        place += "道"
        forms.append(place)
    if place.endswith("街道"):
        forms += [f"{place}办事处", f"{place.removesuffix('街道')}办事处"]
    elif not place.endswith(_KINDS):
        forms += [f"{place}管委会", f"{place}管理委员会", f"{place}办事处"]
    return forms


def stem(place: str) -> str | None:
    """What stands before the kind of a township (乡, 镇, …); null where there is none."""
    for kind in _KINDS:
        if place.endswith(kind) and len(place) > len(kind):
            return place.removesuffix(kind)
    return None
