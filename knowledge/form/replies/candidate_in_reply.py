"""What a reply tells of the candidate besides answering its own question: «Sí, Ayuntamiento de Zaragoza, 675.000».

Also begins a draft with what the conversation already knows of the candidate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from knowledge.content.schema import Question
from knowledge.eligibility.judge import Candidate
from knowledge.eligibility.rules import KIND
from knowledge.form.applicant import NO, YES
from knowledge.form.draft import Draft, Value
from knowledge.form.position import applicable
from knowledge.form.steps import Step
from knowledge.form.types import type_of
from knowledge.form.types.base import LEFT_OUT, Asked, Sources
from knowledge.form.types.place import names_clear_place, places_named
from knowledge.geo.gazetteer import StoredPlace
from knowledge.reading.reading import Reading

REFUSED = ("consent_declined", *LEFT_OUT.values())
"""The reasons that a refusing line gets: it says nothing of the candidate either."""


def with_candidate(step: Step, question: Question, text: str, sources: Sources) -> Step:
    """Take what a reply tells of the candidate for questions that are not answered yet.

    A line that is no answer to the question of the kind, but names a candidate, answers it.
    """
    if not (question.tells or type_of(question).comes_first) or step.wish or "?" in text:
        return step
    first = type_of(question).comes_first
    if step.problem and (not (first or question.tells == KIND) or step.problem.reason in REFUSED):
        return step
    reading = sources.read(text)
    before = without_other_place(step.draft, reading, sources) if first else step.draft
    draft = with_kind(before, kind_told(step, question, reading, sources), sources)
    if step.problem and draft == step.draft:
        return step
    after = with_told(draft, question, reading, sources)
    listed = any(
        half.get("list")
        for key, half in after.pending.items()
        if key not in draft.pending and isinstance(half, Mapping)
    )
    return Step(after, not_understood=step.not_understood, pasted=listed)


def with_told(draft: Draft, besides: Question | None, reading: Reading, sources: Sources) -> Draft:
    """Store what a reply tells for open questions about the candidate, besides the one that it answers."""
    for later in open_questions_told(draft, besides, sources):
        asked = Asked(later, draft, sources)
        if type_of(later).is_answered_too(asked, reading):
            read = type_of(later).read(asked, reading.text)
            draft = draft if read.problem or read.wish else replace(read.draft, at=draft.at)
    return with_country_of_towns(draft, besides, sources)


def with_country_of_towns(draft: Draft, besides: Question | None, sources: Sources) -> Draft:
    """Store the country in which all municipalities lie that wait on a list; none where one of them is not found."""
    fact, members = sources.rulebook.fact_of_field("country"), sources.questionnaire.telling("members")
    question = sources.questionnaire.telling(fact.id) if fact else None
    if question is None or members is None or question is besides or question.id in draft.answers:
        return draft
    lying_in = {town.get("country") for town in Asked(members, draft, sources).pending.get("list", ())}
    country = lying_in.pop() if len(lying_in) == 1 else None
    return replace(draft, answers={**draft.answers, question.id: country}) if country else draft


def kind_told(step: Step, question: Question, reading: Reading, sources: Sources) -> str | None:
    """The kind that a line tells; a city's where it fits no option but is the name of one: «It's Limerick»."""
    told = sources.kind_named(reading)
    named = step.problem and names_clear_place(Asked(question, step.draft, sources), reading)
    return sources.candidates.city if named and not told else told


def without_other_place(draft: Draft, reading: Reading, sources: Sources) -> Draft:
    """Forget the candidate that the conversation spoke of, where the reply names other places: «Sí, Zaragoza»."""
    named = {city.geonameid for place in places_named(reading) for city in place.likely}
    if not named or named & set(known_ids(draft, sources)):
        return draft
    telling = {question.id for question in sources.questionnaire.questions if question.tells}
    pending = {key: half for key, half in draft.pending.items() if key not in telling}
    return replace(draft.without_answers(*telling), pending=pending)


def known_ids(draft: Draft, sources: Sources) -> Iterator[Value]:
    """The places that a draft holds, by their GeoNames ids: the city, the municipalities of a group."""
    for question in sources.questionnaire.questions:
        half = draft.pending.get(question.id)
        waiting = half.get("list") if isinstance(half, Mapping) else None
        for value in (draft.answers.get(question.id), *(waiting or ())):
            if question.tells and isinstance(value, Mapping):
                yield value.get("geonameid")


def with_kind(draft: Draft, kind: str | None, sources: Sources) -> Draft:
    """Store the kind where it is not answered yet."""
    question = sources.questionnaire.telling(KIND)
    if question is None or kind is None or question.id in draft.answers:
        return draft
    return draft.with_answer(question.id, kind)


def open_questions_told(draft: Draft, besides: Question | None, sources: Sources) -> Iterator[Question]:
    """The open questions about the candidate, and those of the contact that can be told by their form."""
    for each in [*applicable(sources.questionnaire, draft.answers)]:
        open_question = each is not besides and each.id not in draft.answers
        if open_question and (each.tells or each.personal):
            yield each


def begun_with(candidate: Candidate, sources: Sources) -> Draft:
    """Begin a draft with what is known of a candidate: kind, place, country, inhabitants, facts, a group's towns."""
    kind = sources.rulebook.kinds.get(candidate.kind or "")
    draft = with_kind(Draft(), kind.id if kind else None, sources)
    for question in [*applicable(sources.questionnaire, draft.answers)]:
        asked = Asked(question, draft, sources)
        value = known_value(asked, candidate)
        if value is not None and type_of(question).is_valid(asked, value):
            draft = draft.with_answer(question.id, value)
    return with_towns(draft, candidate, sources) if kind and kind.behaves == "group" else draft


def known_value(asked: Asked, candidate: Candidate) -> Value:
    """What a candidate's facts answer to a question; None if nothing."""
    fact = asked.sources.rulebook.facts.get(asked.question.tells or "")
    if asked.question.tells == "place":
        return known_place(asked, candidate)
    if fact is None:
        return None
    if fact.field == "country":
        return candidate.country
    if fact.field == "population":
        return None if candidate.bound else candidate.population
    told = candidate.facts.get(fact.id)
    return (YES if told else NO) if isinstance(told, bool) else told


def known_place(asked: Asked, candidate: Candidate) -> StoredPlace | None:
    """A candidate's place as it is stored; its looked-up figure marks an approximate one."""
    if not candidate.place:
        return None
    found = asked.sources.gazetteer.find_city(candidate.place, candidate.country)
    place: StoredPlace = found[0].stored(asked.sources.language) if found else {"name": candidate.place}
    known = candidate.population if candidate.approximate else None
    return {**place, "population": known} if known is not None else place


def with_towns(draft: Draft, candidate: Candidate, sources: Sources) -> Draft:
    """List the towns that were named, with the figures that were said of them, else GeoNames', to be confirmed."""
    question = sources.questionnaire.telling("members")
    if question is None or not candidate.place:
        return draft
    towns = [f"{name} {candidate.figures.get(name, '')}" for name in candidate.place.split(", ")]
    read = type_of(question).read(Asked(question, draft, sources), "; ".join(towns))
    return draft if read.problem else read.draft
