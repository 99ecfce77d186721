"""Which part of the format a key of a file belongs to, and what values that part takes."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from knowledge.content.text import Phrasings, Text
from knowledge.content.yaml_file import Key


@dataclass(frozen=True)
class FormatPlace:
    """A place in the format: what it takes, within which limits, and whether it may be left out."""

    takes: object
    limits: tuple[object, ...] = ()
    optional: bool = False
    example: object = None

    @property
    def model(self) -> type[BaseModel] | None:
        """The group of keys that stands here, if one does."""
        return self.takes if isinstance(self.takes, type) and issubclass(self.takes, BaseModel) else None

    @property
    def words(self) -> bool:
        """Whether words in every language stand here, which are looked at as one."""
        return self.model is not None and issubclass(self.model, Text | Phrasings)

    @property
    def pattern(self) -> str | None:
        """What characters a short word of this place may have."""
        found = (getattr(limit, "pattern", None) for limit in self.limits)
        return next((pattern for pattern in found if isinstance(pattern, str)), None)


def place_of(shape: type[BaseModel], data: object, where: Sequence[str | int]) -> tuple[Key, FormatPlace]:
    """Follow what pydantic says of a location through the format and the file: the key there, and its place.

    Parts of the location that are not in the file (those of an alternative) are left out of the key.
    """
    key: Key = ()
    place, value = FormatPlace(shape), data
    for step, part in enumerate(where):
        if place.words:
            break
        inner = place_below(place, part)
        there = has_part(value, part)
        last = step == len(where) - 1 and place.model is not None
        place = inner or place
        if there or last:
            key = (*key, part)
            value = value[part] if there else None  # type: ignore[index]
    return key, place


def has_part(value: object, part: str | int) -> bool:
    """Tell whether a value has this part."""
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, Mapping) and part in value


def place_below(place: FormatPlace, part: str | int) -> FormatPlace | None:
    """The place one step further in; None if the format has none there."""
    if place.model is not None:
        field = field_of(place.model, part)
        return field_place(field) if field else None
    origin, inner = get_origin(place.takes), get_args(place.takes)
    if origin is tuple and isinstance(part, int):
        return unwrapped(inner[0])
    return unwrapped(inner[1]) if len(inner) == 2 and isinstance(part, str) else None


def field_of(model: type[BaseModel], name: str | int) -> FieldInfo | None:
    """A field by the name that it has in YAML."""
    fields = model.model_fields
    return next((field for own, field in fields.items() if (field.alias or own) == name), None)


def field_place(field: FieldInfo) -> FormatPlace:
    """The place that a field of a group is."""
    example = field.examples[0] if field.examples else None
    return replace(
        unwrapped(field.annotation, tuple(field.metadata)), optional=not field.is_required(), example=example
    )


def allowed_keys(model: type[BaseModel]) -> list[str]:
    """The keys that a group may have."""
    return [field.alias or name for name, field in model.model_fields.items()]


def unwrapped(annotation: object, limits: tuple[object, ...] = ()) -> FormatPlace:
    """A place without the wrappers of its type: Annotated, and the alternative None."""
    while get_origin(annotation) in (Annotated, Union, types.UnionType):
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            limits = (*limits, *more)
            continue
        choices = [choice for choice in get_args(annotation) if choice is not type(None)]
        if len(choices) > 1:
            break
        annotation = choices[0]
    return FormatPlace(annotation, limits)
