"""Goes on from the answer last given: a short message is searched again with that answer's title beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from knowledge.conversation.lessons import FollowUpFile
from knowledge.conversation.understood import averaged_answers, is_unstated
from knowledge.language_code import Language
from knowledge.reading.text import tokens
from knowledge.search.engine import Search, SearchResult

MOST_WORDS_ALONE = 7  # of a message that may go on from the last answer
MOST_WORDS_GOING_ON = 9  # of one that opens or points back as such do
ANSWERED_FROM = 0.4
"""Mean probability, without and with the last answer's title, from which an answer is given."""


@dataclass(frozen=True)
class Topics:
    """The titles of all answers, and for each the answers that it names as related and those that name it."""

    search: Search
    titles: Mapping[str, Mapping[Language, str]]
    related: Mapping[str, Collection[str]]

    def with_topic(self, text: str, found: SearchResult, topic: str | None, *, goes_on: bool) -> SearchResult:
        """Search again with the last answer's title beside a short message that may go on from it.

        What both searches together hold likeliest is the answer, if it is likely enough.
        """
        if topic is None or found.outcome == "smalltalk" or is_unstated(found):
            return found
        if len(tokens(text)) > (MOST_WORDS_GOING_ON if goes_on else MOST_WORDS_ALONE) or (
            found.sure and not goes_on
        ):
            return found
        title = self.titles.get(topic, {}).get(found.language, "")
        again = self.search.find(text, language=found.language, topic=title)
        likeliest = averaged_answers(found, again, self.related.get(topic, frozenset()))
        best = likeliest[0] if likeliest else None
        if best is None or best.score < ANSWERED_FROM or (best.id == topic and not goes_on):
            return found
        if best.id not in self.titles:
            return replace(found, outcome="unknown", id=None, unstated=best.id)
        candidates = tuple(one for one in likeliest if one.id in self.titles)
        return replace(found, outcome="answer", id=best.id, candidates=candidates, unstated=None)


def goes_on_from_before(text: str, file: FollowUpFile) -> bool:
    """Tell whether a message opens, or points back, as one that goes on from before does."""
    words = tokens(text)
    opens = any(words[:size] in file.opening_words for size in (1, 2, 3))
    return bool(words) and (opens or not file.pointing_words.isdisjoint(words))
