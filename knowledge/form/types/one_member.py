"""One of the municipalities of the group; stored by its name."""

from collections.abc import Iterator, Sequence

from knowledge.content.schema import Language, Option, Question
from knowledge.form.draft import Value, places_in
from knowledge.form.options import member_option
from knowledge.form.replies.results import Accepted, ParsedReply, comparable, rejected
from knowledge.form.steps import Step
from knowledge.form.types.base import Asked, QuestionType
from knowledge.form.types.one_choice import ChoiceQuestion, parse_choice
from knowledge.reading.denial import denied_names
from knowledge.reading.words import fold

TELLING = 5  # letters of a word that tells a municipality without the rest of its name


class MemberQuestion(ChoiceQuestion):
    """The municipality that does something for the group."""

    name = "member"
    own_keys = ()
    can_tell = ()
    branches = False

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Read the one member that a line names, or points at."""
        names, words = member_names(asked), asked.sources.meanings.words
        said = f" {comparable(text)} "
        named = [name for name in names if f" {comparable(name)} " in said] or by_part(names, said)
        denied = denied_names(text, named, words)
        meant = [name for name in (named if len(named) > len(denied) else names) if name not in denied]
        if named and len(meant) == 1:
            return Accepted(meant[0])
        pointed_at = (by_size(asked, text) or by_rank(asked, text)) if not named else None
        if pointed_at:
            return Accepted(pointed_at)
        if denied or len(named) > 1:
            return rejected("not_a_member", members=", ".join(names))
        reply = parse_choice(text, self.options(asked), words)
        if isinstance(reply, Accepted):
            return Accepted(self.names(asked)[str(reply.value)])
        return rejected("not_a_member", members=", ".join(names))

    def tap(self, asked: Asked, code: str) -> Step:
        """Store the member that the button names."""
        name = self.names(asked).get(code)
        return asked.answer(name) if name else asked.refuse("old_button")

    def names(self, asked: Asked) -> dict[str, str]:
        """The members by the codes of their buttons."""
        return {member_option(name).id: name for name in member_names(asked)}

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """A member that has not left the group."""
        return value in member_names(asked)

    def options(self, asked: Asked) -> tuple[Option, ...]:
        """The members."""
        return tuple(member_option(name) for name in member_names(asked))

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """Its name."""
        return str(value)

    def mistakes(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        """No options are needed."""
        yield from QuestionType.mistakes(self, question, options)


def by_part(names: Sequence[str], said: str) -> list[str]:
    """The member of whose name a line holds a word: «Vilagarcía»; all of them where several have that word."""
    words = {name: {word for word in comparable(name).split() if len(word) >= TELLING} for name in names}
    said_words = {*said.split()}
    alone = [
        name
        for name, own in words.items()
        if said_words & own.difference(*(words[other] for other in names if other != name))
    ]
    return alone or [name for name, own in words.items() if said_words & own]


def by_size(asked: Asked, text: str) -> str | None:
    """The member that a line points at by its size: «la más grande», "the smaller one"; None for other lines."""
    words, found = asked.sources.meanings.words, places_in(asked.answer_telling("members"))
    most, least = (words.any_in(name, fold(text)) for name in ("largest", "smallest"))
    if most == least or not found:
        return None
    ordered = sorted(found, key=lambda member: int(member["population"]))
    return str(ordered[-1 if most else 0]["name"])


def by_rank(asked: Asked, text: str) -> str | None:
    """The member that a line points at by its place in the list: "the first one on the list"; None for other lines."""
    names = member_names(asked)
    ranks = [number.value for number in asked.sources.read(text).numbers if number.ordinal]
    rank = ranks[0] if len(ranks) == 1 else 0
    return names[rank - (rank > 0)] if rank == -1 or 1 <= rank <= len(names) else None


def member_names(asked: Asked) -> list[str]:
    """The municipalities of the group, by name."""
    return [member["name"] for member in places_in(asked.answer_telling("members"))]
