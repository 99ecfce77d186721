"""Which answers can be seen as a picture, what the picture is drawn from, and its words for who cannot see it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.telegram.callback_data import Picture
from bot.views.context import ViewContext
from bot.views.menu import source
from bot.views.message import Button, paragraphs, plain
from knowledge.content.wording import country, listing


@dataclass(frozen=True)
class Drawn:
    """A picture to be made by bot/documents; `alt` says in words what it shows."""

    kind: str
    data: Mapping[str, Any]
    alt: str

    @property
    def key(self) -> str:
        """Names this very picture: it changes with whatever the picture is drawn from."""
        drawn = json.dumps(dict(self.data), ensure_ascii=False, sort_keys=True)
        return f"{self.kind}:{hashlib.sha256(drawn.encode()).hexdigest()[:24]}"


def partners(context: ViewContext) -> Drawn:
    """The partner countries on the map of the world."""
    programme, language = context.knowledge_base.content.programme, context.language
    named = {code: country(code, language) for code in programme.partner_countries}
    regions = [
        f"{region.label.within(language)}: {listing([named[code] for code in region.countries], language)}"
        for region in programme.partners
    ]
    data = {
        "title": title(context, "pairing.countries"),
        "note": sources(context, "pairing.countries"),
        "marked": named,
        "hatched": list(programme.eu_members),
        "legend": [country("EU", language), *regions],
    }
    alt = context.say(
        "Map of the world with the partner countries marked. {regions}.", regions="; ".join(regions)
    )
    return Drawn("map", data, alt)


def stages(context: ViewContext) -> Drawn:
    """The stages of the cooperation, in the words of the answer: its list, and what stands around it."""
    lines = context.words.fill(
        context.knowledge_base.content.answers["cooperation.stages"].answer
    ).splitlines()
    steps = [line.removeprefix("• ") for line in lines if line.startswith("• ")]
    around = [line for line in lines if line and not line.startswith("• ")]
    data = {
        "title": title(context, "cooperation.stages"),
        "lead": around[0].removesuffix(":"),
        "stages": [step[:1].upper() + step[1:] for step in steps],
        "note": " ".join([*around[1:], sources(context, "cooperation.stages")]),
    }
    shown = " → ".join(data["stages"])
    alt = context.say(
        "The stages as arrows, one after another: {stages}. {note}", stages=shown, note=around[-1]
    )
    return Drawn("timeline", data, alt)


def topics(context: ViewContext) -> Drawn:
    """The topics as a numbered sheet."""
    labels = [
        topic.label.within(context.language) for topic in context.knowledge_base.content.programme.topics
    ]
    data = {
        "title": title(context, "topics.list"),
        "topics": labels,
        "note": sources(context, "topics.list"),
    }
    numbered = "; ".join(f"{i}. {label}" for i, label in enumerate(labels, 1))
    return Drawn("topics", data, context.say("Sheet of the topics: {topics}.", topics=numbered))


PICTURES: Mapping[str, Callable[[ViewContext], Drawn]] = {
    "pairing.countries": partners,
    "cooperation.stages": stages,
    "topics.list": topics,
}
"""The answers that can be seen."""


def picture_row(context: ViewContext, answer_id: str) -> tuple[tuple[Button, ...], ...]:
    """The button that shows an answer as a picture; none where there is no picture."""
    return ((Button(context.say("Show as a picture"), Picture(answer_id)),),) if answer_id in PICTURES else ()


def caption(context: ViewContext, answer_id: str, drawn: Drawn) -> str:
    """What stands under the picture: what it shows, and the source."""
    return paragraphs(plain(drawn.alt), source(context, answer_id))


def title(context: ViewContext, answer_id: str) -> str:
    """The answer's question."""
    return context.words.fill(context.knowledge_base.content.answers[answer_id].question)


def sources(context: ViewContext, answer_id: str) -> str:
    """Where it stands."""
    content = context.knowledge_base.content
    names = [
        content.programme.sources[each].within(context.language)
        for each in content.answers[answer_id].sources
    ]
    return context.say("Source: {documents}.", documents=", ".join(names))
