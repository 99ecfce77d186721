"""References: every id named in the files exists, is used once, and fits its place."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from babel import Locale

from knowledge.content.schema import CountrySet, Programme
from knowledge.content.sentences import suggested_name
from knowledge.content.yaml_file import Key, Mistake, YamlFile

NEEDED_ROLES = ("contact", "privacy", "deadline", "application")
ROLES = (
    *NEEDED_ROLES,
    "preapplication",
    "who",
    "population",
    "groups",
    "private",
    "partner_countries",
    "topics",
)
NEEDED_FIGURES = {
    "draft_days": "after how many days without use a draft is erased",
    "lead_months": "after how many months what was sent is erased",
}
NO_ANSWER = "there is no answer with the id"
LONGEST_PROFILE = {"name": 64, "short": 40, "unit": 64, "sender": 64, "tagline": 120, "about": 512}
"""Characters that Telegram has room for on a bot's profile and on buttons, and mail programs for a sender."""


def duplicates(
    file: YamlFile, key: Key, names: Sequence[object], part: str | None = None
) -> Iterator[Mistake]:
    """Repeated names in a list, without the first of each; `part` is their key within an entry."""
    counts: Counter[object] = Counter()
    for place, name in enumerate(names):
        counts[name] += 1
        if counts[name] > 1:
            what = f"the {part} {name}" if part else str(name)
            remedy = "give this one another" if part else "remove one"
            where = (*key, place, part) if part else (*key, place)
            yield file.mistake(where, f"{what} stands twice; {remedy}")


def unknown_name(
    file: YamlFile, key: Key, name: str, known: Collection[str], what: str, *, follows: bool = False
) -> Iterator[Mistake]:
    """A name that refers to nothing; `what` names what is missing: "there is no fact population"."""
    if name not in known:
        yield file.mistake(key, f"{what} {name}; {suggested_name(name, known)}", follows=follows, about=name)


def programme_mistakes(
    programme: Programme, answers: Collection[str], languages: Collection[str], file: YamlFile
) -> Iterator[Mistake]:
    """Ids in programme.yaml that stand twice or name nothing, roles that are missing."""
    yield from duplicates(file, ("languages",), programme.languages)
    yield from duplicates(file, ("country_sets",), [each.id for each in programme.country_sets], "id")
    yield from duplicates(file, ("topics",), [topic.id for topic in programme.topics], "id")
    for name, value in programme.figures.items():
        if value < (1 if name in NEEDED_FIGURES else 0):
            yield file.mistake(("figures", name), f"{value} is too small; give a number from 1 on")
    for name, what in NEEDED_FIGURES.items():
        if name not in programme.figures:
            yield file.mistake(("figures",), f"the figure {name} is missing: {what}")
    yield from unknown_languages(programme, languages, file)
    yield from profile_mistakes(programme, file)
    yield from set_mistakes(programme.country_sets, file)
    yield from role_mistakes(programme, answers, file)
    yield from picture_mistakes(programme, answers, file)


def unknown_languages(programme: Programme, languages: Collection[str], file: YamlFile) -> Iterator[Mistake]:
    """Languages without a folder; `languages` are those that have one."""
    for place, code in enumerate(programme.languages):
        yield from unknown_name(
            file, ("languages", place), code, languages, "there is no folder for the language"
        )


def profile_mistakes(programme: Programme, file: YamlFile) -> Iterator[Mistake]:
    """Words of the profile that are longer than Telegram takes."""
    for name, room in LONGEST_PROFILE.items():
        for language, words in getattr(programme.identity, name).root.items():
            if len(words) > room:
                yield file.mistake(
                    ("identity", name, language), f"has {len(words)} characters; Telegram has room for {room}"
                )


def set_mistakes(sets: Sequence[CountrySet], file: YamlFile) -> Iterator[Mistake]:
    """Codes of no country, and sets that are united before they are defined."""
    countries = {code for code in map(str, Locale("en").territories) if len(code) == 2}
    earlier: list[str] = []
    for place, each in enumerate(sets):
        yield from duplicates(file, ("country_sets", place, "countries"), each.countries)
        for i, code in enumerate(each.countries):
            if code not in countries:
                yield file.mistake(
                    ("country_sets", place, "countries", i), f"{code} is not an ISO 3166 code of a country"
                )
        for i, name in enumerate(each.unites):
            where = ("country_sets", place, "unites", i)
            yield from unknown_name(file, where, name, earlier, "no set above this one has the id")
        earlier.append(each.id)


def role_mistakes(programme: Programme, answers: Collection[str], file: YamlFile) -> Iterator[Mistake]:
    """Roles that are missing, unknown, or given to an answer that does not exist."""
    for role in NEEDED_ROLES:
        if role not in programme.roles:
            yield file.mistake(
                ("roles",), f"the role {role} is missing; give the id of the answer that has it"
            )
    for role, answer_id in programme.roles.items():
        if role not in ROLES:
            yield file.mistake(("roles", role), f"there is no role {role}; {suggested_name(role, ROLES)}")
        else:
            yield from unknown_name(file, ("roles", role), answer_id, answers, NO_ANSWER, follows=True)
    yield from shared_privacy(programme, file)


def shared_privacy(programme: Programme, file: YamlFile) -> Iterator[Mistake]:
    """An answer on personal data with a second role: the law wants it to stand alone."""
    privacy = programme.roles.get("privacy")
    for role in NEEDED_ROLES:
        if role != "privacy" and programme.roles.get(role) == privacy:
            message = f"{privacy} is the answer on personal data (privacy) already; give another one"
            yield file.mistake(("roles", role), message)


def picture_mistakes(programme: Programme, answers: Collection[str], file: YamlFile) -> Iterator[Mistake]:
    """Pictures of answers and sets that do not exist."""
    for name in ("map", "steps", "sheet"):
        picture = getattr(programme.pictures, name)
        if picture:
            where = ("pictures", name, "answer")
            yield from unknown_name(file, where, picture.answer, answers, NO_ANSWER, follows=True)
    shown = programme.pictures.map
    named: list[tuple[Key, str]] = [
        (("marked", i), name) for i, name in enumerate(shown.marked if shown else ())
    ]
    named += [(("hatched",), shown.hatched)] if shown and shown.hatched else []
    for key, name in named:
        yield from unknown_name(
            file, ("pictures", "map", *key), name, programme.sets, "there is no country set"
        )
