"""A country: a likely one by its button, any other by its name."""

from collections.abc import Iterator, Sequence

from knowledge.content.schema import Language, Option, Question
from knowledge.content.wording import country, flag
from knowledge.form.draft import Value
from knowledge.form.options import country_option, likely_countries
from knowledge.form.replies.language import FormWords
from knowledge.form.replies.pointing import pointed_at
from knowledge.form.replies.results import Accepted, ParsedReply, rejected
from knowledge.form.types.base import Asked, QuestionType
from knowledge.form.types.one_choice import ChoiceQuestion
from knowledge.geo.countries import Countries
from knowledge.reading import spans
from knowledge.reading.denial import denied_things
from knowledge.reading.reading import Reading
from knowledge.reading.words import fold, words


class CountryQuestion(ChoiceQuestion):
    """A country by its ISO code."""

    name = "country"
    own_keys = ()
    can_tell = ("country",)
    branches = False
    columns = 2

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Read a country that is not denied, a town's country, or the number of a country on the screen."""
        options = self.options(asked)
        place = pointed_at(text, asked.sources.meanings.words, len(options))
        if place is not None and 1 <= place <= len(options):
            return Accepted(options[place - 1].id)
        if "?" in text:
            return rejected("country")
        reading = asked.sources.read(text)
        found = country_put_forward(asked, reading)
        if found is None and reading.countries:
            return rejected("country")
        return Accepted(found) if found else parse_country(text, asked.sources.countries)

    def is_answered_too(self, asked: Asked, reading: Reading) -> bool:
        """Tell whether a country is named, or towns of one country."""
        if any(
            not (each.negated or each.beside or is_town(asked, reading, each)) for each in reading.countries
        ):
            return True
        places = [place for place in reading.places if not place.negated]
        lying_in = {place.city.country if place.city else None for place in places}
        return len(places) > 1 and len(lying_in) == 1 and None not in lying_in

    def is_valid(self, asked: Asked, value: Value) -> bool:  # noqa: ARG002
        """An ISO code."""
        return isinstance(value, str) and len(value) == 2

    def options(self, asked: Asked) -> tuple[Option, ...]:
        """The countries that a speaker of the chat's language most probably means."""
        codes = likely_countries(asked.sources.programme, asked.sources.language)
        return tuple(country_option(code, asked.sources.programme.languages) for code in codes)

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """Its flag and its name."""
        return f"{flag(str(value))} {country(str(value), language)}"

    def mistakes(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        """No options are needed."""
        yield from QuestionType.mistakes(self, question, options)


def country_put_forward(asked: Asked, reading: Reading) -> str | None:
    """The first country that a line names and does not deny; else the country of its region or town."""
    one = len(reading.countries) == 1
    named_here = [
        each for each in reading.countries if not ((one and each.negated) or is_town(asked, reading, each))
    ]
    countries = [(each.start, each.end, each.code) for each in named_here]
    within = [(each.start, each.end, each.country) for each in reading.regions if not each.negated]
    towns = [(each, each.city) for each in reading.places if not each.negated]
    within += [(each.start, each.end, city.country) for each, city in towns if city]
    named = sorted((*countries, *within))
    denied = denied_things(reading.text, [span[:2] for span in named], asked.sources.meanings.words)
    kept = [each for at, each in enumerate(named) if at not in denied]
    lying = [each for each in kept if lies_in(reading.text[: each[0]], asked.sources.meanings.words)]
    kept = lying[:1] or kept
    return next((each[2] for each in (*countries, *within) if each in kept), None)


def lies_in(before: str, words: FormWords) -> bool:
    """Tell whether the words before a country say that something lies in it: «al sur de Suecia, en Dinamarca»."""
    last = before.split()[-1:]
    return bool(last) and words.has("lying_in", fold(last[0]))


def is_town(asked: Asked, reading: Reading, country: spans.Country) -> bool:
    """Tell whether an adjective of a country is a town's name, followed by its number: «Sueca 27.500»."""
    name = reading.text[country.start : country.end]
    numbered = any(
        not reading.text[country.end : number.start].strip(" (:")
        for number in reading.numbers
        if number.start >= country.end
    )
    return country.demonym and numbered and fold(name) in asked.sources.gazetteer.named([fold(name)])


def parse_country(typed: str, countries: Countries) -> ParsedReply:
    """Read a country by name or demonym in either language, in a sentence or nearly so, or by its code."""
    mentions = countries.find(words(typed))
    code = countries.code(typed.strip()) or (mentions[0].code if mentions else countries.near(typed))
    return Accepted(code) if code else rejected("country")
