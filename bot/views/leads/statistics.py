"""The figures of a period for the coordination unit: numbers as text, and what the chart is drawn from."""

import base64
import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from bot.delivery.payloads import MailPayload
from bot.views.context import ViewContext
from bot.views.leads.card import state_label
from bot.views.message import Message, bold, paragraphs, plain, shortened
from knowledge.content.wording import country, duration, listing, long_date, number, share
from storage.counters import REVIEW, SENT, Figures
from storage.lead_work import STATES

ANSWERED, SUGGESTED, UNKNOWN = ("answer", "eligibility"), ("suggest",), ("unknown",)
WEEK = datetime.timedelta(days=7)
LONGEST_CAPTION = 1000
"""Characters of a picture's caption: a little below Telegram's limit."""
LABEL_LONGEST = 40
FILE_NAME = "statistics.png"

Groups = list[tuple[str, int]]


def figure_lines(
    context: ViewContext, figures: Figures, now: datetime.datetime, most: int | None = None
) -> list[tuple[str, str]]:
    """The numbers: label and value; of groups all, or the `most` largest."""
    _ = context.say
    found = [
        (_("Pre-applications sent"), leads_sent(context, figures, now)),
        (_("Pre-applications begun"), drafts_begun(context, figures)),
        (_("By state"), groups_in_line(context, by_state(context, figures), most)),
        (_("By owner"), groups_in_line(context, by_owner(context, figures), most)),
        (_("Until the first contact"), first_contact(context, figures)),
        (_("Unclaimed longest"), unclaimed_longest(context, figures, now)),
        (_("By country"), groups_in_line(context, by_country(context, figures), most)),
        (_("By topic"), groups_in_line(context, by_topic(context, figures), most)),
        (_("Most often left at"), groups_in_line(context, steps_of_open_drafts(context, figures), most)),
        (_("Questions"), questions_asked(context, figures)),
        (_("Opinions"), opinions(context, figures)),
        (_("Not delivered"), undelivered_figure(context, figures)),
    ]
    return [(label, text) for label, text in found if text]


def leads_sent(context: ViewContext, figures: Figures, now: datetime.datetime) -> str:
    """How many leads were sent, and how many lately if the period is long and lasts until today."""
    total = number(len(figures.leads), context.language)
    last_week = day_in_zone(context, now) - WEEK
    if figures.period.first > last_week or figures.period.last <= last_week:
        return total
    recent = sum(day_in_zone(context, lead.sent_at) > last_week for lead in figures.leads)
    recent_words = number(recent, context.language)
    return context.say("{total} ({recent} in the last 7 days)", total=total, recent=recent_words)


def undelivered_figure(context: ViewContext, figures: Figures) -> str:
    """How many deliveries were given up, and how an operator sees why; nothing if all arrived."""
    if not figures.undelivered:
        return ""
    return context.say(
        "{count}; an operator sees why with {command}",
        count=number(figures.undelivered, context.language),
        command="python -m bot outbox",
    )


def chart_caption(context: ViewContext, figures: Figures, now: datetime.datetime) -> str:
    """The numbers as the chart's caption, as many as there is room for; the chart has all of them."""
    texts = (labelled_lines(figure_lines(context, figures, now, most)) for most in (None, 8, 4, 2))
    full = [f"{bold(period(context, figures))}\n{text}" for text in texts]
    return next((text for text in full if len(text) <= LONGEST_CAPTION), full[-1])


def labelled_lines(rows: Sequence[tuple[str, str]]) -> str:
    """Labels and values, a line each."""
    return "\n".join(f"<b>{plain(label)}:</b> {plain(text)}" for label, text in rows)


def digest(context: ViewContext, figures: Figures, now: datetime.datetime, picture: bytes) -> MailPayload:
    """The numbers as a mail, the chart attached."""
    title, rows = period(context, figures), figure_lines(context, figures, now)
    table = "".join(
        f'<tr><th align="left" style="padding:4px 12px 4px 0">{escape(label)}</th><td>{escape(text)}</td></tr>'
        for label, text in rows
    )
    return {
        "subject": context.say("[{programme}] {title}", title=title),
        "text": "\n".join([title, "", *(f"{label}: {text}" for label, text in rows)]),
        "html": f'<h2 style="color:{context.colours.main}">{escape(title)}</h2><table>{table}</table>',
        "language": context.language,
        "attachments": [{"filename": FILE_NAME, "mime": "image/png", "content_base64": encoded(picture)}],
    }


def encoded(content: bytes) -> str:
    """Write bytes as text, which JSON can hold."""
    return base64.b64encode(content).decode()


def which_period(context: ViewContext, unknown: Sequence[str]) -> Message:
    """Say which words of a period were not understood, and how to write one."""
    _ = context.say
    said = _("I do not understand this period: {words}", words=" ".join(unknown))
    how = _(
        "For example: /stats 4 (weeks) · /stats last month · /stats 2026-11 · /stats from 1 October to today"
    )
    return Message(paragraphs(plain(said), plain(how)))


def period(context: ViewContext, figures: Figures) -> str:
    """What days the figures are of."""
    since, until = (long_date(day, context.language) for day in vars(figures.period).values())
    return context.say("Figures from {since} to {until}", since=since, until=until)


def drafts_begun(context: ViewContext, figures: Figures) -> str:
    """How many drafts were begun, and what part of them was sent."""
    total = len(figures.drafts)
    if not total:
        return "0"
    sent = sum(SENT in steps for steps in figures.drafts)
    return context.say(
        "{total}, of which {share} were sent",
        total=number(total, context.language),
        share=share(sent, total, context.language),
    )


def questions_asked(context: ViewContext, figures: Figures) -> str:
    """How many questions were asked, and how many were answered."""
    _ = context.say
    parts = outcomes(context, figures)
    total = sum(value for _label, value in parts)
    if not total:
        return "0"
    said = [f"{label} {share(value, total, context.language)}" for label, value in parts]
    return f"{number(total, context.language)}: {listing(said, context.language)}"


def opinions(context: ViewContext, figures: Figures) -> str:
    """The thumbs under answers."""
    return context.say(
        "{up} helpful, {down} not",
        up=number(figures.votes[True], context.language),
        down=number(figures.votes[False], context.language),
    )


def groups_in_line(context: ViewContext, groups: Groups, most: int | None = None) -> str:
    """Groups in a line: all, or the `most` largest and the number of others."""
    shown = [
        f"{shortened(label, LABEL_LONGEST)} {number(value, context.language)}"
        for label, value in groups[:most]
    ]
    more = len(groups) - len(shown)
    rest = [context.say("{n} more in the chart", n=more)] if more else []
    return listing([*shown, *rest], context.language)


def by_state(context: ViewContext, figures: Figures) -> Groups:
    """Leads per state, in the order of the work."""
    counts = Counter(lead.state for lead in figures.leads)
    return [(state_label(context, state), counts[state]) for state in STATES if counts[state]]


def by_owner(context: ViewContext, figures: Figures) -> Groups:
    """Leads per owner, the most first; those that nobody has last."""
    counts = Counter(lead.owner for lead in figures.leads if lead.owner)
    nobody = sum(lead.owner is None for lead in figures.leads)
    return [*counts.most_common(), *([(context.say("nobody"), nobody)] if nobody else [])]


def first_contact(context: ViewContext, figures: Figures) -> str:
    """How long applicants waited for the unit's first message, and how many still wait."""
    _ = context.say
    times = sorted(lead.contacted_at - lead.sent_at for lead in figures.leads if lead.contacted_at)
    open_states = ("new", "claimed")
    waiting = sum(lead.contacted_at is None and lead.state in open_states for lead in figures.leads)
    still = _("{n} not yet", n=waiting) if waiting else ""
    if not times:
        return still
    usual, longest = (duration(time, context.language) for time in (times[len(times) // 2], times[-1]))
    said = _("median {usual}, at most {longest}", usual=usual, longest=longest)
    return f"{said} · {still}" if still else said


def unclaimed_longest(context: ViewContext, figures: Figures, now: datetime.datetime) -> str:
    """The lead that has waited longest for somebody to claim it, as of now."""
    oldest = figures.oldest_unclaimed
    return f"{oldest.reference} ({duration(now - oldest.sent_at, context.language)})" if oldest else ""


def day_in_zone(context: ViewContext, moment: datetime.datetime) -> datetime.date:
    """The day of a moment in the call's time zone."""
    return moment.astimezone(context.knowledge_base.content.programme.call.zone).date()


def outcomes(context: ViewContext, figures: Figures) -> Groups:
    """The outcomes of the questions: answered, suggested, unknown."""
    _ = context.say
    sums: Counter[str] = Counter()
    for counted in figures.counted:
        sums[counted.event] += counted.number
    kinds = ((_("answered"), ANSWERED), (_("suggestions"), SUGGESTED), (_("not known"), UNKNOWN))
    return [(label, sum(sums[event] for event in events)) for label, events in kinds]


def by_country(context: ViewContext, figures: Figures) -> Groups:
    """Leads per country."""
    codes = (lead.country for lead in figures.leads if lead.country)
    return counted_by_label(codes, lambda code: country(code, context.language))


def by_topic(context: ViewContext, figures: Figures) -> Groups:
    """Leads per topic; a lead names up to three."""
    labels = {
        topic.id: topic.button.within(context.language)
        for topic in context.knowledge_base.content.programme.topics
    }
    topics = (topic for lead in figures.leads for topic in lead.topics)
    return counted_by_label(topics, lambda topic: labels.get(topic, topic))


def counted_by_label(codes: Iterable[str], label: Callable[[str], str]) -> Groups:
    """Count codes, the most frequent first."""
    return [(label(code), n) for code, n in Counter(codes).most_common()]


def steps(context: ViewContext) -> Mapping[str, str]:
    """The steps of the pre-application in their order, with their names."""
    asked = context.knowledge_base.content.questionnaire.questions
    labels = {question.id: question.short.within(context.language) for question in asked}
    return {**labels, REVIEW: context.say("Review"), SENT: context.say("Sent")}


def steps_of_open_drafts(context: ViewContext, figures: Figures) -> Groups:
    """The steps at which unsent drafts stand, the most frequent first."""
    counts = Counter(last for last in furthest(context, figures) if last != SENT)
    return [(steps(context)[step], n) for step, n in counts.most_common()]


def furthest(context: ViewContext, figures: Figures) -> list[str]:
    """The last step that each draft came to."""
    order = list(steps(context))
    paths = [[step for step in order if step in came] for came in figures.drafts]
    return [path[-1] for path in paths if path]
