"""Which posting is a part of which, by the sums: where the figures plainly split a whole."""

from collections.abc import Sequence
from itertools import pairwise

from disclosure_stats.postings.channels import one_channel
from disclosure_stats.postings.model import Posting, says_more
from disclosure_stats.postings.phrases import pattern, punctuation
from disclosure_stats.postings.repeats import parts_of

_PAUSE = "、"
_MARKS = tuple(",;")  # between the items of a list
_CLOSES = tuple(punctuation()["close"])
_NEAR = 40  # postings looked at on either side of a whole
_SHARE_BEFORE = pattern("share_before")
_SHARE_BEHIND = pattern("share_behind")
_NEWLY = pattern("newly")
_ENUMERATED = pattern("enumerated")
_HEADING = pattern("heading_below")
_NEAR_SHARE = 24  # characters
_SENTENCES_APART = 2  # from figure to figure, where nothing but the sum joins them


def join_by_figures(text: str, postings: list[Posting]) -> None:
    """Gives parts their whole by what the figures of a folded text say: their sums, the shares that
    are printed with them, and what is called new of another."""
    _join_by_sums(text, postings)
    _join_by_shares(text, postings)
    _join_newly(text, postings)


def _join_by_sums(text: str, postings: list[Posting]) -> None:
    """Gives parts their whole where the figures plainly split it: parts that no word marks, parts
    in the sentence after a 其中, and those of a list that does not say which figure it splits.
    Once more, as a whole may be split by others that were split first:
    公开 71 条。网站公开 26 条，动态 20 条，公告 6 条；公示栏公开 45 条."""
    _close_lists(postings)
    before = [one.parent for one in postings]
    _join_once(text, postings)
    if any(one.parent is not parent for one, parent in zip(postings, before, strict=True)):
        _join_once(text, postings)


def _close_lists(postings: Sequence[Posting]) -> None:
    """Put the parts of a list under the total that ends it, and such totals beside each other:
    其中网站文件 4 条、动态 8 条，共 12 条；专栏包括政策 9 条、计划 6 条，共 15 条."""
    for index, total in enumerate(postings):
        whole = total.parent
        if whole is None or not total.is_total:
            continue
        near = postings[max(0, index - _NEAR) : index]
        own = [one for one in near if one.parent is whole and one.start > whole.start]
        if len(own) > 1 and _splits(total, own):
            for part in own:
                part.parent = total
            if whole.is_total and whole.parent is not None:
                total.parent = whole.parent


def _join_once(text: str, postings: list[Posting]) -> None:
    parts = parts_of(postings)
    for index, whole in enumerate(postings):
        own = parts.get(id(whole), [])
        later = [part for part in own if part.sentence_number > whole.sentence_number]
        if len(later) > 1:
            _move_to_their_sum(later, whole, postings[max(0, index - _NEAR) : index])
        if own and not whole.adds_up(own):
            own = _without_parts_of_parts(own)
        if whole.parent is not None or whole.count == 0:
            continue
        following = _neighbours(whole, postings[index + 1 : index + _NEAR])
        if _is_one_of_list(text, postings, index):
            following = []
        if own and whole.adds_up(own):
            # A second split stands in the same sentence, or right behind.
            following = _second_split(text, whole, own, following)
        elif own and _complete(text, whole, own, following):
            continue
        if not own and _take(whole, following):
            own = parts_of(following)[id(whole)]
            following = [one for one in following if one.parent is None]
            _take(whole, _second_split(text, whole, own, following))
            continue
        if _take(whole, following) or _take_named(text, whole, following):
            continue
        if whole.is_total:
            _take(whole, _neighbours(whole, postings[max(0, index - _NEAR) : index][::-1]))


def _is_one_of_list(text: str, postings: Sequence[Posting], index: int) -> bool:
    """Whether a figure is one of a list, and splits into none that follow: one that 、 joins to the
    next, or a class that the same mark parts from the class before and from the next: 概况 1 条，
    领导信息 3 条，计划 1 条，年报 2 条."""
    one, before = postings[index], postings[index - 1] if index else None
    mark = text[one.end : one.end + 1]
    if mark == _PAUSE:
        return True
    return (
        before is not None
        and mark in _MARKS
        and text.startswith(mark, before.end)
        and before.sentence_number == one.sentence_number
        and None not in (before.category, one.category)
        and not one.named
        and not one.is_total
    )


def _second_split(
    text: str, whole: Posting, parts: Sequence[Posting], following: Sequence[Posting]
) -> list[Posting]:
    """The figures behind the parts that may split a whole once more, if the parts stand in no
    bracket: those in its sentence; or in the next ones, all of them, those on channels where the
    parts are classes, and the other way round: 公开渠道：网站 66 条，公开栏 25 条."""
    if text.startswith(_CLOSES, parts[-1].end):
        return []
    within = [one for one in following if one.sentence_number == whole.sentence_number]
    if within:
        return within
    last = parts[-1].sentence_number
    on_channels = any(part.named for part in parts)
    following = [
        one
        for one in following
        if 0 < one.sentence_number - last <= _SENTENCES_APART and bool(one.named) != on_channels
    ]
    return following if _splits(whole, following) and not whole.approximate else []


def _move_to_their_sum(parts: list[Posting], whole: Posting, before: list[Posting]) -> None:
    """Give `parts` to the figure before their whole that they add up to, where they do not add up
    to the whole itself."""
    if whole.adds_up(parts):
        return
    for other in reversed(before):
        if whole.sentence_number - other.sentence_number > _SENTENCES_APART:
            break
        if other.adds_up(parts):
            for part in parts:
                _put_under(part, other)
            break


def _without_parts_of_parts(parts: list[Posting]) -> list[Posting]:
    """The parts of a whole without those that make up exactly the part just before them, which they
    are given to: 其中网站 383 条，概况类 26 条，动态类 357 条；微信 142 条."""
    kept: list[Posting] = []
    begin = 0
    while begin < len(parts):
        whole, end, rest = parts[begin], begin + 1, parts[begin].count
        for part in parts[end:]:
            if part.count > rest or part.named or part.opens:
                break
            rest -= part.count
            end += 1
        if rest or end - begin <= 2 or not whole.named:
            end = begin + 1
        for part in parts[begin + 1 : end]:
            part.channel = whole.channel
            part.parent = whole
        kept.append(whole)
        begin = end
    return kept


def _complete(text: str, whole: Posting, parts: list[Posting], following: list[Posting]) -> bool:
    """Give `whole` the postings after its parts that make up the rest of it exactly; not what
    stands under another heading, unless the parts are numbered too."""
    rest = whole.count - sum(part.count for part in parts)
    heading = _HEADING.search(text, parts[-1].end)
    if heading is not None and not _ENUMERATED.search(text, whole.end, parts[0].start):
        following = [one for one in following if one.start < heading.start()]
    for end in range(1, len(following) + 1):
        rest -= following[end - 1].count
        if rest <= 0:
            if rest == 0:
                for part in following[:end]:
                    _put_under(part, whole)
            return rest == 0
    return False


def _neighbours(whole: Posting, candidates: Sequence[Posting]) -> list[Posting]:
    """The postings at the top beside `whole` that may be its parts."""
    found = []
    last = whole
    for posting in candidates:
        if abs(posting.sentence_number - last.sentence_number) > _SENTENCES_APART:
            break
        last = posting
        if posting.parent is not None:
            continue
        if not _may_hold(whole, posting):
            break
        found.append(posting)
    return found


def _may_hold(whole: Posting, part: Posting) -> bool:
    """Whether neither the period nor the channel keeps a figure from being a part of another."""
    is_on_its = whole.channel in ("all", "other", "new_media", part.channel)
    return part.period == whole.period and (is_on_its or part.channel == "all" and not part.named)


def _take(whole: Posting, candidates: list[Posting]) -> bool:
    """Give `whole` the first of the candidates that make it up, those that come nearest if it is
    approximate; says whether there are any."""
    ends = [
        end
        for end in range(2, len(candidates) + 1)
        if _splits(whole, candidates[:end])
        and any(part.unit in (whole.unit, None) for part in candidates[:end])
    ]
    if not ends:
        return False
    sums = {end: sum(part.count for part in candidates[:end]) for end in ends}
    for part in candidates[: min(ends, key=lambda end: abs(whole.count - sums[end]))]:
        _put_under(part, whole)
    return True


def _take_named(text: str, whole: Posting, candidates: list[Posting]) -> bool:
    """Give `whole` the figures behind it in its sentence and unit, where the words behind the last
    say that there are more of its kind: …17 条，其余为日常工作类. Says whether there are any."""
    parts: list[Posting] = []
    for part in candidates:
        if part.sentence_number != whole.sentence_number or part.unit != whole.unit:
            return False
        parts.append(part)
        if says_more(text, part.end):
            break
    else:
        return False
    if len(parts) < 2 or sum(part.count for part in parts) >= whole.count:
        return False
    for part in parts:
        _put_under(part, whole)
    return True


def _join_by_shares(text: str, postings: Sequence[Posting]) -> None:
    """Gives a figure that is said to be so much of a hundred the figure at the top before it as its
    whole that it is so much of, unless its list has room in a whole already: 公开 250 条，政策类占
    12% 即 30 条."""
    parts = parts_of(postings)
    full = {id(one) for one in postings if one.count < sum(p.count for p in parts.get(id(one), ()))}
    for index, part in enumerate(postings):
        share = _share_of(text, part) if part.parent is None or id(part.parent) in full else None
        if share is None or (part.parent is not None and _is_share(part, part.parent, share)):
            continue
        for whole in reversed(postings[max(0, index - _NEAR) : index]):
            if part.sentence_number - whole.sentence_number > _SENTENCES_APART:
                break
            if whole.parent is None and _may_hold(whole, part) and _is_share(part, whole, share):
                _put_under(part, whole)
                break


def _join_newly(text: str, postings: Sequence[Posting]) -> None:
    """Gives what is said to be new of a class in a list that class as its whole: 其中文件 52 条，
    新增 9 条；动态 32 条，新增 6 条."""
    for whole, part in pairwise(postings):
        if whole.parent is None or part.parent is not whole.parent or part.count > whole.count:
            continue
        if _NEWLY.fullmatch(text, whole.end, part.start):
            part.parent = whole


def _share_of(text: str, part: Posting) -> str | None:
    """The share that is printed with a figure, as printed without its sign."""
    behind = _SHARE_BEHIND.match(text, part.end)
    before = _SHARE_BEFORE.search(text, max(0, part.start - _NEAR_SHARE), part.start)
    found = behind or before
    return found[1] if found is not None else None


def _is_share(part: Posting, whole: Posting, share: str) -> bool:
    """Whether a figure is so many of a hundred of another, as closely as the share is printed."""
    decimals = len(share.partition(".")[2])
    if whole.count <= part.count:
        return False
    difference = abs(100 * part.count / whole.count - float(share))
    return difference <= 0.51 * 10.0**-decimals


def _splits(whole: Posting, parts: Sequence[Posting]) -> bool:
    """Whether figures that no word joins plainly make up the whole: exactly so, unless it is itself
    approximate."""
    if whole.approximate:
        return whole.adds_up(parts)
    return sum(part.count for part in parts) == whole.count


def _put_under(part: Posting, whole: Posting) -> None:
    """Make `part` a part of `whole`, and let it have the whole's channel where it names none."""
    part.parent = whole
    if part.channel == "all" and not part.named:
        part.channel = whole.channel


def tell_mixed_apart(postings: list[Posting]) -> None:
    """Calls a figure of several channels `other` where a sibling in its sentence, or anywhere if it
    counts but one category, has a channel of its own: it is one part of what was posted, not all
    of it. Meetings are no part of that."""
    named: dict[tuple[int, int | None], set[str]] = {}
    for posting in postings:
        whole = id(posting.parent)
        named.setdefault((whole, posting.sentence_number), set()).update(posting.named)
        named.setdefault((whole, None), set()).update(posting.named)
    for posting in postings:
        beyond = named.get((id(posting), None), set()) - {posting.channel}
        is_of_one = not posting.named and posting.channel != "other"
        if beyond and is_of_one and one_channel([*beyond, posting.channel]) == "all":
            posting.channel = "all"
    for posting in postings:
        within = posting.sentence_number if posting.category is None else None
        others = named[id(posting.parent), within] - {*posting.named, "meeting"}
        if posting.channel == "all" and posting.named and others:
            posting.channel = "other"
        elif posting.parent is not None and posting.channel == "all" and not posting.named:
            posting.channel = posting.parent.channel
