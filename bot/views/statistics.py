"""The figures of a period: numbers as text, and what the chart is drawn from. Small numbers are not broken down."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from babel.numbers import format_percent

from bot.scene import Scene
from bot.views.message import bold, plain
from knowledge.wording import LOCALES, country, listing, long_date, number
from storage.statistics import SENT, Figures

FEW = 3
"""Groups of fewer than this are put together, and fewer than this in all are not broken down: they are persons."""
ANSWERED, SUGGESTED, UNKNOWN = ("answer", "eligibility"), ("suggest",), ("unknown",)
WEEK = datetime.timedelta(days=7)
IN_TEXT = 4
"""Groups named in the text; the chart has them all."""
REVIEW = "review"

Groups = list[tuple[str, int]]


def summary(scene: Scene, figures: Figures, today: datetime.date) -> str:
    """The numbers as a few lines of text."""
    _ = scene.say
    recent = sum(local(scene, lead.sent_at) > today - WEEK for lead in figures.leads)
    sent = _("{total} ({recent} in the last 7 days)", total=len(figures.leads), recent=recent)
    lines = [
        (_("Pre-applications sent"), sent),
        (_("Pre-applications begun"), begun(scene, figures)),
        (_("By country"), named(scene, by_country(scene, figures))),
        (_("By topic"), named(scene, by_topic(scene, figures))),
        (_("Most often left at"), named(scene, left_at(scene, figures))),
        (_("Questions"), questions(scene, figures)),
        (_("Opinions"), opinions(scene, figures)),
    ]
    rows = "\n".join(f"<b>{plain(label)}:</b> {plain(text)}" for label, text in lines if text)
    return f"{bold(period(scene, figures, today))}\n{rows}"


def period(scene: Scene, figures: Figures, today: datetime.date) -> str:
    """What days the figures are of."""
    since, until = long_date(figures.since, scene.language), long_date(today, scene.language)
    return scene.say("Figures from {since} to {until}", since=since, until=until)


def begun(scene: Scene, figures: Figures) -> str:
    """How many drafts were begun, and what part of them was sent."""
    total = len(figures.drafts)
    if total < FEW:
        return str(total)
    sent = sum(SENT in steps for steps in figures.drafts)
    return scene.say("{total}, of which {share} were sent", total=total, share=share(scene, sent, total))


def questions(scene: Scene, figures: Figures) -> str:
    """How many questions there were, and what became of them."""
    _ = scene.say
    parts = outcomes(scene, figures)
    total = sum(value for _label, value in parts)
    if total < FEW:
        return str(total)
    said = [f"{label} {share(scene, value, total)}" for label, value in parts]
    return f"{number(total, scene.language)}: {listing(said, scene.language)}"


def opinions(scene: Scene, figures: Figures) -> str:
    """The thumbs under answers."""
    return scene.say("{up} helpful, {down} not", up=figures.votes[True], down=figures.votes[False])


def named(scene: Scene, groups: Groups) -> str:
    """The largest groups in a line."""
    return listing([f"{label} {value}" for label, value in groups[:IN_TEXT]], scene.language)


def share(scene: Scene, part: int, total: int) -> str:
    """A part in hundredths."""
    return str(format_percent(part / total, locale=LOCALES[scene.language]))


def local(scene: Scene, moment: datetime.datetime) -> datetime.date:
    """The day of a moment in the call's time zone."""
    return moment.astimezone(ZoneInfo(scene.known.knowledge.programme.call.timezone)).date()


def outcomes(scene: Scene, figures: Figures) -> Groups:
    """What became of the questions: answered, suggestions, not known."""
    _ = scene.say
    sums: Counter[str] = Counter()
    for counted in figures.counted:
        sums[counted.event] += counted.number
    kinds = ((_("answered"), ANSWERED), (_("suggestions"), SUGGESTED), (_("not known"), UNKNOWN))
    return [(label, sum(sums[event] for event in events)) for label, events in kinds]


def by_country(scene: Scene, figures: Figures) -> Groups:
    """Leads per country."""
    codes = (lead.country for lead in figures.leads if lead.country)
    return grouped(scene, codes, lambda code: country(code, scene.language))


def by_topic(scene: Scene, figures: Figures) -> Groups:
    """Leads per topic; a lead names up to three."""
    labels = {
        topic.id: topic.button.within(scene.language) for topic in scene.known.knowledge.programme.topics
    }
    topics = (topic for lead in figures.leads for topic in lead.topics)
    return grouped(scene, topics, lambda topic: labels.get(topic, topic))


def grouped(scene: Scene, codes: Iterable[str], label: Callable[[str], str]) -> Groups:
    """Count codes, the most frequent first; small groups together, nothing at all where all is small."""
    counts = Counter(codes)
    if sum(counts.values()) < FEW:
        return []
    large = [(label(code), n) for code, n in counts.most_common() if n >= FEW]
    rest = sum(n for n in counts.values() if n < FEW)
    return [*large, (scene.say("others (fewer than {few} each)", few=FEW), rest)] if rest else large


def steps(scene: Scene) -> Mapping[str, str]:
    """The steps of the pre-application in their order, with their names."""
    asked = scene.known.knowledge.questionnaire.questions
    labels = {question.id: question.short.within(scene.language) for question in asked}
    return {**labels, REVIEW: scene.say("Review"), SENT: scene.say("Sent")}


def left_at(scene: Scene, figures: Figures) -> Groups:
    """At which steps drafts stand that were not sent, the most frequent first; small groups are left out."""
    counts = Counter(last for last in furthest(scene, figures) if last != SENT)
    return [(steps(scene)[step], n) for step, n in counts.most_common() if n >= FEW]


def furthest(scene: Scene, figures: Figures) -> list[str]:
    """The last step that each draft came to."""
    order = list(steps(scene))
    known = [[step for step in order if step in came] for came in figures.drafts]
    return [came[-1] for came in known if came]


def chart(scene: Scene, figures: Figures, today: datetime.date) -> dict[str, Any]:
    """What bot/documents/chart.py draws."""
    _ = scene.say
    few = _("Too few to be broken down")

    def panel(kind: str, title: str, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        return {"kind": kind, "title": title, "items": list(items), "empty": few}

    return {
        "title": _("IUC assistant"),
        "subtitle": period(scene, figures, today),
        "panels": [
            panel("columns", _("Pre-applications per week"), weeks(scene, figures, today)),
            panel("shares", _("Questions"), shares(scene, figures)),
            panel("bars", _("By country"), items(by_country(scene, figures))),
            panel("bars", _("By topic"), items(by_topic(scene, figures))),
            panel(
                "bars", _("How far pre-applications come, and how many stay there"), funnel(scene, figures)
            ),
        ],
    }


def items(groups: Groups) -> list[dict[str, Any]]:
    """Groups as a chart takes them."""
    return [{"label": label, "value": value} for label, value in groups]


def weeks(scene: Scene, figures: Figures, today: datetime.date) -> list[dict[str, Any]]:
    """Leads per week, weeks named by their Monday."""
    monday = figures.since - datetime.timedelta(days=figures.since.weekday())
    days = Counter((local(scene, lead.sent_at) - monday).days // 7 for lead in figures.leads)
    return [
        {"label": format_skeleton("Md", monday + i * WEEK, locale=LOCALES[scene.language]), "value": days[i]}
        for i in range((today - monday).days // 7 + 1)
    ]


def shares(scene: Scene, figures: Figures) -> list[dict[str, Any]]:
    """What became of the questions, in hundredths."""
    parts = outcomes(scene, figures)
    total = sum(value for _label, value in parts)
    if total < FEW:
        return []
    return [{"label": label, "value": value, "note": share(scene, value, total)} for label, value in parts]


def funnel(scene: Scene, figures: Figures) -> list[dict[str, Any]]:
    """How many drafts came to each step or past it, and how many stay there; steps that nobody had are left out."""
    last, order = furthest(scene, figures), list(steps(scene))
    if len(last) < FEW:
        return []
    stay = Counter(last)
    always = {
        q.id for q in scene.known.knowledge.questionnaire.questions if q.when is None and q.type != "verdict"
    }
    rows = []
    for place, (step, label) in enumerate(steps(scene).items()):
        past = sum(order.index(one) >= place for one in last)
        came = past if step in always | {REVIEW, SENT} else sum(step in drafts for drafts in figures.drafts)
        gone = f"  (−{stay[step]})" if stay[step] >= FEW and step != SENT else ""
        if came or step == SENT:
            rows.append({"label": label, "value": came, "note": f"{came}{gone}"})
    return rows
