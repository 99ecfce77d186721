"""What names what: every id that stands in the files exists, stands once, and is one that fits its place."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from babel import Locale
from rapidfuzz import process

from knowledge.content.schema import CountrySet, Programme, Questionnaire
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.eligibility.rules import KIND, Condition, Fact, Rules

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
TELLS = ("kind", "place", "name", "members")
"""What a question may tell of the candidate besides its facts."""
OPTIONS_FROM = ("kinds", "topics")
ALIKE = 70
OPERATORS = {
    "country": ("in", "not_in"),
    "choice": ("in", "not_in"),
    "number": ("over", "up_to"),
    "yes_no": ("is",),
}


def meant(name: str, known: Collection[str]) -> str:
    """Suggest the known name that was probably meant, or say which there are."""
    best = process.extractOne(name, list(known), score_cutoff=ALIKE)
    if best:
        return f"did you mean {best[0]}?"
    return f"there are {', '.join(sorted(known))}" if known else "there are none"


def twice(file: YamlFile, key: str, ids: Sequence[str], name: str = "id") -> Iterator[Mistake]:
    """Ids that stand twice in a list; each time but the first."""
    counts: Counter[str] = Counter()
    for place, entry_id in enumerate(ids):
        counts[entry_id] += 1
        if counts[entry_id] > 1:
            yield file.mistake((key, place, name), f"the id {entry_id} stands twice; give this one another")


def programme_mistakes(programme: Programme, answers: Collection[str], file: YamlFile) -> Iterator[Mistake]:
    """Ids in programme.yaml that stand twice or name nothing, roles that are missing."""
    yield from twice(file, "country_sets", [each.id for each in programme.country_sets])
    yield from twice(file, "topics", [topic.id for topic in programme.topics])
    yield from set_mistakes(programme.country_sets, file)
    yield from role_mistakes(programme, answers, file)
    yield from picture_mistakes(programme, answers, file)


def set_mistakes(sets: Sequence[CountrySet], file: YamlFile) -> Iterator[Mistake]:
    """Codes that are no country's, and sets united before they are named."""
    countries = {code for code in map(str, Locale("en").territories) if len(code) == 2}
    earlier: list[str] = []
    for place, each in enumerate(sets):
        for i, code in enumerate(each.countries):
            if code not in countries:
                yield file.mistake(
                    ("country_sets", place, "countries", i), f"{code} is not an ISO 3166 code of a country"
                )
        for i, name in enumerate(each.unites):
            if name not in earlier:
                yield file.mistake(
                    ("country_sets", place, "unites", i),
                    f"no set above this one has the id {name}; {meant(name, earlier)}",
                )
        earlier.append(each.id)


def role_mistakes(programme: Programme, answers: Collection[str], file: YamlFile) -> Iterator[Mistake]:
    """Parts that nobody plays, that do not exist, or that an answer plays which does not."""
    for role in NEEDED_ROLES:
        if role not in programme.roles:
            yield file.mistake(
                ("roles",), f"the role {role} is missing; give the id of the answer that has it"
            )
    for role, answer_id in programme.roles.items():
        if role not in ROLES:
            yield file.mistake(("roles", role), f"there is no role {role}; {meant(role, ROLES)}")
        elif answer_id not in answers:
            yield file.mistake(
                ("roles", role), f"there is no answer with the id {answer_id}; {meant(answer_id, answers)}"
            )


def picture_mistakes(programme: Programme, answers: Collection[str], file: YamlFile) -> Iterator[Mistake]:
    """Pictures of answers and sets that do not exist."""
    for name in ("map", "steps", "sheet"):
        picture = getattr(programme.pictures, name)
        if picture and picture.answer not in answers:
            yield file.mistake(
                ("pictures", name, "answer"),
                f"there is no answer with the id {picture.answer}; {meant(picture.answer, answers)}",
            )
    pictured = programme.pictures.map
    for name in (*pictured.marked, *filter(None, [pictured.hatched])) if pictured else ():
        if name not in programme.sets:
            yield file.mistake(
                ("pictures", "map"), f"there is no country set {name}; {meant(name, programme.sets)}"
            )


def rule_mistakes(rules: Rules, programme: Programme, file: YamlFile) -> Iterator[Mistake]:
    """Names in the rules that do not exist or do not fit, and facts that nobody is asked."""
    for key in ("kinds", "facts", "outcomes", "rules"):
        yield from twice(file, key, [entry.id for entry in getattr(rules, key)])
    yield from kind_mistakes(rules, file)
    facts = {fact.id: fact for fact in rules.facts}
    outcomes = [outcome.id for outcome in rules.outcomes]
    for place, rule in enumerate(rules.rules):
        if rule.outcome not in outcomes:
            yield file.mistake(
                ("rules", place, "outcome"),
                f"there is no outcome {rule.outcome}; {meant(rule.outcome, outcomes)}",
            )
    for place, name, condition in rules.conditions():
        where: Key = ("rules", place, "when", name)
        if name != KIND and name not in facts:
            yield file.mistake(where, f"there is no fact {name}; {meant(name, (KIND, *facts))}")
        else:
            yield from condition_mistakes(rules, programme, facts.get(name), condition, where, file)
    yield from unreachable(rules, file)


def kind_mistakes(rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Facts of a kind that are not declared, and facts that the rules ask of a kind that does not have them."""
    facts = [fact.id for fact in rules.facts]
    for place, kind in enumerate(rules.kinds):
        for i, name in enumerate(kind.facts):
            if name not in facts:
                yield file.mistake(
                    ("kinds", place, "facts", i), f"there is no fact {name}; {meant(name, facts)}"
                )
    for place, rule in enumerate(rules.rules):
        wanted = rule.when.get(KIND)
        if wanted is None or not wanted.in_:
            continue
        for kind in (kind for kind in rules.kinds if kind.id in wanted.names):
            for name in rule.when:
                if name != KIND and name in facts and name not in kind.facts:
                    yield file.mistake(
                        ("rules", place, "when", name),
                        f"nobody asks {kind.id} for {name}; add it to the `facts` of that kind",
                    )


def condition_mistakes(
    rules: Rules, programme: Programme, fact: Fact | None, condition: Condition, key: Key, file: YamlFile
) -> Iterator[Mistake]:
    """An operator that does not fit the fact, and values, sets and figures that do not exist."""
    operators = OPERATORS[fact.type] if fact else ("in", "not_in")
    if condition.operator not in operators:
        yield file.mistake(key, f"{condition.operator} does not fit here; use {' or '.join(operators)}")
        return
    if condition.figure and condition.figure not in programme.figures:
        yield file.mistake(
            (*key, condition.operator),
            f"there is no figure {condition.figure} in programme.yaml; {meant(condition.figure, programme.figures)}",
        )
    known = values_of(rules, programme, fact)
    for name in condition.names:
        if name not in known:
            yield file.mistake((*key, condition.operator), f"there is no {name}; {meant(name, known)}")


def values_of(rules: Rules, programme: Programme, fact: Fact | None) -> list[str]:
    """What a condition on a fact (None: on the kind) may name."""
    if fact is None:
        return [name for kind in rules.kinds for name in (kind.id, *kind.covers)]
    if fact.type == "country":
        return [*programme.sets, *(code for codes in programme.sets.values() for code in codes)]
    return [option.id for option in fact.options]


def unreachable(rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Rules that an earlier one with the same or fewer conditions takes everything from."""
    for place, rule in enumerate(rules.rules):
        earlier = next((each for each in rules.rules[:place] if takes_all(each.when, rule.when)), None)
        if earlier:
            yield file.mistake(
                ("rules", place, "id"),
                f"this rule is never reached: {earlier.id} above it takes all that it would; change their order",
            )


def takes_all(earlier: Mapping[str, Condition], later: Mapping[str, Condition]) -> bool:
    """Tell whether whatever fits the later conditions fits the earlier ones too."""
    for name, condition in earlier.items():
        other = later.get(name)
        if other is None:
            return False
        within = condition.in_ and other.in_ and set(other.names) <= set(condition.names)
        if condition != other and not within:
            return False
    return True


def question_names(
    questionnaire: Questionnaire, programme: Programme, rules: Rules, file: YamlFile
) -> Iterator[Mistake]:
    """What questions tell, fill and take their options from, where it does not exist."""
    facts = {fact.id for fact in rules.facts}
    told = {question.tells for question in questionnaire.questions}
    sources = (*OPTIONS_FROM, *programme.sets, *facts)
    for place, question in enumerate(questionnaire.questions):
        if question.tells and question.tells not in (*TELLS, *facts):
            yield file.mistake(
                ("questions", place, "tells"),
                f"{question.tells} is neither a fact nor one of {', '.join(TELLS)}; "
                f"{meant(question.tells, (*TELLS, *facts))}",
            )
        for i, name in enumerate(question.fills):
            if name not in facts or name not in told:
                yield file.mistake(
                    ("questions", place, "fills", i), f"no question tells {name}; {meant(name, facts)}"
                )
        if question.options_from and question.options_from not in sources:
            yield file.mistake(
                ("questions", place, "options_from"),
                f"there is no {question.options_from}; {meant(question.options_from, sources)}",
            )
