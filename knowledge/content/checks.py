"""What the content files must agree on: ids that exist, placeholders with values, questions that are reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.content.languages import LanguageFiles
from knowledge.content.name_checks import (
    meant,
    programme_mistakes,
    question_names,
    rule_mistakes,
    twice,
)
from knowledge.content.questionnaire_checks import questionnaire_mistakes, worded
from knowledge.content.schema import (
    LONGEST_MESSAGE,
    Answer,
    Category,
    ContactsFile,
    Language,
    Phrasings,
    Programme,
    Questionnaire,
    SmalltalkFile,
    SynonymsFile,
    Takes,
    Text,
    UnstatedFile,
)
from knowledge.content.wording import country, figures, placeholders
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.eligibility.rules import Rules
from knowledge.routing import idle, lost, matters

ROOM_FOR_SOURCE = 200
"""Characters kept free under an answer for its source line."""

VERDICT_FIGURES = frozenset({"population", "place", "country"})
"""What the texts of eligibility.yaml may name besides the programme's figures."""


@dataclass(frozen=True)
class Files:
    """The files as far as each could be read."""

    programme: Programme | None
    categories: Mapping[str, Category]
    unstated: UnstatedFile | None
    smalltalk: SmalltalkFile | None
    synonyms: SynonymsFile | None
    rules: Rules | None
    questionnaire: Questionnaire | None
    contacts: ContactsFile | None
    languages: Mapping[Language, LanguageFiles]
    files: Mapping[str, YamlFile]

    def answers(self) -> Iterator[tuple[YamlFile, Key, Answer]]:
        """Every answer with the place where it stands."""
        for name, category in self.categories.items():
            for i, answer in enumerate(category.answers):
                yield self.files[f"answers/{name}"], ("answers", i), answer

    def answer_ids(self) -> frozenset[str]:
        """The ids of all answers that could be read."""
        return frozenset(answer.id for _, _, answer in self.answers())


def cross_check(found: Files) -> list[Mistake]:
    """List what the files do not agree on."""
    return [
        *answer_mistakes(found),
        *name_mistakes(found),
        *phrasing_mistakes(found),
        *reference_mistakes(found),
        *placeholder_mistakes(found),
        *asked_mistakes(found),
        *contact_mistakes(found),
    ]


def answer_mistakes(found: Files) -> Iterator[Mistake]:
    """Ids that stand twice, relations and sources that do not exist, answers too long for one message."""
    ids = found.answer_ids()
    seen: set[str] = set()
    for file, key, answer in found.answers():
        if answer.id in seen:
            yield file.mistake((*key, "id"), f"the id {answer.id} stands twice")
        seen.add(answer.id)
        for i, related in enumerate(answer.related):
            if related not in ids:
                yield file.mistake(
                    (*key, "related", i), f"there is no answer with the id {related}; {meant(related, ids)}"
                )
        for i, source in enumerate(answer.sources):
            if found.programme and source not in found.programme.sources:
                yield file.mistake(
                    (*key, "sources", i),
                    f"programme.yaml has no source {source}; {meant(source, found.programme.sources)}",
                )
        yield from length_mistakes(found, file, key, answer)


def length_mistakes(found: Files, file: YamlFile, key: Key, answer: Answer) -> Iterator[Mistake]:
    """Answers that, filled in, do not fit into one Telegram message."""
    for language, text in answer.answer.root.items():
        if language in found.languages and found.programme and not bad_braces(text):
            known = figures(found.programme, found.languages[language].words, language)
            values = dict.fromkeys(placeholders(text), "") | known
            text = text.format_map(values)
        room = LONGEST_MESSAGE - ROOM_FOR_SOURCE
        if len(text) > room:
            yield file.mistake(
                (*key, "answer", language),
                f"has {len(text)} characters; a Telegram message has room for {room}",
            )


def name_mistakes(found: Files) -> Iterator[Mistake]:
    """Ids that stand twice or name nothing in the programme, its rules, questions and categories."""
    if found.programme is None:
        return
    yield from programme_mistakes(found.programme, found.answer_ids(), found.files["programme.yaml"])
    seen: dict[str, str] = {}
    for name, category in found.categories.items():
        other = seen.setdefault(category.category, name)
        if other != name:
            message = f"the category {category.category} stands in answers/{other} too; give it another id"
            yield found.files[f"answers/{name}"].mistake(("category",), message)
    if found.rules is None:
        return
    yield from rule_mistakes(found.rules, found.programme, found.files["eligibility.yaml"])
    if found.questionnaire:
        file = found.files["questionnaire.yaml"]
        yield from question_names(found.questionnaire, found.programme, found.rules, file)


def phrasing_mistakes(found: Files) -> Iterator[Mistake]:
    """A phrasing that stands under two entries teaches the search nothing but doubt."""
    owner: dict[tuple[str, str], str] = {}
    for file, key, entry_id, phrasings in all_phrasings(found):
        for language in phrasings.languages():
            for i, line in enumerate(phrasings.within(language)):
                other = owner.setdefault((language, line.casefold()), entry_id)
                if other != entry_id:
                    yield file.mistake(
                        (*key, "phrasings", language, i), f"stands under {other} too; keep it in one place"
                    )


def all_phrasings(found: Files) -> Iterator[tuple[YamlFile, Key, str, Phrasings]]:
    """Everything the search learns from."""
    for file, key, answer in found.answers():
        yield file, key, answer.id, answer.phrasings
    for i, entry in enumerate(found.unstated.unstated if found.unstated else ()):
        yield found.files["unstated.yaml"], ("unstated", i), entry.id, entry.phrasings
    for i, talk in enumerate(found.smalltalk.smalltalk if found.smalltalk else ()):
        yield found.files["smalltalk.yaml"], ("smalltalk", i), talk.id, talk.phrasings


def reference_mistakes(found: Files) -> Iterator[Mistake]:
    """Ids in unstated.yaml and eligibility.yaml that no answer has, and ids that stand twice."""
    ids = found.answer_ids()
    for i, entry in enumerate(found.unstated.unstated if found.unstated else ()):
        if entry.nearest and entry.nearest not in ids:
            yield found.files["unstated.yaml"].mistake(
                ("unstated", i, "nearest"), f"there is no answer with the id {entry.nearest}"
            )
    for i, rule in enumerate(found.rules.rules if found.rules else ()):
        for j, answer_id in enumerate(rule.answers):
            if answer_id not in ids:
                yield found.files["eligibility.yaml"].mistake(
                    ("rules", i, "answers", j), f"there is no answer with the id {answer_id}"
                )
    if found.unstated:
        ids_there = [entry.id for entry in found.unstated.unstated]
        yield from twice(found.files["unstated.yaml"], "unstated", ids_there)
    if found.smalltalk and found.smalltalk.smalltalk:
        ids_there = [entry.id for entry in found.smalltalk.smalltalk]
        yield from twice(found.files["smalltalk.yaml"], "smalltalk", ids_there)
    if found.synonyms:
        ids_there = [concept.id for concept in found.synonyms.concepts]
        yield from twice(found.files["synonyms.yaml"], "concepts", ids_there)


def placeholder_mistakes(found: Files) -> Iterator[Mistake]:
    """{placeholders} that programme.yaml gives no value for."""
    if found.programme is None:
        return
    known: frozenset[str] = frozenset()
    for code, files in found.languages.items():
        known |= figures(found.programme, files.words, code).keys()
    for file, key, text, extra in all_texts(found):
        for language, words in text.root.items():
            if bad_braces(words):
                yield file.mistake((*key, language), "has a brace { or } that is not closed")
                continue
            for name in sorted(placeholders(words) - known - extra):
                yield file.mistake(
                    (*key, language),
                    f"{{{name}}} has no value in programme.yaml; {meant(name, known | extra)}",
                )


def bad_braces(words: str) -> bool:
    """Tell whether a text's braces do not match."""
    try:
        placeholders(words)
    except ValueError:
        return True
    return False


def texts_of_rules_and_call(found: Files) -> Iterator[tuple[YamlFile, Key, Text, frozenset[str]]]:
    """The texts of the rules, which may name the candidate's own figures, and the note on the call."""
    for where, words in found.rules.texts() if found.rules else ():
        yield found.files["eligibility.yaml"], where, words, VERDICT_FIGURES
    if found.programme and found.programme.call.note:
        yield found.files["programme.yaml"], ("call", "note"), found.programme.call.note, frozenset()


def all_texts(found: Files) -> Iterator[tuple[YamlFile, Key, Text, frozenset[str]]]:
    """Every text that is filled in before it is shown, with the extra names it may use."""
    none: frozenset[str] = frozenset()
    for file, key, answer in found.answers():
        yield file, (*key, "answer"), answer.answer, none
        yield file, (*key, "question"), answer.question, none
        if answer.closed:
            yield file, (*key, "closed"), answer.closed, none
    for i, talk in enumerate(found.smalltalk.smalltalk if found.smalltalk else ()):
        yield found.files["smalltalk.yaml"], ("smalltalk", i, "reply"), talk.reply, none
    yield from texts_of_rules_and_call(found)
    if found.questionnaire:
        yield found.files["questionnaire.yaml"], ("seen_by",), found.questionnaire.seen_by, none
    for i, question in enumerate(found.questionnaire.questions if found.questionnaire else ()):
        for where, words in worded(question):
            yield found.files["questionnaire.yaml"], ("questions", i, *where), words, none
    for i, entry in enumerate(found.unstated.unstated if found.unstated else ()):
        if entry.subject:
            yield found.files["unstated.yaml"], ("unstated", i, "subject"), entry.subject, none


def asked_mistakes(found: Files) -> Iterator[Mistake]:
    """What is wrong with the questionnaire, once the files that it draws on could be read."""
    if found.questionnaire and found.programme and found.rules:
        file = found.files["questionnaire.yaml"]
        words = {code: files.words for code, files in found.languages.items()}
        yield from questionnaire_mistakes(found.questionnaire, found.programme, found.rules, words, file)


def contact_mistakes(found: Files) -> Iterator[Mistake]:
    """Contacts that stand twice, take what does not exist, or leave a lead without a recipient."""
    if found.contacts is None or found.programme is None or found.rules is None:
        return
    file, contacts = found.files["contacts.yaml"], found.contacts.contacts
    known = {
        "topics": [topic.id for topic in found.programme.topics],
        "kinds": [kind.id for kind in found.rules.kinds],
        "countries": sorted(
            {
                code
                for c in contacts
                for code in c.takes.countries
                if country(code, found.programme.languages[0]) != code
            }
        ),
    }
    seen: set[str | int] = set()
    for i, contact in enumerate(contacts):
        for name, value in (("id", contact.id), ("chat", contact.chat)):
            if value is not None and value in seen:
                yield file.mistake(("contacts", i, name), f"the {name} {value} stands twice")
            seen |= {value} if value is not None else set()
        for name, codes_known in known.items():
            for code in sorted(set(getattr(contact.takes, name)) - set(codes_known)):
                yield file.mistake(("contacts", i, "takes", name), f"there is no {code} among the {name}")
        if contact.fallback and contact.takes != Takes():
            yield file.mistake(("contacts", i, "takes"), "a fallback takes whatever is left; remove `takes`")
    yield from routing_mistakes(found.contacts, file, known)


def routing_mistakes(
    contacts: ContactsFile, file: YamlFile, known: Mapping[str, list[str]]
) -> Iterator[Mistake]:
    """Route everything that is possible: a lead that reaches nobody, a contact that nothing reaches."""
    possible = list(matters(known["kinds"], known["countries"], known["topics"]))
    if nobody := lost(contacts, possible):
        yield file.mistake(("contacts",), f"nobody receives {nobody}")
    unused = idle(contacts, possible)
    for i, contact in enumerate(contacts.contacts):
        if contact in unused:
            yield file.mistake(("contacts", i, "takes"), "nothing ever reaches this contact; check `takes`")
