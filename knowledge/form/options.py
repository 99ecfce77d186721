"""The options that buttons offer: countries, members of a group, and lists from elsewhere in the content."""

from collections.abc import Sequence

from knowledge.content.languages import shared_words
from knowledge.content.schema import ButtonText, Language, Option, Programme
from knowledge.content.wording import country, flag
from knowledge.eligibility.rules import Rulebook
from knowledge.form.steps import tag

LABEL_LONGEST = 40
MOST_LIKELY = 6
TOPICS, KINDS = "topics", "kinds"
"""The lists that `options_from` may name, besides a fact and a set of countries."""
EVERY_LANGUAGE = "mul"
"""ISO 639's code for a text that is the same in every language."""


def options_from(source: str | None, programme: Programme, rulebook: Rulebook) -> tuple[Option, ...]:
    """The options that `options_from` names; none without one."""
    if source is None:
        return ()
    if source == TOPICS:
        return tuple(
            Option(id=topic.id, label=topic.button, also=topic.label.all()) for topic in programme.topics
        )
    if source == KINDS:
        return tuple(
            Option(id=kind.id, label=kind.button, also=(*kind.covers, *kind.also))
            for kind in rulebook.rules.kinds
        )
    if fact := rulebook.facts.get(source):
        return fact.options
    codes = programme.sets.get(source, ())
    return tuple(country_option(code, programme.languages) for code in codes)


def likely_countries(programme: Programme, language: Language) -> Sequence[str]:
    """The countries that a speaker of a language most probably means, as the language's folder lists them."""
    words = shared_words(language)
    likely = words.likely_countries if words else ()
    home = programme.home_countries
    return [code for code in likely if code in home] or home[:MOST_LIKELY]


def country_option(code: str, languages: Sequence[Language]) -> Option:
    """A country as an option, named in every language."""
    names = {language: country(code, language) for language in languages}
    labels = {language: f"{flag(code)} {name}" for language, name in names.items()}
    return Option(id=code, label=ButtonText(labels), also=(*names.values(), code))


def member_option(name: str) -> Option:
    """A municipality of a group as an option; its label is cut to what fits."""
    short = name if len(name) <= LABEL_LONGEST else name[: LABEL_LONGEST - 1] + "…"
    return Option(id=f"m{tag(name)}", label=ButtonText({EVERY_LANGUAGE: short}))
