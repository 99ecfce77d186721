"""A message of several sentences, pasted at any question: each sentence goes to the questions that it is about.

What a sentence is about is learned from `sentences` in questionnaire.yaml; who writes and which candidate it is stands
in the others.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.content.schema import Question
from knowledge.form.draft import Draft
from knowledge.form.position import applicable
from knowledge.form.replies.candidate_in_reply import with_kind, with_told, without_other_place
from knowledge.form.replies.contact_parts import NUMBER, has_address
from knowledge.form.replies.language import FormWords
from knowledge.form.replies.together import introduces_contact, take_together
from knowledge.form.steps import Step
from knowledge.form.types import type_of
from knowledge.form.types.base import Asked, Sources
from knowledge.form.types.email_address import IN_TEXT
from knowledge.reading.words import fold

LEAST_WORDS = 12
"""Words of a message that is taken apart; a shorter one answers what was asked."""
FEWEST_SENTENCES = 2
"""Fewest sentences of a message without an address that is taken apart."""
LINES_FROM_ADDRESS = 4
"""Lines from an address at which the lines of a signature may stand."""
LONGEST_LINE = 8
"""Words of a line of a signature."""
SHORTEST_HALF, MOST_JOINTS = 3, 3
"""Fewest words of half a sentence, and how many joining words are tried."""
ABBREVIATED = re.compile(r"\b\w{1,4}\.$")


@dataclass(frozen=True)
class Paragraph:
    """The sentences of a message: by subject, and those about none in their order."""

    subjects: Mapping[str, Sequence[str]]
    others: Sequence[str]

    def about(self, question: Question) -> list[str]:
        """The sentences that may hold an answer to a question."""
        return [sentence for subject in question.found_in for sentence in self.subjects.get(subject, ())]


def in_paragraph(draft: Draft, question: Question, text: str, sources: Sources) -> Step | None:
    """Store every answer that a pasted message holds, for the question on the screen and for open ones.

    None for a message that is no paragraph, or holds nothing besides the answer to the question.
    """
    if question.together or is_sentences(question) or "?" in text or len(text.split()) < LEAST_WORDS:
        return None
    if len(sentences_of(text, sources)) < FEWEST_SENTENCES and not has_address(text, sources.meanings.words):
        return None
    paragraph = taken_apart(text, question, sources)
    contact = contact_lines(paragraph.others, sources)
    names = type_of(question).free_text and question.tells
    if not (paragraph.subjects or contact or names):
        return None
    agreed = with_consent(draft.without_answers(question.id), question, text, sources)
    if agreed is None:
        return None
    named, paragraph = with_candidates_name(agreed, paragraph, sources)
    after = with_candidate_told(named, question, paragraph, sources)
    after = with_subjects(after, paragraph, sources)
    after = with_contact(after, contact, sources)
    if not {*after.answers, *after.pending} - {*draft.answers, *draft.pending}:
        return None
    kept = {key: value for key, value in draft.answers.items() if key not in after.answers}
    at = question.id if draft.at and question.id not in after.answers else None
    return Step(replace(after, answers={**kept, **after.answers}, at=at), pasted=True)


def is_sentences(question: Question) -> bool:
    """Tell whether a question wants sentences itself: a paragraph is the answer to it."""
    kind = type_of(question)
    return kind.free_text and not kind.is_short(question)


def taken_apart(text: str, question: Question, sources: Sources) -> Paragraph:
    """Tell the sentences of a message that are about a subject of the questionnaire from the others."""
    words, subjects, others = sources.meanings.words, dict[str, list[str]](), list[str]()
    sentences = sentences_of(text, sources)
    for at, sentence in enumerate(sentences):
        if header_of(sentence, words) or (
            type_of(question).comes_first and sources.meanings.agrees(sentence) is not None
        ):
            continue
        if has_address(sentence, words) or is_signature(sentences, at, text, words):
            others.append(sentence)
            continue
        for part in by_subject(sentence, sources):
            subject = sources.meanings.subject(sources.questionnaire, part)
            if subject:
                subjects.setdefault(subject, []).append(part)
            elif subject is None or sources.read(part).spans:
                others.append(part)
    return Paragraph(subjects, [*others, *senders(sentences, others, words)])


def sentences_of(text: str, sources: Sources) -> list[str]:
    """The sentences and lines of a message; an abbreviation before a number ends none: «pop. 249,000»."""
    found: list[str] = []
    for clause in sources.read(text).clauses:
        sentence = text[clause.start : clause.end].strip()
        if found and ABBREVIATED.search(found[-1]) and sentence[:1].isdigit():
            found[-1] += f" {sentence}"
        elif sentence:
            found.append(sentence)
    return found


def by_subject(sentence: str, sources: Sources) -> list[str]:
    """Split a sentence whose halves are about different subjects: «fuimos de URBACT y somos dos»."""
    said, words = sentence.split(), sources.meanings.words
    joints = [
        at
        for at, word in enumerate(said)
        if words.has("between", fold(word)) and SHORTEST_HALF <= at < len(said) - SHORTEST_HALF
    ]
    for at in joints[:MOST_JOINTS]:
        halves = [" ".join(said[:at]), " ".join(said[at + 1 :])]
        about = [sources.meanings.subject(sources.questionnaire, half) for half in halves]
        if all(about) and about[0] != about[1] and not kept_whole(about, sources):
            return halves
    return [sentence]


def kept_whole(subjects: Sequence[str | None], sources: Sources) -> bool:
    """Tell whether a sentence about one of these subjects is stored whole, as free text."""
    whole = {each for q in sources.questionnaire.questions if type_of(q).free_text for each in q.found_in}
    return not whole.isdisjoint(subjects)


def is_signature(sentences: Sequence[str], at: int, text: str, words: FormWords) -> bool:
    """Tell whether a sentence is a short line of its own, without a stop, near an address."""
    sentence = sentences[at]
    own = f"\n{sentence}\n" in f"\n{text}\n" and sentence[-1:] not in ".!"
    near = sentences[max(0, at - LINES_FROM_ADDRESS) : at + LINES_FROM_ADDRESS + 1]
    return own and len(sentence.split()) <= LONGEST_LINE and any(has_address(each, words) for each in near)


def senders(sentences: Sequence[str], others: Sequence[str], words: FormWords) -> list[str]:
    """The lines that name the sender of a forwarded mail; of one that is signed the address alone."""
    found = [each for each in sentences if words.has("mail_sender", header_of(each, words))]
    signed = any(each in sentences and is_line_of_words(each) for each in others)
    return [" ".join(IN_TEXT.findall(each)) if signed else each for each in found]


def is_line_of_words(line: str) -> bool:
    """Tell whether a line may be a signature's: short, beginning with a capital, without a stop."""
    return line[:1].isupper() and line[-1:] not in ".!" and len(line.split()) <= LONGEST_LINE


def header_of(line: str, words: FormWords) -> str:
    """The header that a line of a forwarded mail begins with; empty for other lines."""
    head, colon, _ = line.partition(":")
    return fold(head) if colon and words.has("mail_headers", fold(head)) else ""


def contact_lines(lines: Sequence[str], sources: Sources) -> list[str]:
    """The lines that say who writes: with an address, short ones near it, and those that introduce somebody."""
    at = [place for place, line in enumerate(lines) if has_address(line, sources.meanings.words)]
    return [
        line
        for place, line in enumerate(lines)
        if place in at
        or introduces_contact(line, sources)
        or (len(line.split()) <= LONGEST_LINE and any(abs(place - each) <= LINES_FROM_ADDRESS for each in at))
    ]


def with_consent(draft: Draft, question: Question, text: str, sources: Sources) -> Draft | None:
    """Store the consent that a message gives, where that is asked; None where it is refused."""
    if not type_of(question).comes_first:
        return draft
    step = type_of(question).typed(Asked(question, draft, sources), text)
    if step.problem and step.problem.reason == "consent_declined":
        return None
    return draft if step.problem or step.wish else step.draft


def with_candidate_told(draft: Draft, question: Question, paragraph: Paragraph, sources: Sources) -> Draft:
    """Store what the sentences about no subject tell of the candidate."""
    contact = contact_lines(paragraph.others, sources)
    if type_of(question).comes_first:
        draft = without_other_place(draft, sources.read("\n".join(paragraph.others)), sources)
    bare = [without_telephones(line, sources) for line in contact]
    for lines in ([line for line in paragraph.others if line not in contact], bare):
        reading = sources.read("\n".join(lines))
        draft = with_kind(draft, sources.kind_named(reading), sources) if lines else draft
        draft = with_told(draft, None, reading, sources) if lines else draft
    return draft


def without_telephones(line: str, sources: Sources) -> str:
    """A line without the numbers that may be telephones: all that do not say that they count inhabitants."""
    counted = [number for number in sources.read(line).numbers if number.unit in ("inhabitants", "people")]
    for found in [*NUMBER.finditer(line)][::-1]:
        if not any(found.start() <= number.start < found.end() for number in counted):
            line = line[: found.start()] + line[found.end() :]
    return line


def with_candidates_name(draft: Draft, paragraph: Paragraph, sources: Sources) -> tuple[Draft, Paragraph]:
    """Store what a sentence says that the candidate is called; the sentence tells nothing else."""
    for question in open_questions(draft, sources):
        if question.tells and type_of(question).free_text:
            for sentence in paragraph.others:
                after = with_answer_in(draft, question, [sentence], sources)
                if after is not draft:
                    others = [each for each in paragraph.others if each != sentence]
                    return after, replace(paragraph, others=others)
    return draft, paragraph


def with_subjects(draft: Draft, paragraph: Paragraph, sources: Sources) -> Draft:
    """Store what the sentences about subjects answer; those that are an answer themselves answer one question."""
    used: set[str] = set()
    for question in open_questions(draft, sources):
        sentences = [each for each in paragraph.about(question) if each not in used]
        after = with_answer_in(draft, question, sentences, sources) if sentences else draft
        if after is not draft and type_of(question).free_text:
            used |= set(sentences)
        draft = after
    return draft


def with_answer_in(draft: Draft, question: Question, sentences: Sequence[str], sources: Sources) -> Draft:
    """Store the answer that sentences surely hold to a question, if they hold one."""
    asked = Asked(question, draft, sources)
    value = type_of(question).answer_in(asked, sentences)
    if value is None:
        return draft
    return replace(draft, answers={**draft.answers, question.id: value})


def with_contact(draft: Draft, lines: Sequence[str], sources: Sources) -> Draft:
    """Store who writes, as far as some lines surely tell."""
    person = next((each for each in sources.questionnaire.questions if each.together), None)
    if person is None or not lines:
        return draft
    return replace(
        take_together(draft, Step(draft), person, "\n".join(lines), sources, surely=True).draft,
        at=draft.at,
    )


def open_questions(draft: Draft, sources: Sources) -> Iterator[Question]:
    """The questions that concern this applicant and are not answered yet."""
    for question in [*applicable(sources.questionnaire, draft.answers)]:
        if question.id not in draft.answers and type_of(question).answered_by_person:
            yield question
