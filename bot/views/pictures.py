"""Which answers have a picture, its data, and its description for those who cannot see it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.documents.shapes import Timeline, TopicSheet, WorldMap
from bot.telegram.callback_data import Picture
from bot.views.context import ViewContext
from bot.views.menu import source
from bot.views.message import Button, paragraphs, plain
from knowledge.content.schema import BULLET, AnswerPicture
from knowledge.content.wording import country, listing, with_capital


@dataclass(frozen=True)
class PictureToDraw:
    """A picture to be made by bot/documents; `alt` says in words what it shows."""

    kind: str
    data: Mapping[str, object]
    alt: str

    @property
    def key(self) -> str:
        """A fingerprint of the picture's data: it changes with the picture."""
        drawn = json.dumps(dict(self.data), ensure_ascii=False, sort_keys=True)
        return f"{self.kind}:{hashlib.sha256(drawn.encode()).hexdigest()[:24]}"


def map_picture(context: ViewContext) -> PictureToDraw:
    """The partner countries on the map of the world."""
    programme, language = context.knowledge_base.content.programme, context.language
    pictured = programme.pictures.map
    if pictured is None:
        raise LookupError("the programme has no map")
    hatched = programme.sets[pictured.hatched] if pictured.hatched else ()
    named = {code: country(code, language) for name in pictured.marked for code in programme.sets[name]}
    regions = [
        f"{set_label(context, name)}: {listing([named[code] for code in programme.sets[name]], language)}"
        for name in pictured.marked
    ]
    data: WorldMap = {
        "title": picture_title(context, pictured.answer),
        "colour": context.colours.main,
        "note": sources(context, pictured.answer),
        "marked": named,
        "hatched": list(hatched),
        "legend": [set_label(context, pictured.hatched) if pictured.hatched else "", *regions],
    }
    alt = context.say("Map of the world with some countries marked. {regions}.", regions="; ".join(regions))
    return PictureToDraw("map", data, alt)


def set_label(context: ViewContext, name: str) -> str:
    """A set of countries by its name."""
    sets = context.knowledge_base.content.programme.country_sets
    label = next((each.label for each in sets if each.id == name), None)
    return label.within(context.language) if label else ""


def pictured_answer(picture: AnswerPicture | None) -> str:
    """The answer that a picture shows."""
    if picture is None:
        raise LookupError("the programme has no such picture")
    return picture.answer


def steps_picture(context: ViewContext) -> PictureToDraw:
    """The steps of an answer as a picture: its list, and the text around it."""
    answer_id = pictured_answer(context.knowledge_base.content.programme.pictures.steps)
    lines = context.words.fill(context.knowledge_base.content.answers[answer_id].answer).splitlines()
    steps = [line.removeprefix(BULLET) for line in lines if line.startswith(BULLET)]
    around = [line for line in lines if line and not line.startswith(BULLET)]
    data: Timeline = {
        "title": picture_title(context, answer_id),
        "colour": context.colours.main,
        "lead": around[0].removesuffix(":"),
        "stages": [with_capital(step) for step in steps],
        "note": " ".join([*around[1:], sources(context, answer_id)]),
    }
    shown = " → ".join(data["stages"])
    alt = context.say(
        "The stages as arrows, one after another: {stages}. {note}", stages=shown, note=around[-1]
    )
    return PictureToDraw("timeline", data, alt)


def topics_picture(context: ViewContext) -> PictureToDraw:
    """The topics as a numbered sheet."""
    answer_id = pictured_answer(context.knowledge_base.content.programme.pictures.sheet)
    labels = [
        topic.label.within(context.language) for topic in context.knowledge_base.content.programme.topics
    ]
    data: TopicSheet = {
        "title": picture_title(context, answer_id),
        "colour": context.colours.main,
        "topics": labels,
        "note": sources(context, answer_id),
    }
    numbered = "; ".join(f"{i}. {label}" for i, label in enumerate(labels, 1))
    return PictureToDraw("topics", data, context.say("Sheet of the topics: {topics}.", topics=numbered))


PICTURES: Mapping[str, Callable[[ViewContext], PictureToDraw]] = {
    "map": map_picture,
    "steps": steps_picture,
    "sheet": topics_picture,
}
"""What draws each picture that a programme may have."""


def pictures_of(context: ViewContext) -> dict[str, Callable[[ViewContext], PictureToDraw]]:
    """What draws the answers that can be seen, by the answer's id."""
    wanted = context.knowledge_base.content.programme.pictures
    return {
        picture.answer: PICTURES[name] for name in PICTURES if (picture := getattr(wanted, name)) is not None
    }


def picture_row(context: ViewContext, answer_id: str) -> tuple[tuple[Button, ...], ...]:
    """The button that shows an answer as a picture; none where there is no picture."""
    return (
        ((Button(context.say("Show as a picture"), Picture(answer_id)),),)
        if answer_id in pictures_of(context)
        else ()
    )


def picture_caption(context: ViewContext, answer_id: str, drawn: PictureToDraw) -> str:
    """The caption of the picture: what it shows, and the source."""
    return paragraphs(plain(drawn.alt), source(context, answer_id))


def picture_title(context: ViewContext, answer_id: str) -> str:
    """The answer's question."""
    return context.words.fill(context.knowledge_base.content.answers[answer_id].question)


def sources(context: ViewContext, answer_id: str) -> str:
    """The documents that the picture's answer is taken from."""
    content = context.knowledge_base.content
    names = [
        content.programme.sources[each].within(context.language)
        for each in content.answers[answer_id].sources
    ]
    return context.say("Source: {documents}.", documents=", ".join(names))
