"""What a short message says of several candidates judged one after another: both together, which of them, the first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.conversation.lessons import FollowUpFile
from knowledge.conversation.members import AT_LEAST, GroupMember, members_of, put_together
from knowledge.eligibility.candidate import CandidateReader, DescribedCandidate
from knowledge.eligibility.judge import Candidate
from knowledge.reading.phrases import Terms
from knowledge.reading.reading import Reading
from knowledge.reading.words import fold

MOST_WORDS = 11  # words of a message that does nothing else
MOST_WORDS_BESIDE_EACH = 2  # words that may stand beside each word of a term, and as many more
MOST_REMEMBERED = 4  # candidates
LARGEST_COUNT = 10  # a number up to which it counts candidates, and no inhabitants
Sense = Literal["together", "each", "one"]


@dataclass(frozen=True)
class CandidatesMeant:
    """Which candidates a message means: `number` of the last ones, or the one at that place of the list.

    Places are counted from 1, from the end if negative; 0 is the one before the last.
    """

    sense: Sense
    number: int


class Recalled:
    """Finds the candidates that a chat spoke of before, by words like "both together", "which of them", "the first"."""

    def __init__(self, files: Mapping[str, FollowUpFile], asking: Collection[str]) -> None:
        """Take each language's words for several candidates, and those in which people ask to take part."""
        self._terms = {code: Terms(_meanings(file)) for code, file in files.items()}
        opening = {word for file in files.values() for words in file.opening_words for word in words}
        pointing = {word for file in files.values() for word in file.pointing_words}
        self._plain = {fold(word) for word in (*asking, *opening, *pointing)}

    def meant(
        self, reading: Reading, judged: Sequence[Candidate], last: Candidate | None, reader: CandidateReader
    ) -> tuple[DescribedCandidate, ...]:
        """Give the candidates of before that a message asks about, a group of them as one; none if it does not.

        After a group these are its members.
        """
        told = self._told(reading)
        if told is None or last is None:
            return ()
        is_group = last.kind == reader.group
        if told.sense == "together" and is_group:
            return (DescribedCandidate(last),)
        known = _members_alone(last, reader) if is_group else tuple(judged)
        if len(known) < AT_LEAST:
            return ()
        if told.sense == "one":
            return tuple(map(DescribedCandidate, _at_place(known, told.number)))
        chosen = known[-told.number :]
        return (
            (_grouped(chosen, reader),)
            if told.sense == "together"
            else tuple(map(DescribedCandidate, chosen))
        )

    def _told(self, reading: Reading) -> CandidatesMeant | None:
        """Read which are meant; None where a message says more, or names a place, a country or a figure."""
        figures = [number for number in reading.numbers if number.value > LARGEST_COUNT]
        terms = self._terms.get(reading.language)
        if terms is None or reading.places or reading.countries or figures or len(reading.words) > MOST_WORDS:
            return None
        folded = [word.folded for word in reading.words]
        found = [(*term, at) for at in range(len(folded)) if (term := terms.at(folded, at))]
        if not found:
            return None
        size, told, at = max(found, key=lambda one: one[0])
        besides = [*folded[:at], *folded[at + size :]]
        if told.sense == "together":
            return (
                told
                if len(besides) <= MOST_WORDS_BESIDE_EACH * (size + 1)
                and (size > 1 or not reading.first_person)
                else None
            )
        return told if all(word in self._plain for word in besides) else None


def remembered(
    before: Sequence[Candidate], judged: Sequence[Candidate], group: str | None
) -> tuple[Candidate, ...]:
    """Add candidates to those remembered; groups are left out, and one told anew takes the place of the former."""
    kept = list(before)
    for candidate in judged:
        if candidate.kind != group:
            kept = [one for one in kept if not _is_same(one, candidate)] + [candidate]
    return tuple(kept[-MOST_REMEMBERED:])


def _is_same(one: Candidate, other: Candidate) -> bool:
    if one.place or other.place:
        return one.place == other.place and one.country == other.country
    return one.country == other.country


def _meanings(file: FollowUpFile) -> dict[str, CandidatesMeant]:
    several: dict[str, CandidatesMeant] = {
        term: CandidatesMeant("together", number) for term, number in file.all_together.items()
    }
    several |= {term: CandidatesMeant("each", number) for term, number in file.each_of.items()}
    return several | {term: CandidatesMeant("one", number) for term, number in file.one_of.items()}


def _at_place(known: Sequence[Candidate], number: int) -> tuple[Candidate, ...]:
    at = number - 1 if number > 0 else len(known) + (number or -2)
    return tuple(known[at : at + 1])


def _members_alone(known: Candidate, reader: CandidateReader) -> tuple[Candidate, ...]:
    """Give each member of a group as a candidate of its own."""
    return tuple(
        replace(
            known,
            kind=reader.city,
            place=member.name or None,
            population=member.size or None,
            country=member.country,
            bound=None,
            sizes=(),
            figures={},
            facts={},
        )
        for member in members_of(known)
    )


def _grouped(candidates: Sequence[Candidate], reader: CandidateReader) -> DescribedCandidate:
    """Put several candidates together as one group."""
    first, *others = (GroupMember(one.place or "", one.population or 0, one.country) for one in candidates)
    whole = replace(
        candidates[0], approximate=any(one.approximate for one in candidates), figures={}, facts={}
    )
    return put_together(whole, [first], others, reader)
