"""Which of the things that a line names it denies: «Brasil sí, Argentina no», "anything but China", "not X but Y"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.reading.reading import Reading
from knowledge.reading.word_sets import WordSets
from knowledge.reading.words import TextSpan, fold, span_of

BREAK = re.compile(r"[,.](?!\d)|[;:!?()\n]|\s[-–—]\s|—")
OF_THING = re.compile(r"^['’]s\b")
"""What belongs to the thing before it: "Wexford's out"."""
LONGEST_MARK = 4
"""Most words in a phrase that denies, grants or joins."""
REACH = 6
"""How many words before a thing may deny it; fewer where the denying word must stand beside it."""
BARE_REACH = 2
FIRST_AFTER, FEW_AFTER = 2, 5
"""Words behind a thing among which one denies it: the first two, or the last of a few."""
MOST_BETWEEN = 3
"""Words between two things of one list."""
BEFORE = ("denying", "excepting", "granting")
OPENING = 1
"""Words that may stand before the one that denies a whole piece: «yo no», "we don't"."""
MARKS = ("not_denying", "denying", "excepting", "denied", "granting", "contrasting", "between", "linking")
"""The sets of words, in the order in which they are looked up."""


@dataclass
class Segment:
    """The text between two breaks: a mark for each phrase, "" for a word that is in no set."""

    marks: list[str] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether it only grants or denies: «sí», "better not"."""
        return bool(self.marks) and all(mark in ("denying", "denied", "granting") for mark in self.marks)


@dataclass
class TextBetween:
    """The text before, between or after the named things of a line."""

    segments: list[Segment]
    has_joining_word: bool = False
    has_break: bool = False
    has_contrast: bool = False

    @property
    def is_tight(self) -> bool:
        """Whether it does nothing but join two things: «y», "or in"."""
        marks = {mark for segment in self.segments for mark in segment.marks}
        return self.has_joining_word and not (self.has_break or self.has_contrast) and marks <= {"linking"}


def denied_things(text: str, things: Sequence[TextSpan], words: WordSets, bare: bool = False) -> set[int]:
    """List the positions of the things that a line denies; `bare`: only by a word right beside them."""
    if not things or (len(things) > 1 and words.any_in("both", fold(text))):
        return set()
    gaps = texts_between(text, things, words)
    said = [denied_after(gaps, at, bare) for at in range(len(things))]
    ahead = [denied_before(gaps, at, bare) for at in range(len(things))]
    verdicts = [
        True if is_exception(gap) else later if later is not None else first
        for gap, later, first in zip(gaps[:-1], said, ahead, strict=True)
    ]
    return {at for at, denied in enumerate(shared_along_list(verdicts, said, gaps)) if denied}


def is_exception(gap: TextBetween) -> bool:
    """Tell whether a thing is excepted by the word right before it: «quitando a China nos vale cualquiera»."""
    marks = [mark for mark in gap.segments[-1].marks if mark != "linking"]
    return marks[-1:] == ["excepting"]


def denied_names(text: str, names: Sequence[str], words: WordSets, bare: bool = False) -> set[str]:
    """List the names that a line denies; `bare`: only by a word right beside them."""
    found = sorted((span, name) for name in names if (span := span_of(name, text)))
    denied = denied_things(text, [span for span, _ in found], words, bare)
    return {name for at, (_, name) in enumerate(found) if at in denied}


def with_denials(reading: Reading, words: WordSets) -> Reading:
    """Mark the places, countries and bodies of a reading that a single word after them denies."""
    named = sorted((*reading.places, *reading.countries, *reading.bodies), key=lambda each: each.start)
    gaps = texts_between(reading.text, [(each.start, each.end) for each in named], words)
    denied = {each for at, each in enumerate(named) if denied_after(gaps, at, bare=True)}
    return replace(
        reading,
        places=tuple(replace(p, negated=True) if p in denied else p for p in reading.places),
        countries=tuple(replace(c, negated=True) if c in denied else c for c in reading.countries),
        bodies=tuple(replace(b, denied=True) if b in denied else b for b in reading.bodies),
    )


def denies(text: str, words: WordSets) -> bool:
    """Tell whether a line denies anything."""
    return any(mark in ("denying", "denied", "excepting") for mark, _ in word_groups_with_marks(text, words))


def texts_between(text: str, things: Sequence[TextSpan], words: WordSets) -> list[TextBetween]:
    """What stands before, between and behind the things of a line."""
    stretches = zip(
        [0, *(end for _, end in things)], [*(start for start, _ in things), len(text)], strict=True
    )
    return [read_text_between(text[start:end], words) for start, end in stretches]


def read_text_between(text: str, words: WordSets) -> TextBetween:
    """Take a gap apart at its marks of punctuation and the words that join or contrast."""
    parts = BREAK.split(OF_THING.sub("", text))
    gap = TextBetween([Segment()], has_break=len(parts) > 1)
    for at, part in enumerate(parts):
        if at:
            gap.segments.append(Segment())
        for mark, group in word_groups_with_marks(part, words):
            joins = words.has("between", group)
            if mark == "contrasting" or joins:
                gap.segments.append(Segment())
                gap.has_joining_word, gap.has_contrast = (
                    gap.has_joining_word or joins,
                    gap.has_contrast or mark == "contrasting",
                )
            if mark not in ("contrasting", "between"):
                gap.segments[-1].marks.append(mark)
    return gap


def word_groups_with_marks(text: str, words: WordSets) -> Iterator[tuple[str, str]]:
    """Give the word groups of a text with their marks, the longest first."""
    said, at = fold(text).split(), 0
    while at < len(said):
        length, mark = next(
            (length, name)
            for length in range(LONGEST_MARK, 0, -1)
            for name in (*MARKS, "")
            if (not name and length == 1) or (name and words.has(name, " ".join(said[at : at + length])))
        )
        yield ("" if mark == "not_denying" else mark), " ".join(said[at : at + length])
        at += length


def denied_before(gaps: Sequence[TextBetween], at: int, bare: bool = False) -> bool | None:
    """Tell whether the words before a thing deny it (True) or grant it (False); if `bare`, at most a word apart."""
    gap = gaps[at]
    marks = gap.segments[-1].marks[-(BARE_REACH if bare else REACH) :]
    if at and len(gap.segments) == 1 and gap.segments[0].is_bare and verdict_follows_each(gaps):
        return None
    return denied_or_granted(marks, ("denying", "excepting"))


def denied_after(gaps: Sequence[TextBetween], at: int, bare: bool = False) -> bool | None:
    """Tell whether the words after a thing deny it (True) or grant it (False); if `bare`, only a word by itself."""
    gap, last = gaps[at + 1], at + 2 == len(gaps)
    own = gap.segments if last else gap.segments[:-1]
    if not own:
        own = gap.segments if gap.segments[0].is_bare and verdict_follows_each(gaps) else []
    touching, apart = (
        [each for each in own[:1] if each.is_bare or not bare],
        [segment for segment in own[1:] if segment.is_bare],
    )
    marks = [mark for segment in touching for mark in marks_on_thing_before(segment.marks)]
    marks += [mark for segment in apart for mark in segment.marks]
    return denied_or_granted(marks, ("denying", "denied"))


def marks_on_thing_before(marks: Sequence[str]) -> Sequence[str]:
    """The marks of a segment that refer to the thing before it: the first ones, or all if they are few."""
    return marks if len(marks) <= FEW_AFTER and marks[-1:] not in ([""], ["linking"]) else marks[:FIRST_AFTER]


def denied_or_granted(marks: Sequence[str], denying: Sequence[str]) -> bool | None:
    """Tell a denial from a grant; None without either."""
    if any(mark in denying for mark in marks):
        return True
    return False if "granting" in marks else None


def verdict_follows_each(gaps: Sequence[TextBetween]) -> bool:
    """Tell whether each thing is followed by its own yes or no: «Japón sí China no»."""
    first, last = gaps[0].segments[-1], gaps[-1].segments[0]
    return last.is_bare and denied_or_granted(first.marks, ("denying", "excepting")) is None


def shared_along_list(
    verdicts: Sequence[bool | None], said: Sequence[bool | None], gaps: Sequence[TextBetween]
) -> list[bool | None]:
    """Extend a denial or a grant to the things joined to it by «y»; an exception holds for the whole list."""
    found, excepting = list(verdicts), False
    for at, own in enumerate(verdicts):
        follows = at > 0 and found[at - 1] is True and said[at - 1] is None
        if own is not None:
            excepting = own and "excepting" in gaps[at].segments[-1].marks
        elif follows and (gaps[at].is_tight or (excepting and is_list(gaps[at]))):
            found[at] = True
        else:
            excepting = False
    for at in reversed(range(len(found) - 1)):
        if found[at] is None and said[at + 1] is not None and gaps[at + 1].is_tight:
            found[at] = found[at + 1]
    return found


def is_list(gap: TextBetween) -> bool:
    """Tell whether the text between two things only continues a list: a comma, «y la»."""
    return not gap.has_contrast and sum(len(segment.marks) for segment in gap.segments) < MOST_BETWEEN


def without_denial(text: str, words: WordSets) -> str:
    """A text without the words that deny or grant it, right at its beginning or its end: «turismo no», «sí a Japón»."""
    groups = list(word_groups_with_marks(text, words))
    last = len(groups)
    while last and groups[last - 1][0] in ("denying", "denied", "granting"):
        last -= 1
    opening = [at for at, (mark, _) in enumerate(groups[: min(OPENING + 1, last)]) if mark in BEFORE]
    first = opening[-1] + 1 if opening else 0
    length, skipped = (sum(len(group.split()) for _, group in each) for each in (groups, groups[:first]))
    kept = skipped + sum(len(group.split()) for _, group in groups[first:last])
    said = text.split()
    return " ".join(said[skipped:kept]).strip(" ,:;") if length == len(said) else text
