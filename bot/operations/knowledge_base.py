"""Holds what the bot knows: content, learned search, gazetteer; replaces it as a whole when content is reloaded."""

import datetime
import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from bot.operations.last_made import LastMade
from knowledge.content.folders import CONTENT
from knowledge.content.held_out import without_held_out
from knowledge.content.load import Content, fingerprint, load
from knowledge.content.schema import Language, Text
from knowledge.conversation.lessons import FollowUpFile
from knowledge.conversation.members import GroupChanges
from knowledge.conversation.openings import Openings
from knowledge.conversation.phrasing import Phrasing
from knowledge.conversation.recalled import Recalled
from knowledge.conversation.teaching import (
    asking_words,
    follow_up_files,
    learned_phrasing,
    ordinary_words,
)
from knowledge.conversation.topics import Topics
from knowledge.eligibility.candidate import CandidateReader
from knowledge.form.moves import Form
from knowledge.form.option_vectors import vectors_of_options
from knowledge.form.replies.language import read_form_words
from knowledge.form.replies.wish_vectors import FILE as WISH_VECTORS
from knowledge.form.replies.wish_vectors import wish_vectors
from knowledge.form.replies.wishes import ReplyMeanings
from knowledge.geo.countries import Countries, read_countries
from knowledge.geo.gazetteer import Gazetteer, open_gazetteer
from knowledge.reading.reader import Reader
from knowledge.reading.text import LANGUAGES
from knowledge.search.engine import Encode, Search
from knowledge.search.teaching import learned_search
from knowledge.search.vectors import FILE as VECTORS
from knowledge.search.vectors import Vectors, read_vectors, vectors_of_lines
from knowledge.understanding import Interpreter
from locales import Translator, translator


@dataclass(frozen=True)
class KnowledgeBase:
    """One consistent state of the knowledge; a turn uses the same from its beginning to its end."""

    content: Content
    search: Search
    gazetteer: Gazetteer
    countries: Countries
    interpreter: Interpreter
    meanings: ReplyMeanings
    encode: Encode | None = None
    option_vectors: Vectors = field(default_factory=dict)

    def spoken(self, language: Language) -> Language:
        """A language of the programme as it is; its first instead of one that it does not speak, or no more."""
        languages = self.content.programme.languages
        return language if language in languages else languages[0]

    def say(self, language: Language) -> Translator:
        """The interface's words in one of the programme's languages, with the programme's names in them."""
        words = translator(language, self.content.language_folders.get(language))
        return replace(words, named=self.content.wordings[language].named)

    def eligibility_title(self, language: Language) -> str:
        """What the programme calls the look at who can take part: "Can my city take part?"."""
        _, title = self.say(language), self.content.rulebook.rules.title
        return self.content.wordings[language].fill(title) if title else _("Can we take part?")

    def form(self, language: Language, today: datetime.date) -> Form:
        """The pre-application for replies typed in `language` on `today`."""
        return Form(
            self.content.questionnaire,
            self.content.programme,
            self.content.rulebook,
            self.gazetteer,
            self.countries,
            today,
            language,
            self.meanings,
            self.interpreter.messages,
            self.interpreter.candidates,
        )


class Library:
    """The knowledge in service; `reload` replaces it only with content that is whole."""

    def __init__(
        self,
        content: Path | None,
        cache: Path,
        group: int | None = None,
        encode: Encode | None = None,
        held_out: Collection[str] = (),
    ) -> None:
        """Read the content.

        `group` is the chat of a fallback contact that names none (the simulator's); `encode` gives the sentence vector
        of a message that the search is in doubt about; `held_out` are phrasings that it shall not learn.
        """
        self._held_out = frozenset(held_out)
        self.encode = encode
        self._content = content or CONTENT
        self._group = group
        self._cache = cache
        self._reading = threading.Lock()
        self._last_reader = LastMade[Reader]()
        self._last_meanings = LastMade[tuple[ReplyMeanings, Vectors]]()
        self._gazetteer = open_gazetteer(cache)
        self._countries = read_countries()
        self.knowledge_base = self._read(self._content_read())

    @property
    def is_being_read(self) -> bool:
        """Tell whether the content is being read again just now."""
        return self._reading.locked()

    def reload(self) -> KnowledgeBase:
        """Read the content again; BrokenContentError, and the old one stays, if anything in it is wrong.

        Call it in a thread: it waits a second, and half a minute where the search has to learn. Changed words are in
        service before that, found as the old ones were.
        """
        with self._reading:
            content, before = self._content_read(), self.knowledge_base
            same = entry_ids(content) == entry_ids(before.content)
            self.knowledge_base = self._read(content, before if same else None)
        return self.knowledge_base

    def _content_read(self) -> Content:
        content = with_group(load(self._content), self._group)
        return without_held_out(content, self._held_out) if self._held_out else content

    def _read(self, content: Content, before: KnowledgeBase | None = None) -> KnowledgeBase:
        """Put together what is known of a content; phrasing and search are learned at the same time.

        What was learned for a content `before` that has the same entries serves until then.
        """
        with ThreadPoolExecutor(2, "learning") as beside:
            search = beside.submit(self._search, content)
            messages, follow_ups = self._reader(content), follow_up_files(content)
            phrasing = beside.submit(learned_phrasing, content, messages, follow_ups, self._cache)
            if before is None:
                read = self._interpreter(content, messages, follow_ups, search.result(), phrasing.result())
                return self._assembled(content, read)
            read = self._interpreter(
                content, messages, follow_ups, before.search, before.interpreter.phrasing
            )
            at_once = self.knowledge_base = self._assembled(content, read)
            return learned_anew(at_once, search.result(), phrasing.result())

    def _search(self, content: Content) -> Search:
        """Give the search for a content; it is learned by a process of its own."""
        files = (self._content / VECTORS, LANGUAGES / VECTORS)
        search = learned_search(content, self._cache, files, complete=self.encode is not None)
        search.encode_with(self.encode)
        return search

    def _assembled(self, content: Content, interpreter: Interpreter) -> KnowledgeBase:
        file = self._content / VECTORS
        source = (
            content.questionnaire,
            vocabulary_version(content),
            file.stat().st_mtime_ns if file.exists() else 0,
        )

        def meanings() -> tuple[ReplyMeanings, Vectors]:
            vectors = vectors_of_options(content.questionnaire, read_vectors(file))
            return reply_meanings(content, vectors, self.encode), vectors

        learned, vectors = self._last_meanings.get(source, meanings)
        return KnowledgeBase(
            content,
            interpreter.search,
            self._gazetteer,
            self._countries,
            interpreter,
            learned,
            self.encode,
            vectors,
        )

    def _interpreter(
        self,
        content: Content,
        messages: Reader,
        follow_ups: Mapping[Language, FollowUpFile],
        search: Search,
        phrasing: Phrasing,
    ) -> Interpreter:
        together = [word for file in follow_ups.values() for word in file.together]
        asking = asking_words(content, follow_ups)
        return Interpreter(
            search=search,
            messages=messages,
            candidates=CandidateReader(content.rulebook, together),
            phrasing=phrasing,
            follow_ups=follow_ups,
            topics=build_topics(content, search),
            rulebook=content.rulebook,
            openings=openings(content, search, follow_ups),
            members=GroupChanges(read_form_words(list(content.language_folders.values())), follow_ups),
            recalled=Recalled(follow_ups, asking),
            contact=content.role("contact"),
            next_step=content.role("application"),
            dissatisfied=frozenset(talk.id for talk in content.smalltalk.values() if talk.dissatisfied),
            corrects=frozenset(talk.id for talk in content.smalltalk.values() if talk.corrects),
            agrees=frozenset(talk.id for talk in content.smalltalk.values() if talk.agrees),
            asking=asking,
        )

    def _reader(self, content: Content) -> Reader:
        """Give what reads messages: the one of before where no phrasing, country or word of a language differs."""
        source = (
            content.programme.country_sets,
            content.rulebook.own_bodies,
            content.rulebook.telling_words,
            lines_version(content),
            vocabulary_version(content),
        )
        return self._last_reader.get(source, lambda: self._new_reader(content))

    def _new_reader(self, content: Content) -> Reader:
        programme = content.programme
        return Reader(
            self._gazetteer,
            self._countries,
            programme.home_countries,
            programme.other_countries,
            {code: files.folder for code, files in content.languages.items()},
            ordinary_words(content),
            content.rulebook.own_bodies,
            content.rulebook.telling_words,
        )


def learned_anew(base: KnowledgeBase, search: Search, phrasing: Phrasing) -> KnowledgeBase:
    """Replace what was learned; all that was only read stays."""
    anew = openings(base.content, search, base.interpreter.follow_ups)
    interpreter = replace(
        base.interpreter,
        search=search,
        topics=replace(base.interpreter.topics, search=search),
        phrasing=phrasing,
        openings=anew,
    )
    return replace(base, search=search, interpreter=interpreter)


def reply_meanings(content: Content, of_options: Vectors, encode: Encode | None) -> ReplyMeanings:
    """What typed replies to the form mean, learned from the examples of the content and its languages."""
    words = read_form_words(list(content.language_folders.values()))
    shared = read_vectors(LANGUAGES / WISH_VECTORS)
    vectors = wish_vectors(words.wishes, words.answers, shared, encode)
    return ReplyMeanings(words, vectors, {**of_options, **vectors_of_lines(words.beside_answers, shared)})


def vocabulary_version(content: Content) -> str:
    """Name the state of the folders of the content's languages."""
    return fingerprint(*content.language_folders.values())


def lines_version(content: Content) -> str:
    """Name the state of all phrasings of the content."""
    taught = [answer.taught() for answer in content.answers.values()]
    taught += [entry.phrasings for entry in content.unstated.values()]
    return sha256(repr([each.root for each in taught]).encode()).hexdigest()


def openings(content: Content, search: Search, follow_ups: Mapping[Language, FollowUpFile]) -> Openings:
    """What chooses the first words of an answer."""
    asking = {code: file.interrogatives for code, file in follow_ups.items()}
    return Openings(search, content.answers, asking)


def build_topics(content: Content, search: Search) -> Topics:
    """What goes on from an answer."""
    languages = content.programme.languages
    named = {answer.id: question_titles(answer.question, languages) for answer in content.answers.values()}
    return Topics(search, named, related_both_ways(content))


def related_both_ways(content: Content) -> dict[str, frozenset[str]]:
    """Give of each answer those that it names as related, and those that name it."""
    named = {answer.id: set(answer.related) for answer in content.answers.values()}
    return {
        each: frozenset(own | {other for other, theirs in named.items() if each in theirs})
        for each, own in named.items()
    }


def entry_ids(content: Content) -> list[str]:
    """Everything that the search can find, by its ids."""
    return [*content.answers, *content.unstated, *content.smalltalk]


def question_titles(question: Text, languages: Sequence[Language]) -> dict[Language, str]:
    """A question's title in each language."""
    return {code: question.within(code) for code in languages}


def with_group(content: Content, group: int | None) -> Content:
    """The knowledge with a chat for the fallback contacts that have none; as it is without a group."""
    if group is None:
        return content
    contacts = tuple(
        contact.model_copy(update={"chat": group}) if contact.fallback and contact.chat is None else contact
        for contact in content.contacts.contacts
    )
    return replace(content, contacts=content.contacts.model_copy(update={"contacts": contacts}))
