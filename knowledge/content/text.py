"""Words in every language of a programme: a text, the words of a button, the ways in which something is asked.

The languages that a text must have are the programme's; whoever validates content hands them in with `spoken`.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from knowledge.language_code import Language as Language

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

LONGEST_BUTTON = 40
FEWEST_PHRASINGS = 4

ShortWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_BUTTON)]
Lines = Annotated[tuple[Words, ...], Field(min_length=FEWEST_PHRASINGS)]


class Shape(BaseModel):
    """A frozen shape that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def languages_context(languages: Sequence[Language]) -> dict[str, object]:
    """The context to validate content in: the languages that every text needs."""
    return {"languages": tuple(languages)}


NO_LANGUAGE = "is not a language of this programme"


def check_languages(given: Mapping[Language, object], info: ValidationInfo) -> None:
    """Refuse a language that the programme does not speak, and one that it speaks and the text lacks."""
    wanted: tuple[Language, ...] = (info.context or {}).get("languages", ())
    if not wanted:
        return
    missing = [code for code in wanted if code not in given]
    unknown = [code for code in given if code not in wanted]
    if missing and unknown:
        words = f"{NO_LANGUAGE} ({', '.join(wanted)}); did you mean {missing[0]}?"
        raise PydanticCustomError("languages", words, {"below": unknown[:1]})
    if missing:
        words = f"is missing; add the words in {', '.join(missing)}"
        raise PydanticCustomError("languages", words, {"below": missing[:1]})
    if unknown:
        raise PydanticCustomError(
            "languages",
            f"{', '.join(unknown)} {NO_LANGUAGE} ({', '.join(wanted)}); remove it",
        )


class Text(RootModel[dict[Language, Words]]):
    """The same words in each language; {placeholders} are filled in by wording.py."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def complete(self, info: ValidationInfo) -> Self:
        """Refuse a text that lacks a language."""
        check_languages(self.root, info)
        return self

    def within(self, language: Language) -> str:
        """Give the words in one language; those of the first if it has none in that one."""
        return self.root.get(language) or next(iter(self.root.values()))

    def all(self) -> tuple[str, ...]:
        """The words in every language."""
        return tuple(self.root.values())

    def __hash__(self) -> int:
        """Texts with the same words are the same."""
        return hash(tuple(self.root.items()))


class ButtonText(Text):
    """Words short enough for a button on a phone."""

    root: dict[Language, ShortWords]


class Phrasings(RootModel[dict[Language, Lines]]):
    """Ways in which people ask for the same thing, per language."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def complete(self, info: ValidationInfo) -> Self:
        """Refuse phrasings that lack a language."""
        check_languages(self.root, info)
        return self

    def within(self, language: Language) -> tuple[str, ...]:
        """Give the phrasings in one language; none if it has none."""
        return self.root.get(language, ())

    def languages(self) -> tuple[Language, ...]:
        """The languages that people are known to ask in."""
        return tuple(self.root)
