"""Fonts that need no font file: a predefined Chinese face, and odd text layers over it."""

from collections.abc import Iterable
from copy import deepcopy

from pdfminer.cmapdb import CMapDB
from reportlab.lib.rl_accel import escapePDF
from reportlab.lib.utils import asBytes
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase._cidfontdata import CIDFontInfo
from reportlab.pdfbase.cidfonts import UnicodeCIDFont, structToPDF

PLAIN = "STSong-Light"
_FIRST_FREE_CID = 31000

# Radicals and compatibility ideographs that producers put for the character that looks the same:
# the Kangxi block, CJK Radicals Supplement, CJK Compatibility Ideographs.
RADICALS = dict(
    zip(
        "一二八工大小生用方自人文行无立言力见长门车页风民西母理不年律量度金料类",
        "⼀⼆⼋⼯⼤⼩⽣⽤⽅⾃⼈⽂⾏⽆⽴⾔⼒⻅⻓⻔⻋⻚⻛⺠⻄⺟理不年律量度⾦料类",
        strict=True,
    )
)


def font_for(text_layer: str, characters: Iterable[str]) -> str:
    """The name of a registered font in which `characters` have the text layer asked for."""
    if text_layer == "plain":
        pdfmetrics.registerFont(UnicodeCIDFont(PLAIN))
        return PLAIN
    font = _OddFont(text_layer, sorted(set(characters)))
    pdfmetrics.registerFont(font)
    return str(font.fontName)


def width_of(text: str, size: float) -> float:
    """Width of `text` in points."""
    if PLAIN not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(PLAIN))
    return float(pdfmetrics.stringWidth(text, PLAIN, size))


class _OddFont(UnicodeCIDFont):  # type: ignore[misc]  # reportlab has no types
    """The Chinese face by glyph number, with a ToUnicode map of our choice or none."""

    def __init__(self, text_layer: str, characters: list[str]) -> None:
        super().__init__(PLAIN)
        self.name = self.fontName = f"odd-{text_layer}"
        self._text_layer = text_layer
        table = CMapDB.get_cmap("UniGB-UCS2-H").code2cid
        self._glyphs: dict[str, int] = {}
        for index, character in enumerate(characters):
            high, low = divmod(ord(character), 256)
            glyph = table.get(high, {}).get(low) if high < 256 else None
            self._glyphs[character] = glyph or _FIRST_FREE_CID + index

    def formatForPdf(self, text: str) -> str:  # the library's name
        codes = b"".join(self._glyphs[character].to_bytes(2, "big") for character in text)
        return str(escapePDF(codes))

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # the library's name
        name = f"F{len(doc.fontMapping) + 1}"
        description = deepcopy(CIDFontInfo[PLAIN])
        description["Name"] = "/" + name
        description["Encoding"] = "/Identity-H"
        if self._text_layer == "none":
            for descendant in description["DescendantFonts"]:
                descendant["CIDSystemInfo"]["Ordering"] = pdfdoc.PDFString("Identity")
        font = structToPDF(description)
        if self._text_layer != "none":
            stream = pdfdoc.PDFStream(content=asBytes(self._to_unicode()))
            font.dict["ToUnicode"] = doc.Reference(stream, f"{name}-unicode")
        doc.idToObject["BasicFonts"].dict[name] = doc.Reference(font, name)
        doc.fontMapping[self.name] = "/" + name

    def _to_unicode(self) -> str:
        lines = [
            f"<{glyph:04x}> <{self._unicode(character).encode('utf-16-be', 'surrogatepass').hex()}>"
            for character, glyph in self._glyphs.items()
        ]
        blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CMapName /Odd def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
            f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        )

    def _unicode(self, character: str) -> str:
        if self._text_layer == "private":
            return chr(0xE000 + list(self._glyphs).index(character))
        if self._text_layer == "garbage":
            return chr(0x1000 + 7 * list(self._glyphs).index(character))
        if self._text_layer == "other digits" and character.isdigit():
            return str((7 * int(character) + 3) % 10)
        if self._text_layer == "surrogates":
            return chr(0xDC00 + list(self._glyphs).index(character))
        if self._text_layer == "one surrogate" and character == "工":
            return chr(0xDC00)
        if self._text_layer == "foreign letters":  # what some codes stand for without a map
            return {"不": "ÿ", "行": "Œ", "讼": "œ", "开": "Â"}.get(character, character)
        return RADICALS.get(character, character)
