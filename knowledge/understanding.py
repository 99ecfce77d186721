"""What a message is, with what was spoken of before: the one place where it is decided.

A question with an answer, several at once, small talk, a candidacy to judge, or something not known.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.content.schema import Language
from knowledge.conversation.candidacy import (
    OTHER_SUBJECT_FROM,
    candidates_asked_separately,
    is_candidacy,
    sentence_that_asks,
    share_of,
    with_kind_from_answer,
)
from knowledge.conversation.context import NOTHING_SAID, Conversation
from knowledge.conversation.follow_up import (
    CHANGED,
    Continued,
    FollowUps,
    only_facts,
    tells_facts,
    with_what_was_known,
)
from knowledge.conversation.lessons import INSTEAD, NEXT, QUESTION, FollowUpFile
from knowledge.conversation.members import GroupChanges
from knowledge.conversation.openings import Openings
from knowledge.conversation.parts import Parts
from knowledge.conversation.phrasing import Phrasing, phrase
from knowledge.conversation.recalled import Recalled
from knowledge.conversation.resizing import resized
from knowledge.conversation.topics import MOST_WORDS_ALONE, MOST_WORDS_GOING_ON, Topics, goes_on_from_before
from knowledge.conversation.understood import Understanding, is_unstated, of_search
from knowledge.conversation.verdicts import Verdicts
from knowledge.eligibility.candidate import CandidateReader, DescribedCandidate
from knowledge.eligibility.judge import Candidate
from knowledge.eligibility.rules import Rulebook
from knowledge.eligibility.told_facts import told_facts
from knowledge.reading.foreign import foreign_language
from knowledge.reading.phrases import plain_terms
from knowledge.reading.reader import Reader
from knowledge.reading.reading import Reading
from knowledge.reading.text import INVERTED, clauses, tokens
from knowledge.search.engine import RankedAnswer, Search, SearchResult

SURE = 0.92  # share of a class of phrasing from which a message surely is of it
LIKELY = 0.5  # the same for one that likely is
CORRECTION_FROM = 0.2  # share of a correction from which a country named may be that of a namesake
MOVE_FROM = 0.45  # share of a "why?", or of a "what now?", from which it is taken for one
WHY_CLEAR = 0.8  # share of a "why?" from which it is one though a detail that is not stated is near
QUESTION_CLEAR = 0.8  # share of a question beside which a bare place says nothing
UNRELATED_CLEAR = 0.8  # probability of unrelated things beside which a bare place says nothing
MOST_OTHERS = 3  # next best answers that are remembered
MOST_SUGGESTIONS = 3  # answers that are suggested
MOST_WORDS_OF_NAMESAKE = 12  # words of a message that tells another place of the name spoken of
MOST_KEPT = 500  # characters of a question without an answer that are kept for the next message
MOST_PROTESTS = 2  # sentences that may follow a "why?"


@dataclass(frozen=True)
class ReadMessage:
    """A message: what stands in it, how likely each class of phrasing is, and what the search made of it."""

    reading: Reading
    likelihood: Mapping[str, float]
    found: SearchResult


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """Understands messages; holds what was learned and what reads them."""

    search: Search
    messages: Reader
    candidates: CandidateReader
    phrasing: Phrasing
    follow_ups: Mapping[Language, FollowUpFile]
    topics: Topics
    rulebook: Rulebook
    openings: Openings
    members: GroupChanges  # what changes a group spoken of: who leaves, who comes instead
    recalled: Recalled
    """What asks again about the candidates of before: both together, which of them, the first."""
    contact: str  # the answer that says how to reach people
    next_step: str  # the answer that says how to apply: what comes next after an answer or a verdict
    dissatisfied: frozenset[str]
    """The small talk that says that the last reply was not what was asked for."""
    corrects: frozenset[str]
    """The small talk that puts a slip right: what is said of the candidate besides counts."""
    agrees: frozenset[str]  # the small talk that accepts an offer
    asking: frozenset[str]
    """The words in which people ask to take part, and which name nobody."""

    def understand(
        self,
        text: str,
        language: Language | None,
        today: datetime.date,
        conversation: Conversation = NOTHING_SAID,
    ) -> Understanding:
        """Understand a message; `language` is the chat's and decides only where the words leave it open.

        What has no answer is kept as the open question, until something else is said.
        """
        understood = self._understood(text, language, today, conversation)
        if understood.outcome not in ("unknown", "suggest") or understood.foreign or understood.passes_on:
            text = ""
        unanswered = (understood.unanswered or text)[:MOST_KEPT]
        return replace(understood, conversation=replace(understood.conversation, unanswered=unanswered))

    def _understood(
        self, text: str, language: Language | None, today: datetime.date, conversation: Conversation
    ) -> Understanding:
        found = self.search.find(text, language=language)
        if language and language != found.language and self._says_no_language(text, language):
            found = replace(found, language=language)
        if found.outcome == "smalltalk" and found.id in self.dissatisfied:
            reading = self.messages.read(text, found.language)
            ways = self._other_ways(reading, conversation, Verdicts(self.candidates, found, today))
            if ways or not tells_facts(reading):
                return ways or self._next_best(found, conversation)
        if found.outcome == "smalltalk" and found.id in self.agrees and conversation.unanswered:
            return Understanding(
                "unknown",
                None,
                (),
                found.language,
                asked=conversation.unanswered,
                passes_on=True,
                conversation=conversation,
            )
        parts = Parts(
            self.search,
            self.follow_ups,
            lambda part, told: self._single(part, told, today, NOTHING_SAID),
            self._asks_to_take_part,
        )
        several = parts.answered(text, found)
        if several is not None and self._may_be_one_candidacy(several):
            whole = self._single(text, found, today, conversation)
            if whole.verdict and not whole.verdict.undecided:
                return whole
        if several is not None:
            best = next((one.id for one in found.candidates if one.id in several.ids), several.id)
            return replace(several, id=best, conversation=conversation.about(several.ids[-1]))
        return self._single(text, found, today, conversation)

    def _asks_to_take_part(self, text: str, language: Language) -> bool:
        return share_of(self.phrasing.likelihood(phrase(self.messages.read(text, language)))) >= SURE

    def _says_no_language(self, text: str, language: Language) -> bool:
        """Tell whether a message is nothing but names or words that nobody knows: "Saint-Denis, Réunion", "zxq"."""
        if len(tokens(text)) > MOST_WORDS_ALONE or text[:1] in INVERTED:
            return False
        if not any(map(self.search.knows, tokens(text))):
            return True
        return only_facts(self.messages.read(text, language), besides=0)

    def _may_be_one_candidacy(self, several: Understanding) -> bool:
        """Tell whether what was taken for several questions may be one candidate's, told in several sentences."""
        if several.verdict:
            return several.verdict.undecided
        return not set(several.ids).isdisjoint(self.rulebook.rule_answers)

    def _next_best(self, found: SearchResult, conversation: Conversation) -> Understanding:
        """Offer what was nearly answered instead, and somebody to ask, to one who says that this was not it."""
        others = tuple(RankedAnswer(name, 0.0) for name in conversation.others)
        ids = (self.contact,) if self.contact else ()
        return Understanding(
            "suggest", None, others, found.language, ids=ids, lead=found.id, conversation=conversation
        )

    def _single(
        self, text: str, found: SearchResult, today: datetime.date, conversation: Conversation
    ) -> Understanding:
        reading = self.messages.read(text, found.language)
        likelihood = self.phrasing.likelihood(phrase(reading))
        surely_why = likelihood.get("why", 0.0) >= WHY_CLEAR
        asks_why = self._asks_why(text, likelihood) and (surely_why or not is_unstated(found))
        judged_last = conversation.candidate is not None and not conversation.topic
        verdicts = Verdicts(self.candidates, found, today)
        if judged_last and (asks_why or self._begins_with_why(text, found)):
            return verdicts.explained(conversation)
        if ways := self._other_ways(reading, conversation, verdicts):
            return ways
        if self._asks_what_next(text, likelihood, found, conversation):
            rule = Understanding(
                "answer", self.next_step, found.candidates, found.language, ids=(self.next_step,)
            )
            return replace(rule, conversation=conversation.about(self.next_step))
        if again := self._recalled(reading, conversation):
            return verdicts.of_each(again, conversation)
        put_forward = self._candidate(ReadMessage(reading, likelihood, found), conversation)
        if put_forward and not self._is_detail_of_topic(reading, put_forward.described, conversation):
            asked = candidates_asked_separately(reading, put_forward.described, self.candidates)
            return verdicts.of_each(asked, replace(conversation, before=put_forward.before))
        goes_on = self._goes_on(text, found.language) or asks_why
        found = self.topics.with_topic(text, found, self._spoken_of(conversation, today), goes_on=goes_on)
        understood = of_search(found)
        if found.outcome in ("unknown", "suggest") and not (reading.places or reading.numbers):
            foreign = foreign_language(text, self.follow_ups, self.search.knows)
            if foreign:
                return replace(understood, outcome="unknown", foreign=foreign, conversation=conversation)
        others = [candidate.id for candidate in found.candidates if candidate.id != understood.id]
        if understood.outcome == "answer" and understood.id:
            opening = self.openings.chosen(understood.id, text, found.language)
            spoken_of = conversation.about(understood.id, others[:MOST_OTHERS])
            return replace(understood, opening=opening, conversation=spoken_of)
        return replace(
            understood,
            conversation=replace(conversation, others=tuple(others[MOST_SUGGESTIONS:][:MOST_OTHERS])),
        )

    def _asks_why(self, text: str, likelihood: Mapping[str, float]) -> bool:
        return likelihood.get("why", 0.0) >= MOVE_FROM and len(tokens(text)) <= MOST_WORDS_ALONE

    def _is_detail_of_topic(
        self, reading: Reading, described: DescribedCandidate, conversation: Conversation
    ) -> bool:
        """Tell whether a body is no candidate but goes on from the last answer: "what is paid?", "and the hotel?"."""
        topic, known = conversation.topic, described.candidate
        if topic is None or topic in self.rulebook.rule_answers or reading.first_person:
            return False
        named = known.place or known.country or known.population or described.alternatives
        return not named and self._goes_on(reading.text, reading.language)

    def _begins_with_why(self, text: str, found: SearchResult) -> bool:
        """Tell whether a message protests after a "why?" of its own: "Why on earth not? France is all around us!"."""
        first, *others = clauses(text) or ("",)
        if not 1 <= len(others) <= MOST_PROTESTS:
            return False
        return self._asks_why(
            first, self.phrasing.likelihood(phrase(self.messages.read(first, found.language)))
        )

    def _asks_what_next(
        self, text: str, likelihood: Mapping[str, float], found: SearchResult, conversation: Conversation
    ) -> bool:
        """Tell whether somebody who got an answer or a verdict wants to know what to do now."""
        spoken_of = conversation.topic or conversation.candidate
        least = SURE if found.outcome == "smalltalk" else MOVE_FROM
        asks = likelihood.get(NEXT, 0.0) >= least and len(tokens(text)) <= MOST_WORDS_ALONE
        return bool(spoken_of and self.next_step) and asks and not is_unstated(found)

    def _other_ways(
        self, reading: Reading, conversation: Conversation, verdicts: Verdicts
    ) -> Understanding | None:
        """Tell who was refused, and asks right after, what could be done instead."""
        if conversation.candidate is None or conversation.topic or len(reading.words) > MOST_WORDS_GOING_ON:
            return None
        asks = self.phrasing.likelihood(phrase(reading)).get(INSTEAD, 0.0)
        return verdicts.other_ways(conversation) if asks >= MOVE_FROM else None

    def _candidate(self, message: ReadMessage, conversation: Conversation) -> Continued | None:
        """Give the candidate that is put forward or gone on from; None if a message does neither."""
        if changed := self._changed_candidate(message, conversation):
            return Continued(changed)
        if self._is_only_smalltalk(message, conversation):
            return None
        if follow := self._follow_up(message, conversation):
            return follow
        new = self._new_candidate(message)
        if new is None:
            return None
        return Continued(with_what_was_known(new, conversation.candidate, self.candidates.group))

    def _changed_candidate(
        self, message: ReadMessage, conversation: Conversation
    ) -> DescribedCandidate | None:
        """Give the candidate spoken of with a fact or a member changed, or its namesake; None if nothing changes."""
        spoken_of = conversation.candidate
        if spoken_of and (changed := self._changed(spoken_of, message.reading, message.found)):
            return DescribedCandidate(changed)
        regrouped = self.members.changed(spoken_of, message.reading, self.candidates) if spoken_of else None
        return regrouped or self._namesake(message, conversation)

    def _is_only_smalltalk(self, message: ReadMessage, conversation: Conversation) -> bool:
        """Tell whether a message is small talk and says nothing of a candidate besides."""
        reading, found = message.reading, message.found
        unlike = found.outcome != "smalltalk" or found.id in self.dissatisfied
        if unlike or share_of(message.likelihood) >= SURE:
            return False
        corrects = conversation.candidate is not None and found.id in self.corrects and tells_facts(reading)
        return not (corrects or only_facts(reading, besides=1))

    def _follow_up(self, message: ReadMessage, conversation: Conversation) -> Continued | None:
        """Give the candidate spoken of as it is after a message that goes on from it."""
        reading = message.reading
        if conversation.candidate is None or self._asks_something_else(message):
            return None
        return self._follow_ups(reading.language).continued(
            reading,
            conversation,
            message.likelihood,
            lambda text: self.messages.read(text, reading.language),
            bare=only_facts(reading) or self._names_another(message),
        )

    def _new_candidate(self, message: ReadMessage) -> DescribedCandidate | None:
        """Give the candidate that a message puts forward by itself."""
        reading, found, rules = message.reading, message.found, self.rulebook
        described = self.candidates.describe(reading)
        described = with_kind_from_answer(described, reading, found, rules.kinds_by_answer, self.asking)
        settled = rules.is_decided_by_kind(described.candidate.kind)
        if is_candidacy(
            reading,
            described,
            message.likelihood,
            found,
            rules.rule_answers,
            settled=settled,
            asking=self.asking,
        ):
            return described
        return described if self._asks_at_last(reading, described, found, settled=settled) else None

    def _namesake(self, message: ReadMessage, conversation: Conversation) -> DescribedCandidate | None:
        """Give the other place of the name spoken of that a short message tells: "it's about the Colombian one"."""
        reading, likelihood = message.reading, message.likelihood
        corrects, asks = likelihood.get(CHANGED, 0.0), likelihood.get(QUESTION, 0.0)
        may_be = (
            asks < QUESTION_CLEAR if conversation.alternatives else corrects >= max(CORRECTION_FROM, asks)
        )
        if not may_be or len(reading.words) > MOST_WORDS_OF_NAMESAKE:
            return None
        follow = FollowUps(self.candidates)
        return follow.namesake(reading, conversation, lambda text: self.messages.read(text, reading.language))

    def _asks_at_last(
        self, reading: Reading, described: DescribedCandidate, found: SearchResult, *, settled: bool
    ) -> bool:
        """Tell whether a long message that names a candidate asks for the verdict in the sentence that asks."""
        asked = sentence_that_asks(reading, described, found)
        if asked is None:
            return False
        alone = self.search.find(asked, language=found.language)
        likelihood = self.phrasing.likelihood(phrase(self.messages.read(asked, found.language)))
        rules = self.rulebook.rule_answers
        return share_of(likelihood) >= SURE and is_candidacy(
            reading, described, likelihood, alone, rules, settled=settled, asking=self.asking
        )

    def _changed(self, spoken_of: Candidate, reading: Reading, found: SearchResult) -> Candidate | None:
        """Give the candidate with a fact told again, or with its figure multiplied; None if neither is said."""
        file, rules = self.follow_ups.get(reading.language), self.rulebook.rule_answers
        elsewhere = found.outcome == "answer" and found.id not in rules
        changed = resized(spoken_of, reading, file) if file and not elsewhere else None
        return changed or self._with_facts(spoken_of, reading)

    def _with_facts(self, spoken_of: Candidate, reading: Reading) -> Candidate | None:
        """Give the candidate with a declared fact told again: "and if a company runs it?", "what if we had 61 boats?".

        None where the message does not go on from before, or names a place, a country or a body of the speaker's.
        """
        named = (*reading.places, *reading.countries, *(body for body in reading.bodies if body.own))
        if spoken_of.kind is None or named or not self._goes_on(reading.text, reading.language):
            return None
        told = told_facts(self.rulebook, spoken_of.kind, reading)
        changed = {name: value for name, value in told.items() if spoken_of.facts.get(name) != value}
        return replace(spoken_of, facts={**spoken_of.facts, **changed}) if changed else None

    def _asks_something_else(self, message: ReadMessage) -> bool:
        """Tell whether a message is a question that the search answers, about no place and no figure."""
        reading, likelihood, found = message.reading, message.likelihood, message.found
        if only_facts(reading, besides=1) or self._names_another(message):
            return False
        asks = likelihood.get(QUESTION, 0.0)
        stated = found.outcome == "answer" and found.id not in self.rulebook.rule_answers
        surely = stated or is_unstated(found)
        return asks >= LIKELY or (surely and likelihood.get("why", 0.0) < SURE and not reading.places)

    def _names_another(self, message: ReadMessage) -> bool:
        """Tell whether a message that the search makes nothing of names a place or a figure beside little else.

        "ya puestos: ¿Ginebra?", "y los de Zúrich, que siempre presumen".
        """
        reading, likelihood, found = message.reading, message.likelihood, message.found
        goes_on = bool(reading.places) and self._goes_on(reading.text, reading.language)
        few = only_facts(reading) or (goes_on and len(reading.words) <= MOST_WORDS_GOING_ON)
        asks = likelihood.get(QUESTION, 0.0) >= QUESTION_CLEAR
        elsewhere = found.unstated_share >= OTHER_SUBJECT_FROM or found.unrelated_share >= UNRELATED_CLEAR
        return few and found.outcome in ("suggest", "unknown") and not (asks or elsewhere)

    def _recalled(self, reading: Reading, conversation: Conversation) -> tuple[DescribedCandidate, ...]:
        """Give the candidates judged before that a message right after a verdict asks about again."""
        if conversation.topic:
            return ()
        return self.recalled.meant(reading, conversation.judged, conversation.candidate, self.candidates)

    def _spoken_of(self, conversation: Conversation, today: datetime.date) -> str | None:
        """Name the answer that was last given; after a verdict, the one that states its rule."""
        if conversation.topic or conversation.candidate is None:
            return conversation.topic
        verdict = self.candidates.judge(DescribedCandidate(conversation.candidate), today)
        return next(iter(verdict.answers), None)

    def _follow_ups(self, language: Language) -> FollowUps:
        file = self.follow_ups.get(language)
        return FollowUps(self.candidates, plain_terms(file.size_of_joining) if file else None)

    def _goes_on(self, text: str, language: Language) -> bool:
        file = self.follow_ups.get(language)
        return file is not None and goes_on_from_before(text, file)
