"""The content of a page, taken apart into operators for pdfminer to carry out.

pdfminer goes through a content byte by byte and logs each token: that is most of the time that it
takes for a page. A regular expression finds the same tokens, an operator with its operands at once.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT, literal_name

_SPACE = rb"[\0\s]*+"
_REGULAR = rb"[^#/%\[\]()<>{}\s]"
_NUMBER = rb"[-+]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)"
_INSTRUCTION = (  # an operator behind the operands that most have: any of these may be missing
    rb"(?:/((?:" + _REGULAR + rb"|#)*+)" + _SPACE + rb")?+"  # a name
    rb"(?:(" + _NUMBER + rb"(?:\s++" + _NUMBER + rb")*+)" + _SPACE + rb")?+"
    rb"(?:\(((?:[^()\\]++|\\[\s\S])*+)\)" + _SPACE + rb")?+"  # a string without brackets within
    rb"(?:<(?!<)([\s0-9A-Fa-f]*+)>?+" + _SPACE + rb")?+"  # a string in hexadecimal digits
    rb"([A-Za-z]" + _REGULAR + rb"*+|['\"])?+"
)
_BRACKETS = rb"(<<|\[)|(>>|\])"  # the begin and the end of a dictionary or an array
_TOKEN = re.compile(_SPACE + rb"(?:" + _BRACKETS + rb"|%[^\r\n]*+|" + _INSTRUCTION + rb")")
_CONSTANTS = {b"true": True, b"false": False}
_INLINE_IMAGE = re.compile(rb"(?<!\S)BI\s")
_BRACKET = re.compile(rb"\\[\s\S]|[()]")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ENDS_OF_LINES = (b"\r\n", b"\r", b"\n")
_CONTROLS = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r"}
_BYTE_OF_NAME = re.compile(rb"#([0-9A-Fa-f]{1,2})?")
_Operator = tuple[Callable[..., None] | None, int]


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter of the content of pages, with tokens found in a quicker way."""

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
        for name, operands in instructions(content):
            self.argstack += operands
            if name not in operators:
                operators[name] = self._operator(name)
            carry_out, count = operators[name]
            if carry_out is not None:
                arguments = self.pop(count)
                if len(arguments) == count:
                    carry_out(*arguments)

    def _operator(self, name: bytes) -> _Operator:
        """What carries out an operator, and of how many operands; null where nothing does."""
        spelled = name.decode("latin-1").replace("*", "_a").replace('"', "_w").replace("'", "_q")
        carry_out = getattr(self, f"do_{spelled}", None)
        return carry_out, carry_out.__code__.co_argcount - 1 if carry_out else 0


def instructions(content: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """Each operator with the operands that stand between it and the one before, in pdfminer's
    types. Bytes that are no token are passed over."""
    operands: list[Any] = []
    opened: list[tuple[bytes, list[Any]]] = []  # brackets, each with the operands before it
    position = 0
    while position < len(content) and (match := _TOKEN.match(content, position)):
        if match.end() == position:
            strings, position = _beyond_tokens(content, position)
            operands += strings
            continue
        position = match.end()
        begin, end, name, numbers, string, digits, operator = match.groups()
        if begin is not None:
            opened.append((begin, operands))
            operands = []
        elif end is not None:
            if opened:
                begin, before = opened.pop()
                before.append(operands if begin == b"[" else _dictionary(operands))
                operands = before
        else:
            if name is not None:
                operands.append(_name(name))
            if numbers is not None:
                operands += map(float, numbers.split())
            if string is not None:
                operands.append(_string(string))
            if digits is not None:
                operands.append(_hex_string(digits))
            if operator is None:
                continue
            if opened or operator in _CONSTANTS:
                operands.append(_CONSTANTS.get(operator))
            else:
                yield operator, operands
                operands = []


def _beyond_tokens(content: bytes, start: int) -> tuple[list[bytes], int]:
    """The string with brackets within that begins at `start`, if one does, and where to go on: else
    a byte is passed over."""
    if content[start : start + 1] != b"(":
        return [], start + 1
    depth, position = 1, start + 1
    while depth and (match := _BRACKET.search(content, position)):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        position = match.end()
    if depth:
        return [b""], len(content)
    return [_string(content[start + 1 : position - 1])], position


def _dictionary(inside: Sequence[Any]) -> dict[str, Any]:
    pairs = zip(inside[::2], inside[1::2], strict=False)
    return {literal_name(key): value for key, value in pairs if value is not None}


def _hex_string(text: bytes) -> bytes:
    digits = b"".join(text.split())
    if len(digits) % 2:
        digits = digits[:-1] + b"0" + digits[-1:]  # as pdfminer takes a digit alone
    return bytes.fromhex(digits.decode("ascii"))


def _string(written: bytes) -> bytes:
    if b"\\" not in written:
        return written
    return _ESCAPE.sub(lambda escape: _unescaped(escape[1]), written)


@lru_cache(maxsize=1024)
def _unescaped(escaped: bytes) -> bytes:
    """What stands behind a backslash, as it is meant."""
    if escaped in _ENDS_OF_LINES:
        return b""
    if escaped[0] in b"01234567":
        return bytes((int(escaped, 8) % 256,))
    return _CONTROLS.get(escaped, escaped)


@lru_cache(maxsize=1024)
def _name(text: bytes) -> Any:
    if b"#" in text:
        text = _BYTE_OF_NAME.sub(
            lambda found: bytes((int(found[1], 16),)) if found[1] else b"", text
        )
    try:
        return LIT(text.decode())
    except UnicodeDecodeError:
        return LIT(text)
