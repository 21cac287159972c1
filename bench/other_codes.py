"""PDFs whose text says other numbers than they print: their fonts' codes are exchanged."""

import io
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ContentStream,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

_HEX = rb"<([0-9A-Fa-f]+)>\s*"
_RANGE = re.compile(_HEX + _HEX + _HEX)
_CHAR = re.compile(_HEX + _HEX)
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)
_DIGITS = [f"{ord(digit):04x}" for digit in "0123456789"]
_OTHERS = [f"{ord(other):04x}" for other in (" ", "\u3000", ".", "-", ",", "\xb2", "O", "\u200b")]
_POINT = f"{ord('.'):04x}"

Operation = tuple[Any, Any]
"""Operands and operator."""

Codes = dict[bytes, str]
"""The Unicode of each code of a font, both as hexadecimal digits."""


def _two_exchanged(codes: Codes, digits: list[bytes], chance: Random) -> Codes:
    one, other = chance.sample(digits, 2) if len(digits) > 1 else digits * 2
    return {**codes, one: codes[other], other: codes[one]}


def _one_as_another(codes: Codes, digits: list[bytes], chance: Random) -> Codes:
    one = chance.choice(digits)
    return {**codes, one: chance.choice([text for text in _DIGITS if text != codes[one]])}


def _all_shifted(codes: Codes, digits: list[bytes], chance: Random) -> Codes:
    step = chance.randrange(1, 10)
    moved = {code: _DIGITS[(_DIGITS.index(codes[code]) + step) % 10] for code in digits}
    return {**codes, **moved}


def _one_as_no_digit(codes: Codes, digits: list[bytes], chance: Random) -> Codes:
    return {**codes, chance.choice(digits): chance.choice(_OTHERS)}


def _point_as_digit(codes: Codes, digits: list[bytes], chance: Random) -> Codes:
    points = [code for code, text in codes.items() if text == _POINT]
    return {**codes, **dict.fromkeys(points, chance.choice(_DIGITS))}


_WAYS: list[Callable[[Codes, list[bytes], Random], Codes]] = [
    _two_exchanged,
    _one_as_another,
    _all_shifted,
    _one_as_no_digit,
    _point_as_digit,
]


def with_other_codes(data: bytes, chance: Random) -> bytes | None:
    """`data` printing the same with other codes: of a font in all its text, of a copy of it that
    prints a few numbers alone, or as a text that the file gives for a number (ActualText). Null
    where it prints no digits by fonts that say their Unicode."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change = chance.choice([_whole_font, _whole_font, _few_numbers, _claims])
    pages = list(writer.pages)
    chance.shuffle(pages)
    if not any(change(writer, page, chance) for page in pages):
        return None
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _whole_font(writer: PdfWriter, page: PageObject, chance: Random) -> bool:
    fonts = list(_fonts(page).values())
    chance.shuffle(fonts)
    return any(_give_other_codes(writer, font, chance) for font in fonts)


def _few_numbers(writer: PdfWriter, page: PageObject, chance: Random) -> bool:
    """Sets up to five numbers of a page in a copy of their font that has other codes."""
    content = ContentStream(page.get_contents(), writer)
    shown = _numbers_shown(page, content)
    if not shown:
        return False
    _, name, _ = chance.choice(shown)
    own = [one for one in shown if one[1] == name]
    copy = DictionaryObject(_fonts(page)[name])
    if not _give_other_codes(writer, copy, chance):
        return False
    fonts = page["/Resources"]["/Font"].get_object()  # type: ignore[index]
    fonts[NameObject("/Other")] = writer._add_object(copy)
    chosen = {index for index, _, _ in chance.sample(own, min(5, len(own)))}
    sizes = {index: size for index, _, size in own}
    operations: list[Operation] = []
    for index, operation in enumerate(content.operations):
        if index in chosen:
            size = FloatObject(sizes[index])
            operations.append(([NameObject("/Other"), size], b"Tf"))
            operations.append(operation)
            operations.append(([NameObject(name), size], b"Tf"))
        else:
            operations.append(operation)
    _set_content(writer, page, content, operations)
    return True


def _claims(writer: PdfWriter, page: PageObject, chance: Random) -> bool:
    """Gives up to five numbers of a page another number as their ActualText."""
    content = ContentStream(page.get_contents(), writer)
    shown = _numbers_shown(page, content)
    chosen = {index for index, _, _ in chance.sample(shown, min(5, len(shown)))}
    operations: list[Operation] = []
    for index, operation in enumerate(content.operations):
        if index in chosen:
            claim = DictionaryObject(
                {NameObject("/ActualText"): TextStringObject(str(chance.randrange(1, 999)))}
            )
            operations.append(([NameObject("/Span"), claim], b"BDC"))
            operations.append(operation)
            operations.append(([], b"EMC"))
        else:
            operations.append(operation)
    _set_content(writer, page, content, operations)
    return bool(chosen)


def _set_content(
    writer: PdfWriter, page: PageObject, content: ContentStream, operations: list[Operation]
) -> None:
    content.operations = operations
    page[NameObject("/Contents")] = writer._add_object(content)


def _numbers_shown(page: PageObject, content: ContentStream) -> list[tuple[int, str, float]]:
    """The operations of a page that show digits and nothing else, by index, with the name and size
    of their font."""
    digits = {}
    for name, font in _fonts(page).items():
        codes = _codes_of(font)
        width = len(next(iter(codes), b"")) // 2
        texts = {bytes.fromhex(code.decode()) for code in codes if codes[code] in _DIGITS}
        digits[name] = width, texts
    shown = []
    name, size = "", 0.0
    for index, (operands, operator) in enumerate(content.operations):
        if operator == b"Tf":
            name, size = str(operands[0]), float(operands[1])
        elif operator in (b"Tj", b"TJ") and name in digits:
            width, texts = digits[name]
            parts = operands[0] if operator == b"TJ" else operands
            text = b"".join(_bytes_of(one) for one in parts if isinstance(one, (str, bytes)))
            if width and text and len(text) % width == 0:
                used = {text[start : start + width] for start in range(0, len(text), width)}
                if used <= texts:
                    shown.append((index, name, size))
    return shown


def _bytes_of(text: object) -> bytes:
    return text if isinstance(text, bytes) else bytes(text.original_bytes)  # type: ignore[attr-defined]


def _fonts(page: DictionaryObject) -> dict[str, DictionaryObject]:
    resources = page.get("/Resources", DictionaryObject()).get_object()
    fonts = resources.get("/Font", DictionaryObject()).get_object()
    return {str(name): font.get_object() for name, font in fonts.items()}


def _give_other_codes(writer: PdfWriter, font: DictionaryObject, chance: Random) -> bool:
    codes = _codes_of(font)
    digits = sorted(code for code, text in codes.items() if text in _DIGITS)
    if not digits:
        return False
    changed = chance.choice(_WAYS)(codes, digits, chance)
    font[NameObject("/ToUnicode")] = writer._add_object(_as_stream(changed, len(digits[0])))
    return True


def _codes_of(font: DictionaryObject) -> Codes:
    if "/ToUnicode" not in font:
        return {}
    codes: Codes = {}
    stream = cast("StreamObject", font["/ToUnicode"].get_object())
    for kind, body in _BLOCK.findall(stream.get_data()):
        if kind == b"bfchar":
            codes |= {code.lower(): text.decode().lower() for code, text in _CHAR.findall(body)}
        else:
            codes |= dict(_in_ranges(body))
    return codes


def _in_ranges(body: bytes) -> Iterator[tuple[bytes, str]]:
    for first, last, text in _RANGE.findall(body):
        for step in range(int(last, 16) - int(first, 16) + 1):
            code = f"{int(first, 16) + step:0{len(first)}x}".encode()
            yield code, f"{int(text, 16) + step:0{len(text)}x}"


def _as_stream(codes: Codes, width: int) -> StreamObject:
    pairs = [f"<{code.decode()}> <{text}>" for code, text in sorted(codes.items())]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        f"1 begincodespacerange <{'0' * width}> <{'f' * width}> endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    stream = StreamObject()
    stream.set_data("\n".join(lines).encode())
    return stream
