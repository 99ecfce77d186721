"""The terms by which the reader tells denial, speakers, questions and locations, of all languages together."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from knowledge.reading.phrases import Terms, one_meaning, plain_terms
from knowledge.reading.spans import Reply
from knowledge.reading.vocabulary import ReplyWords, Vocabulary, merged_terms
from knowledge.reading.words import fold


@dataclass(frozen=True)
class ReaderTerms:
    """Each set of terms under its key in replies.yaml, places.yaml, countries.yaml or numbers.yaml, or nearly so."""

    replies: Terms[Reply]
    negations: Terms[bool]
    negation_ends: Terms[bool]
    first_person: Terms[bool]
    third_person: Terms[bool]
    own: Terms[bool]
    together: Terms[bool]
    both: Terms[bool]
    indirect: Terms[bool]
    connectors: Terms[bool]
    some: Terms[bool]
    wished_after: Terms[bool]
    wished_before: Terms[bool]
    languages_follow: Terms[bool]
    beside: Terms[bool]
    beside_after: Terms[bool]
    inside: Terms[bool]
    outside: Terms[bool]
    territories: Terms[bool]
    either: Collection[str]


def reader_terms(vocabularies: Sequence[Vocabulary]) -> ReaderTerms:
    """Put the terms of several languages together."""
    replies = [each.replies for each in vocabularies]
    numbers = [each.numbers for each in vocabularies]
    places = [each.places for each in vocabularies]
    return ReaderTerms(
        replies=Terms(one_meaning(merged_terms([each.replies for each in replies]))),
        negations=negation_terms(replies),
        negation_ends=all_terms(each.ends_of_negation for each in replies),
        first_person=all_terms(each.first_person for each in replies),
        third_person=all_terms(each.third_person for each in replies),
        own=all_terms(each.own_before for each in replies),
        together=all_terms(each.together for each in replies),
        both=all_terms(each.both for each in replies),
        indirect=all_terms(each.indirect_questions for each in replies),
        connectors=all_terms(each.connectors for each in replies),
        some=all_terms(each.some for each in numbers),
        wished_after=all_terms(each.wished_after for each in places),
        wished_before=all_terms(each.wished_before for each in places),
        languages_follow=all_terms(each.languages_follow for each in places),
        beside=all_terms(each.beside for each in places),
        beside_after=all_terms(each.beside_after for each in places),
        inside=all_terms(each.inside for each in places),
        outside=all_terms(each.countries.outside for each in vocabularies),
        territories=all_terms(each.territories for each in places),
        either=frozenset(fold(term) for each in numbers for term in each.range_either),
    )


def all_terms(lists: Iterable[Iterable[str]]) -> Terms[bool]:
    """The terms of some lists, without meanings of their own."""
    return plain_terms(term for each in lists for term in each)


def negation_terms(replies: Sequence[ReplyWords]) -> Terms[bool]:
    """The terms that deny (True), and the longer ones that hold such a word and do not (False)."""
    denying = [dict.fromkeys(each.negations, True) for each in replies]
    harmless = [dict.fromkeys(each.no_negations, False) for each in replies]
    return Terms({term: denies for each in [*denying, *harmless] for term, denies in each.items()})
