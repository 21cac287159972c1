"""The two typefaces of the corpus: Noto Serif and Noto Sans CJK SC, cut down and made TrueType.

The installed Noto fonts have PostScript outlines, which the browser embeds glyph by glyph at
several times the size; as TrueType, with only the characters in use, every producer embeds them
well.
"""

from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

_MAX_ERROR = 4  # font units of 1000 to the em: no difference at reading size
_LAYOUT_TABLES = ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]

FAMILIES = {"serif": "Corpus Noto Serif", "sans": "Corpus Noto Sans"}
_SOURCES = {"serif": "NotoSerifCJK-Regular.ttc", "sans": "NotoSansCJK-Regular.ttc"}

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


def make_fonts(characters: str, noto: Path, folder: Path) -> Path:
    """Write `serif.ttf` and `sans.ttf` for these characters; return a fontconfig file that offers
    those two alone."""
    wanted = {ord(c) for c in characters if c.isprintable()} | set(range(0x20, 0x7F))
    for style, family in FAMILIES.items():
        font = _simplified_chinese(noto / _SOURCES[style])
        options = Options(drop_tables=_LAYOUT_TABLES, hinting=False, notdef_outline=True)
        options.layout_features = []
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        missing = wanted - set(font.getBestCmap())
        if missing:
            raise ValueError(f"{family} lacks {''.join(map(chr, sorted(missing)))}")
        _to_truetype(font)
        _rename(font, family)
        font.save(folder / f"{style}.ttf")
    config = folder / "fonts.conf"
    config.write_text(_FONTCONFIG.format(folder=folder))
    return config


def _simplified_chinese(path: Path) -> TTFont:
    for font in TTCollection(path).fonts:
        family = font["name"].getDebugName(1)
        if family.endswith("CJK SC"):
            font.recalcTimestamp = False
            return font
    raise ValueError(f"{path} has no simplified Chinese face")


def _to_truetype(font: TTFont) -> None:
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, _MAX_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, outlines
    for outline in outlines.values():
        outline.recalcBounds(table)
    del font["CFF "]
    profile = font["maxp"]
    profile.tableVersion = 0x00010000
    for field in [
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    ]:
        setattr(profile, field, 0)
    profile.maxZones = 1
    profile.recalc(font)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def _rename(font: TTFont, family: str) -> None:
    names = {1: family, 2: "Regular", 3: family, 4: family, 6: family.replace(" ", "")}
    font["name"].names = [n for n in font["name"].names if n.nameID in (0, 13, 14)]
    for identifier, text in names.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)
