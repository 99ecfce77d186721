"""Answers two or three questions of one message together, where each is surely answered by itself.

Where a message can be cut is told by several.py; here it is decided whether it is.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from knowledge.conversation.lessons import FollowUpFile
from knowledge.conversation.several import MOST, split_at_joints, split_questions
from knowledge.conversation.understood import (
    ALONE,
    Understanding,
    combine_answers,
    is_given,
    is_unstated,
    stands_alone,
)
from knowledge.language_code import Language
from knowledge.search.engine import Search, SearchResult

FAINT = 0.05
"""Probability of an answer in a message that surely asks for something else from which it may be asked for besides."""


@dataclass(frozen=True)
class Parts:
    """Answers the parts of a message; `alone` understands one by itself, as if nothing had been said before.

    `asks_to_take_part` tells whether a part asks for a verdict, be it on somebody whom another part names.
    """

    search: Search
    follow_ups: Mapping[Language, FollowUpFile]
    alone: Callable[[str, SearchResult], Understanding]
    asks_to_take_part: Callable[[str, Language], bool]

    def answered(self, text: str, found: SearchResult) -> Understanding | None:
        """Answer two or three questions of a message, if each is one that is surely answered by itself."""
        file = self.follow_ups.get(found.language)
        if file is None:
            return None
        asked = split_questions(text, file.joints, file.interrogatives)
        if 2 <= len(asked) <= MOST:
            understood = self._each(asked, found.language)
            if understood is None:
                understood = self._partly(asked, found)
            if understood:
                return understood
        near = {candidate.id for candidate in found.candidates}
        halved = (self._halves(both, near, found.language) for both in split_at_joints(text, file.joints))
        return next(filter(None, halved), None)

    def _halves(self, both: Sequence[str], near: Set[str], language: Language) -> Understanding | None:
        """Answer the halves of a message if each has an answer of its own that the whole message is near to."""
        if not all(self.search.may_be(half, near, ALONE, language) for half in both):
            return None
        understood = self._each(both, language)
        if understood and set(understood.ids) <= near and all(map(stands_alone, understood.parts)):
            return understood
        return None

    def _each(self, asked: Sequence[str], language: Language) -> Understanding | None:
        """Answer each part of a message; None as soon as one has no answer of its own."""
        each: list[Understanding] = []
        for part in asked:
            one = self.alone(part, self.search.find(part, language=language))
            if not is_given(one):
                return None
            each.append(one)
        if self._is_one_candidacy(asked, each, language):
            return None
        return combine_answers(each)

    def _is_one_candidacy(
        self, asked: Sequence[str], each: Sequence[Understanding], language: Language
    ) -> bool:
        """Tell whether one part names the candidate and another asks: "It is a city in Bulgaria, may we apply?"."""
        unnamed = [part for part, one in zip(asked, each, strict=True) if not one.verdict]
        judged = len(unnamed) < len(each)
        return judged and any(self.asks_to_take_part(part, language) for part in unnamed)

    def _partly(self, asked: Sequence[str], whole: SearchResult) -> Understanding | None:
        """Answer the parts of a message that are surely answered, and name the one whose detail is not stated.

        Of two parts one may be what the search finds nothing near to, of three anything that has no answer. Where the
        `whole` message surely asks for a detail, the answers must be near it too: else it is one question.
        """
        one_question = is_unstated(whole)
        near = {candidate.id for candidate in whole.candidates if candidate.score >= FAINT}
        each: list[Understanding] = []
        for part in asked:
            found = self.search.find(part, language=whole.language)
            one = self.alone(part, found)
            is_open = one.outcome == "unknown" or (len(asked) == MOST and one.outcome == "suggest")
            is_sure = stands_alone(one) and (one.id in near or not one_question)
            if not (is_sure or is_unstated(found) or (not one_question and (one.verdict or is_open))):
                return None
            each.append(one if is_given(one) else replace(one, asked=part))
        given = [one for one in each if is_given(one)]
        answered = combine_answers(given) if len(given) == len(asked) - 1 else None
        return answered and replace(answered, parts=tuple(each))
