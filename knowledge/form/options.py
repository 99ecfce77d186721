"""The replies that buttons offer: countries, members of a group, and what stands elsewhere in the content."""

from collections.abc import Sequence

from knowledge.content.schema import ButtonText, Language, Option, Programme
from knowledge.content.wording import country, flag
from knowledge.eligibility.rules import Rulebook
from knowledge.form.steps import tag

LABEL_LONGEST = 40
LIKELY = {"es": ("ES", "PT", "FR", "IT", "DE", "PL"), "en": ("IE", "DE", "NL", "PL", "SE", "IT")}


def listed(source: str | None, programme: Programme, rulebook: Rulebook) -> tuple[Option, ...]:
    """Options that stand elsewhere in the content; none without a source."""
    if source == "topics":
        return tuple(
            Option(id=topic.id, label=topic.button, also=(topic.label.es, topic.label.en))
            for topic in programme.topics
        )
    if source == "partner_countries":
        return tuple(country_option(code) for code in programme.partner_countries)
    if source == "kinds":
        return tuple(
            Option(id=kind.id, label=kind.button, also=(*kind.covers, *kind.also))
            for kind in rulebook.rules.kinds
        )
    return ()


def likely_countries(programme: Programme, language: Language) -> Sequence[str]:
    """The EU countries that a speaker of a language most probably means."""
    return [code for code in LIKELY[language] if code in programme.eu_members]


def country_option(code: str) -> Option:
    """A country as an option, named in both languages."""
    spanish, english = (f"{flag(code)} {country(code, language)}" for language in ("es", "en"))
    return Option(
        id=code,
        label=ButtonText(es=spanish, en=english),
        also=(country(code, "es"), country(code, "en"), code),
    )


def member_option(name: str) -> Option:
    """A municipality of a group as an option; its label is cut to what fits."""
    short = name if len(name) <= LABEL_LONGEST else name[: LABEL_LONGEST - 1] + "…"
    return Option(id=f"m{tag(name)}", label=ButtonText(es=short, en=short))
