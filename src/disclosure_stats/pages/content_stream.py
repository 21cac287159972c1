"""The content of a page, taken apart into operators for pdfminer to carry out.

pdfminer goes through a content byte by byte and logs each token: that is most of the time that it
takes for a page. A regular expression finds the same tokens.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT, literal_name

_REGULAR = rb"[^#/%\[\]()<>{}\s]"
_TOKENS = (
    rb"([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))"  # a number
    rb"|([A-Za-z]" + _REGULAR + rb"*|['\"])"  # an operator
    rb"|<(?!<)([\s0-9A-Fa-f]*)>?"  # a string in hexadecimal digits
    rb"|\(([^()\\]*)\)"  # a string
    rb"|/((?:" + _REGULAR + rb"|#)*)"  # a name
    rb"|(<<|\[)|(>>|\])"  # the begin and the end of a dictionary or an array
    rb"|(\()"  # the begin of a string with brackets or escapes in it
    rb"|%[^\r\n]*"
)
_TOKEN = re.compile(rb"[\0\s]*(?:" + _TOKENS + rb")")
# What sets pens and colours, builds and paints paths goes by as a whole, as a comment does.
_PATH = rb"(?:[-+.\s0-9]*+(?:re|RG|rg|[GgKkwJjMimlcvyhn]|[SsFfBbW]\*?)(?=\s))++"
_TOKEN_OF_TEXT = re.compile(_PATH + rb"|[\0\s]*(?:" + _TOKENS + rb")")
_NUMBER, _OPERATOR, _HEX, _STRING, _NAME, _BEGIN, _END, _LONG_STRING = range(1, 9)
_CONSTANTS = {b"true": True, b"false": False}
_INLINE_IMAGE = re.compile(rb"(?<!\S)BI\s")
_BRACKET = re.compile(rb"\\[\s\S]|[()]")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|([\s\S]))")
_ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"\r": b"", b"\n": b""}
_BYTE_OF_NAME = re.compile(rb"#([0-9A-Fa-f]{1,2})?")
_Operator = tuple[Callable[..., None] | None, int]


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter of the content of pages, with tokens found in a quicker way."""

    is_for_text = False  # and not for what is drawn beside it

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out what the content in `streams` says."""
        found = [stream_value(stream) for stream in streams]
        # A form is not drawn in itself; what has no number cannot be told from others.
        numbers = {stream.objid for stream in found if stream.objid is not None}
        numbers -= self.parent_stream_ids
        content = b"\n".join(stream.get_data() for stream in found if stream.objid in numbers)
        if _INLINE_IMAGE.search(content):  # its bytes are no tokens
            super().execute(streams)
            return
        self.stream_ids = numbers
        operators: dict[bytes, _Operator] = {}
        for is_operator, value in operands_and_operators(content, self.is_for_text):
            if not is_operator:
                self.push(value)
                continue
            if value not in operators:
                operators[value] = self._operator(value)
            carry_out, count = operators[value]
            if carry_out is not None:
                operands = self.pop(count)
                if len(operands) == count:
                    carry_out(*operands)

    def _operator(self, name: bytes) -> _Operator:
        """What carries out an operator, and of how many operands; null where nothing does."""
        spelled = name.decode("latin-1").replace("*", "_a").replace('"', "_w").replace("'", "_q")
        carry_out = getattr(self, f"do_{spelled}", None)
        return carry_out, carry_out.__code__.co_argcount - 1 if carry_out else 0


class TextInterpreter(Interpreter):
    """The same, but for paths, their pens and colours: they are passed over."""

    is_for_text = True


def operands_and_operators(content: bytes, is_for_text: bool = False) -> Iterator[tuple[bool, Any]]:
    """Each operator (true, and its name) behind its operands (false, and the value) in pdfminer's
    types; without those of paths, for text alone. Bytes that are no token are passed over."""
    token = _TOKEN_OF_TEXT if is_for_text else _TOKEN
    opened: list[tuple[bytes, list[Any]]] = []  # arrays and dictionaries, with what is in them
    position = 0
    while match := token.search(content, position):
        position = match.end()
        kind = match.lastindex
        if kind is None:  # a comment
            continue
        text = match[kind]
        if kind == _OPERATOR and not opened and text not in _CONSTANTS:
            yield True, text
            continue
        if kind == _BEGIN:
            opened.append((text, []))
            continue
        if kind == _END:
            if not opened:
                continue
            begin, inside = opened.pop()
            value: Any = inside if begin == b"[" else _dictionary(inside)
        elif kind == _LONG_STRING:
            value, position = _long_string(content, position)
        else:
            value = _VALUES[kind](text)
        if opened:
            opened[-1][1].append(value)
        else:
            yield False, value


def _dictionary(inside: Sequence[Any]) -> dict[str, Any]:
    pairs = zip(inside[::2], inside[1::2], strict=False)
    return {literal_name(key): value for key, value in pairs if value is not None}


def _number(text: bytes) -> float:
    return float(text) if b"." in text else int(text)


def _hex_string(text: bytes) -> bytes:
    digits = b"".join(text.split())
    if len(digits) % 2:
        digits = digits[:-1] + b"0" + digits[-1:]  # as pdfminer takes a digit alone
    return bytes.fromhex(digits.decode("ascii"))


def _long_string(content: bytes, start: int) -> tuple[bytes, int]:
    """The string that begins at `start`, behind its bracket, and the place behind its end."""
    depth, position = 1, start
    while depth and (match := _BRACKET.search(content, position)):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        position = match.end()
    if depth:
        return b"", len(content)
    return _ESCAPE.sub(_unescaped, content[start : position - 1]), position


def _unescaped(match: re.Match[bytes]) -> bytes:
    octal, character = match.groups()
    if octal:
        return bytes((int(octal, 8) % 256,))
    return _ESCAPED.get(character, character) if character else b""


def _name(text: bytes) -> Any:
    if b"#" in text:
        text = _BYTE_OF_NAME.sub(
            lambda found: bytes((int(found[1], 16),)) if found[1] else b"", text
        )
    try:
        return LIT(text.decode())
    except UnicodeDecodeError:
        return LIT(text)


_VALUES: dict[int, Callable[[bytes], Any]] = {
    _NUMBER: _number,
    _OPERATOR: _CONSTANTS.get,  # within brackets: true, false or null
    _HEX: _hex_string,
    _STRING: bytes,
    _NAME: _name,
}
