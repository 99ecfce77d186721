"""The call's calendar: date, time zone, days left and state, and the deadline as a file for one's own calendar."""

import datetime
from typing import TYPE_CHECKING

from bot.telegram.deep_links import link
from bot.views.context import ViewContext
from bot.views.menu import back_to_menu, deadline, form_button, source
from bot.views.message import Message, bold, paragraphs, plain
from bot.views.screens import view
from knowledge.call import state_of_call
from knowledge.content.wording import long_date

if TYPE_CHECKING:
    from icalendar import Alarm  # where it is used it is imported late: 60 ms that no start should wait for

LAST_MINUTE = datetime.time(23, 59)
ALARM = datetime.timedelta(days=-14)


@view("deadline")
def deadline_screen(context: ViewContext) -> Message:
    """The state of the call with its dates, and where they stand."""
    _ = context.say
    text = paragraphs(
        bold(_("Deadline of the call")),
        plain(deadline(context)),
        call_dates(context),
        source(context, context.knowledge_base.content.role("deadline")),
    )
    return Message(text, ((form_button(context),), back_to_menu(context)))


def call_dates(context: ViewContext) -> str:
    """The first day where there is one, the last minute, and what the programme does not state."""
    _ = context.say
    call = context.knowledge_base.content.programme.call
    before = state_of_call(call, context.today).state == "before"
    opens = (
        _("First day: {date}", date=long_date(call.opens, context.language)) if before and call.opens else ""
    )
    last = last_day(context) if call.deadline else ""
    note = context.words.fill(call.note) if call.note else ""
    return "\n".join(plain(line) for line in (opens, last, note) if line)


def last_day(context: ViewContext) -> str:
    """The deadline's day and minute."""
    figures = context.words.figures
    return context.say("Last day: {date} ({time})", date=figures["deadline"], time=figures["deadline_time"])


def calendar_caption(context: ViewContext) -> str:
    """The caption of the calendar file; empty once the date is past or where there is none."""
    _ = context.say
    call = context.knowledge_base.content.programme.call
    if call.deadline is None or state_of_call(call, context.today).state == "closed":
        return ""
    return _("Open this file to add the deadline to your calendar. It reminds you two weeks before.")


def calendar_file(context: ViewContext, written: datetime.datetime) -> bytes:
    """The deadline as an .ics file, in the call's time zone, with an alarm two weeks before."""
    from icalendar import Calendar, Event

    programme = context.knowledge_base.content.programme
    zone, day = programme.call.zone, programme.call.last_open_day
    title = context.say("Deadline of the call: {programme}")
    event = Event.new(
        uid=f"deadline-{day.isoformat()}@{programme.contact.email.partition('@')[2]}",
        stamp=written,
        start=datetime.datetime.combine(day, LAST_MINUTE, zone),
        summary=title,
        description=last_day(context)
        + (f"\n{link(context.username, 'deadline')}" if context.username else ""),
        url=programme.contact.application_url,
    )
    event.add_component(alarm(title))
    calendar = Calendar.new(
        prodid=f"-//{programme.identity.reference} assistant//deadline//EN",
        method="PUBLISH",
        uid=event.uid,
        subcomponents=[event],
    )
    year = day.year
    calendar.add_missing_timezones(datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1))
    return bytes(calendar.to_ical())


def alarm(text: str) -> "Alarm":
    """A reminder on the screen, two weeks before."""
    from icalendar import Alarm

    reminder = Alarm.new(description=text)
    reminder.add("action", "DISPLAY")
    reminder.add("trigger", ALARM)
    return reminder
