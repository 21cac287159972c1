"""What the second reader looks at to tell the channel of a posting."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from disclosure_stats.postings.channels import one_channel
from disclosure_stats.postings.mentions import OPENERS, Mention
from disclosure_stats.postings.tokens import Token

_NAMES = frozenset({"channel", "weak_channel", "name"})
_ALWAYS = ("all", "other", "new_media")
_BY_UNIT = ("notice_board", "print", "meeting")
_JOINTS = frozenset({"semicolon", "comma", "pause", "open", "close", "colon"})
_FARTHEST_BEHIND = 30  # tokens
_FARTHEST_BEFORE = 120  # tokens
_SENTENCES_BACK = 3
_SENTENCE_ENDS = "。\n"
_GAPS = (1, 2, 3, 6, 12)  # characters
_SEVERAL = 4


class Others(NamedTuple):
    """The channels of the posting before in the sentence, of the whole, and of the posting after
    in the sentence; null without one."""

    before: str | None
    whole: str | None
    after: str | None


def channel_options(
    text: str, tokens: Sequence[Token], mention: Mention, others: Others
) -> Mapping[str, Sequence[str]]:
    """The features of each channel that a posting may be on, beside `others`."""
    before, whole, after = others
    options: dict[str, list[str]] = {code: [] for code in _ALWAYS}
    named: dict[str, int] = {}
    for region, words in _regions(tokens, mention).items():
        names = [token for token in words if token.kind in _NAMES and token.code]
        if names:
            named[region] = len({token.code for token in names})
            _of_region(options, text, region, names, mention)
            _of_weak(options, region, names, whole)
            if region == "behind":
                for code in {token.code for token in names}:
                    taken = None if after is None else after == code
                    options[code].append(f"behind, taken {taken}")
                    options[code].append(f"behind, taken {taken} {[*named]}")
    _of_lists(options, tokens, mention)
    said = [token.kind for token in tokens[mention.segment : mention.index]]
    opens = mention.opens or not OPENERS.isdisjoint(said)
    here = f"{opens} {'clause' in named or 'segment' in named}"
    joint = next((kind for kind in said if kind in _JOINTS), None)
    sums_up = "totals" in said
    if before is not None:
        options.setdefault(before, []).extend(
            ("same", f"same {here} {joint}", f"same {here} {sums_up}")
        )
    if whole is not None:
        options.setdefault(whole, []).extend(("whole's", f"whole's {here}"))
    options["all"] += (
        f"no name but in {[*named]}",
        f"none {here} {sums_up} {before is None} {whole is None}",
        f"none {named.get('clause', 0)} {named.get('segment', 0)}",
    )
    for code in _BY_UNIT:
        options.setdefault(code, [])
    for code, features in options.items():
        features += (f"is {code}", f"{code} unit={mention.number.unit}")
    return options


def _regions(tokens: Sequence[Token], mention: Mention) -> dict[str, Sequence[Token]]:
    """The words around a number: its clause, the clauses before it since the last number, the
    sentence before that, what stands behind, up to the next count of items and beyond, and an
    earlier sentence."""
    begin = _sentence(tokens, mention.segment)
    behind: list[Token] = []
    beyond: list[Token] = []
    following = behind
    for token in tokens[mention.index + 1 : mention.index + _FARTHEST_BEHIND]:
        if token.kind in ("stop", "semicolon"):
            break
        if token.number is not None and token.number.unit_class.startswith("item"):
            following = beyond
        following.append(token)
    return {
        "clause": tokens[mention.clause : mention.index],
        "segment": tokens[mention.segment : mention.clause],
        "sentence": tokens[begin : mention.segment],
        "behind": behind,
        "beyond": beyond,
        "earlier": _sentence_before(tokens, begin),
    }


def _sentence(tokens: Sequence[Token], index: int) -> int:
    """Where the sentence of a token begins, or as far back as is looked."""
    index = max(0, index)
    farthest = max(0, index - _FARTHEST_BEFORE)
    while index > farthest and tokens[index - 1].kind != "stop":
        index -= 1
    return index


def _sentence_before(tokens: Sequence[Token], begin: int) -> Sequence[Token]:
    """The last sentence before that names a channel or holds a number, if it is near."""
    for _ in range(_SENTENCES_BACK):
        end, begin = begin, _sentence(tokens, begin - 1)
        if any(one.kind in _NAMES or one.number for one in tokens[begin:end]):
            return tokens[begin:end]
    return ()


def _of_region(
    options: dict[str, list[str]],
    text: str,
    region: str,
    names: Sequence[Token],
    mention: Mention,
) -> None:
    """Add what the names of channels in a region say for each of them."""
    codes = list(dict.fromkeys(token.code for token in names))
    several = min(len(codes), _SEVERAL)
    for token in names:
        is_last = token is names[-1]
        features = options.setdefault(token.code, [])
        features += (f"{region} {token.kind} {is_last}", f"{region} {is_last} of {several}")
        if region in ("clause", "segment"):
            features += (
                f"then {text[token.end : token.end + 1]}",
                f"then {text[token.end : token.end + 2]}",
                f"led {_led(text, token)}",
            )
            if is_last:
                features.append(f"gap {region} {_gap(mention.token.start - token.end)}")
        elif region == "behind":
            features += (
                f"behind, led {text[token.start - 1 : token.start]}",
                f"behind {_gap(token.start - mention.token.end)}",
            )
    if len(codes) > 1:
        options.setdefault(one_channel(codes), []).append(f"all of {region} {several}")
        options["other"].append(f"{region} together")


def _of_weak(
    options: dict[str, list[str]], region: str, names: Sequence[Token], whole: str | None
) -> None:
    """Add whether names that say little, 专栏, 平台, stand alone under a whole with a channel."""
    if any(token.kind != "weak_channel" for token in names):
        return
    for code in {token.code for token in names}:
        options[code].append(f"weak {region}, whole's {whole == code} {whole in (None, 'all')}")
    if whole is not None:
        options.setdefault(whole, []).append(f"whole's, weak {region} {whole == 'all'}")


def _led(text: str, token: Token) -> str:
    """The two characters before a word, within its sentence."""
    before = text[max(0, token.start - 2) : token.start]
    return before[max(map(before.rfind, _SENTENCE_ENDS)) + 1 :]


def _gap(characters: int) -> int:
    return sum(characters >= gap for gap in _GAPS)


def _of_lists(options: dict[str, list[str]], tokens: Sequence[Token], mention: Mention) -> None:
    """Add what a group of channels before says for the one whose turn it is: 分别."""
    counted, index = 0, mention.index - 1
    deals_out = False
    end = max(0, index - _FARTHEST_BEFORE)
    while index >= end and tokens[index].kind not in _NAMES and tokens[index].kind != "stop":
        counted += tokens[index].number is not None
        deals_out |= tokens[index].kind == "respective"
        index -= 1
    group = list(_group(tokens, index, end))[::-1]
    if len(group) > 1 and counted < len(group):
        options.setdefault(group[counted], []).append(f"turn {deals_out}")


def _group(tokens: Sequence[Token], index: int, end: int) -> Iterator[str]:
    """The channels that stand side by side up to a token, the last first."""
    while index >= end and tokens[index].kind in (*_NAMES, "pause", "villages", "item"):
        if tokens[index].kind in _NAMES and tokens[index].code:
            yield tokens[index].code
        index -= 1
