"""The figures of a period as a chart: its panels, weeks, shares and the funnel of drafts."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.documents.shapes import Chart, Item, Panel
from bot.views.context import ViewContext
from bot.views.leads.statistics import (
    WEEK,
    Groups,
    by_country,
    by_owner,
    by_state,
    by_topic,
    day_in_zone,
    furthest,
    outcomes,
    period,
    steps,
)
from knowledge.content.wording import day_and_month, share
from knowledge.form.types import type_of
from storage.counters import SENT, Figures


def chart_data(context: ViewContext, figures: Figures) -> Chart:
    """What bot/documents/chart.py draws."""
    _ = context.say
    empty = _("Nothing in this period")

    def panel(kind: Literal["columns", "bars", "shares"], title: str, items: Sequence[Item]) -> Panel:
        return {"kind": kind, "title": title, "items": items, "empty": empty}

    return {
        "title": context.words.fill(context.knowledge_base.content.programme.identity.sender),
        "colour": context.colours.main,
        "subtitle": period(context, figures),
        "panels": [
            panel("columns", _("Pre-applications per week"), weeks(context, figures)),
            panel("shares", _("Questions"), question_shares(context, figures)),
            panel("bars", _("By state"), items(by_state(context, figures))),
            panel("bars", _("By owner"), items(by_owner(context, figures))),
            panel("bars", _("By country"), items(by_country(context, figures))),
            panel("bars", _("By topic"), items(by_topic(context, figures))),
            panel(
                "bars", _("How far pre-applications come, and how many stay there"), funnel(context, figures)
            ),
        ],
    }


def items(groups: Groups) -> list[Item]:
    """Groups as a chart takes them."""
    return [{"label": label, "value": value} for label, value in groups]


def weeks(context: ViewContext, figures: Figures) -> list[Item]:
    """Leads per week, weeks named by their Monday."""
    first, last = figures.period.first, figures.period.last
    monday = first - datetime.timedelta(days=first.weekday())
    days = Counter((day_in_zone(context, lead.sent_at) - monday).days // 7 for lead in figures.leads)
    return [
        {
            "label": day_and_month(monday + i * WEEK, context.language),
            "value": days[i],
        }
        for i in range((last - monday).days // 7 + 1)
    ]


def question_shares(context: ViewContext, figures: Figures) -> list[Item]:
    """The outcomes of the questions, in per cent."""
    parts = outcomes(context, figures)
    total = sum(value for _label, value in parts)
    if not total:
        return []
    return [
        {"label": label, "value": value, "note": share(value, total, context.language)}
        for label, value in parts
    ]


def funnel(context: ViewContext, figures: Figures) -> list[Item]:
    """How many drafts came to each step or past it, and how many stay there; steps that nobody had are left out."""
    last = furthest(context, figures)
    if not last:
        return []
    stay, came, aside = Counter(last), arrivals(context, figures, last), steps_not_for_all(context)
    return [
        {
            "label": f"↳ {label}" if step in aside else label,
            "value": came[step],
            "note": f"{came[step]}  (−{stay[step]})" if stay[step] and step != SENT else f"{came[step]}",
            "aside": step in aside,
        }
        for step, label in steps(context).items()
        if came[step] or step == SENT
    ]


def arrivals(context: ViewContext, figures: Figures, last: Sequence[str]) -> Mapping[str, int]:
    """How many drafts came to each step: for one that all go through, those past it too, since answers that are
    known already are not asked again.
    """
    order, aside = list(steps(context)), steps_not_for_all(context)
    places = [order.index(step) for step in last]
    return {
        step: sum(step in came for came in figures.drafts) if step in aside else sum(at >= i for at in places)
        for i, step in enumerate(order)
    }


def steps_not_for_all(context: ViewContext) -> frozenset[str]:
    """The steps that not every applicant goes through."""
    asked = context.knowledge_base.content.questionnaire.questions
    return frozenset(
        question.id for question in asked if question.when or not type_of(question).answered_by_person
    )
