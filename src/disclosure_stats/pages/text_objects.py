"""The text objects that some characters of a page belong to."""

from collections.abc import Iterable
from functools import cached_property

from disclosure_stats.pages import _pdfium_calls as calls


class TextObjects(dict[int, calls.Handle]):
    """The text objects at some addresses (null for none), each once, alive while their page is."""

    def __init__(self, addresses: Iterable[int | None]) -> None:
        different = dict.fromkeys(addresses)
        super().__init__((each, calls.Handle(each)) for each in different if each is not None)

    @cached_property
    def fonts(self) -> list[int | None]:
        """The address of the font of each, in their order."""
        return list(map(calls.get_font, self.values()))
