"""Which answers can be seen as a picture, what the picture is drawn from, and its words for who cannot see it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.callback_data import Picture
from bot.scene import Scene
from bot.views.menu import source
from bot.views.message import Button, paragraphs, plain
from knowledge.wording import country, listing


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


def partners(scene: Scene) -> Drawn:
    """The partner countries on the map of the world."""
    programme, language = scene.known.knowledge.programme, scene.language
    named = {code: country(code, language) for code in programme.partner_countries}
    regions = [
        f"{region.label.within(language)}: {listing([named[code] for code in region.countries], language)}"
        for region in programme.partners
    ]
    data = {
        "title": title(scene, "pairing.countries"),
        "note": sources(scene, "pairing.countries"),
        "marked": named,
        "hatched": list(programme.eu_members),
        "legend": [country("EU", language), *regions],
    }
    alt = scene.say(
        "Map of the world with the partner countries marked. {regions}.", regions="; ".join(regions)
    )
    return Drawn("map", data, alt)


def stages(scene: Scene) -> Drawn:
    """The stages of the cooperation, in the words of the answer: its list, and what stands around it."""
    lines = scene.words.fill(scene.known.knowledge.answers["cooperation.stages"].answer).splitlines()
    steps = [line.removeprefix("• ") for line in lines if line.startswith("• ")]
    around = [line for line in lines if line and not line.startswith("• ")]
    data = {
        "title": title(scene, "cooperation.stages"),
        "lead": around[0].removesuffix(":"),
        "stages": [step[:1].upper() + step[1:] for step in steps],
        "note": " ".join([*around[1:], sources(scene, "cooperation.stages")]),
    }
    shown = " → ".join(data["stages"])
    alt = scene.say(
        "The stages as arrows, one after another: {stages}. {note}", stages=shown, note=around[-1]
    )
    return Drawn("timeline", data, alt)


def topics(scene: Scene) -> Drawn:
    """The topics as a numbered sheet."""
    labels = [topic.label.within(scene.language) for topic in scene.known.knowledge.programme.topics]
    data = {
        "title": title(scene, "topics.list"),
        "topics": labels,
        "note": sources(scene, "topics.list"),
    }
    numbered = "; ".join(f"{i}. {label}" for i, label in enumerate(labels, 1))
    return Drawn("topics", data, scene.say("Sheet of the topics: {topics}.", topics=numbered))


PICTURES: Mapping[str, Callable[[Scene], Drawn]] = {
    "pairing.countries": partners,
    "cooperation.stages": stages,
    "topics.list": topics,
}
"""The answers that can be seen."""


def picture_row(scene: Scene, answer_id: str) -> tuple[tuple[Button, ...], ...]:
    """The button that shows an answer as a picture; none where there is no picture."""
    return ((Button(scene.say("Show as a picture"), Picture(answer_id)),),) if answer_id in PICTURES else ()


def caption(scene: Scene, answer_id: str, drawn: Drawn) -> str:
    """What stands under the picture: what it shows, and the source."""
    return paragraphs(plain(drawn.alt), source(scene, answer_id))


def title(scene: Scene, answer_id: str) -> str:
    """The answer's question."""
    return scene.words.fill(scene.known.knowledge.answers[answer_id].question)


def sources(scene: Scene, answer_id: str) -> str:
    """Where it stands."""
    knowledge = scene.known.knowledge
    names = [
        knowledge.programme.sources[each].within(scene.language)
        for each in knowledge.answers[answer_id].sources
    ]
    return scene.say("Source: {documents}.", documents=", ".join(names))
