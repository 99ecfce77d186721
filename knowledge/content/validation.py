"""Reads a file's data into its shape; reports wrong values, and still reads the rest."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.content.places import FormatPlace, place_of
from knowledge.content.sentences import is_similar, sentence
from knowledge.content.stand_ins import stand_in
from knowledge.content.text import Language, languages_context
from knowledge.content.yaml_file import Key, Mistake, YamlFile

ROUNDS = 8
"""How many times a replacement may itself be replaced."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class ShapeError:
    """What pydantic found, with the key in the file and the place in the format that it is about."""

    key: Key
    shown: Key
    place: FormatPlace
    around: FormatPlace
    detail: ErrorDetails

    @property
    def superfluous(self) -> bool:
        """Whether the key should not be there at all, or not be written so."""
        return bool(self.detail["type"] == "extra_forbidden" or self.detail["loc"][-1] == "[key]")

    def mistake(self, file: YamlFile) -> Mistake:
        """Word it for whoever edits the file."""
        more = self.detail.get("ctx", {}).get("below", ())
        return file.mistake((*self.shown, *more), sentence(self.detail, self.place, self.around))


@dataclass(frozen=True)
class Validated(Generic[M]):
    """What could be read of a file, its mistakes, and the keys whose values were replaced to read it."""

    found: M | None
    mistakes: tuple[Mistake, ...] = ()
    replaced: frozenset[Key] = frozenset()


def validated(file: YamlFile, shape: type[M], languages: Sequence[Language]) -> Validated[M]:
    """Read the data into the shape, replacing each wrong value by one that fits."""
    data = file.data
    mistakes: list[Mistake] = []
    replaced: set[Key] = set()
    for _ in range(ROUNDS):
        try:
            found = shape.model_validate(data, context=languages_context(languages))
            return Validated(found, tuple(mistakes), frozenset(replaced))
        except ValidationError as error:
            findings = findings_of(error, shape, data)
        mistakes += [
            each.mistake(file)
            for each in findings
            if not concerns_replaced(each.key, replaced) and not is_misspelt(each, findings)
        ]
        if any(not each.key for each in findings):
            break
        data = copy.deepcopy(data)
        replaced |= {replace_wrong_value(data, shape, each, replaced, languages) for each in findings}
    return Validated(None, tuple(mistakes), frozenset(replaced))


def findings_of(error: ValidationError, shape: type[BaseModel], data: object) -> list[ShapeError]:
    """What was found, once for each key: where several kinds of value may stand, pydantic names each of them."""
    found: dict[Key, ShapeError] = {}
    for detail in error.errors():
        key, place = place_of(shape, data, detail["loc"])
        shown = (*key, *detail["loc"][len(key) :]) if place.words else key
        around = place_of(shape, data, detail["loc"][:-1])[1]
        found.setdefault(shown, ShapeError(key, shown, place, around, detail))
    return [each for each in found.values() if not is_short_of_wrong_entries(each, found)]


def is_misspelt(finding: ShapeError, others: Iterable[ShapeError]) -> bool:
    """Tell whether a key is missing only because it is written otherwise there, or stands one step out of place."""
    if finding.detail["type"] != "missing":
        return False
    name, around = str(finding.detail["loc"][-1]), finding.detail["loc"][:-1]
    beside = [
        str(each.detail["loc"][-1])
        for each in others
        if each.detail["type"] == "extra_forbidden" and each.detail["loc"][:-1] == around
    ]
    lost = sum(each.detail["type"] == "missing" and each.detail["loc"][:-1] == around for each in others)
    return (bool(beside) and lost <= len(beside)) or any(is_similar(each, name) for each in beside)


def is_short_of_wrong_entries(finding: ShapeError, found: Mapping[Key, ShapeError]) -> bool:
    """Tell whether a list is too short only because what is wrong in it does not count."""
    length = len(finding.shown)
    inside = any(len(key) > length and key[:length] == finding.shown for key in found)
    return inside and finding.detail["type"] == "too_short"


def concerns_replaced(key: Key, replaced: set[Key]) -> bool:
    """Tell whether a finding is about something that was replaced before, or about what it stands in."""
    return any(key[: len(each)] == each or each[: len(key)] == key for each in replaced)


def replace_wrong_value(
    data: object,
    shape: type[BaseModel],
    finding: ShapeError,
    replaced: set[Key],
    languages: Sequence[Language],
) -> Key:
    """Replace the value that is wrong; where that did not help before, what it stands in. Return the key replaced."""
    key = finding.key
    while key in replaced and len(key) > 1:
        key = key[:-1]
    place = finding.place if key == finding.key else place_of(shape, data, key)[1]
    inside: Any = data
    for part in key[:-1]:
        inside = inside[part]
    last: Any = key[-1]
    there = inside[last] if isinstance(inside, list) or last in inside else None
    fresh = None if finding.superfluous and key == finding.key else stand_in(place, there, languages)
    if fresh is None and isinstance(inside, dict):
        inside.pop(last, None)
    else:
        inside[last] = fresh
    return key
