"""The call's calendar: date, time zone, days left and state, and the deadline as a file for one's own calendar."""

import datetime
from typing import TYPE_CHECKING

from bot.telegram.deep_links import link
from bot.views.context import ViewContext
from bot.views.menu import back_to_menu, deadline, form_button, source
from bot.views.message import Message, bold, paragraphs, plain
from bot.views.screens import view
from knowledge.call import standing
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
        dates(context),
        source(context, "apply.deadline"),
    )
    return Message(text, ((form_button(context),), back_to_menu(context)))


def dates(context: ViewContext) -> str:
    """The first day where there is one, the last minute, and what the programme does not state."""
    _ = context.say
    call, figures = context.knowledge_base.content.programme.call, context.words.figures
    before = standing(call, context.today).state == "before"
    opens = (
        _("First day: {date}", date=long_date(call.opens, context.language)) if before and call.opens else ""
    )
    last = _("Last day: {date} ({time})", date=figures["deadline"], time=figures["deadline_time"])
    note = _(
        "The programme states the day and the month but no year; this assistant takes the next such date."
    )
    return "\n".join(plain(line) for line in (opens, last, note) if line)


def caption(context: ViewContext) -> str:
    """What is said with the calendar file; empty where there is no date to keep any more."""
    _ = context.say
    if standing(context.knowledge_base.content.programme.call, context.today).state == "closed":
        return ""
    return _("Open this file to add the deadline to your calendar. It reminds you two weeks before.")


def calendar_file(context: ViewContext, written: datetime.datetime) -> bytes:
    """The deadline as an .ics file, in the call's time zone, with an alarm two weeks before."""
    from icalendar import Calendar, Event

    _ = context.say
    programme = context.knowledge_base.content.programme
    zone = programme.call.zone
    title = _("Deadline of the IUC call")
    figures = context.words.figures
    event = Event.new(
        uid=f"deadline-{programme.call.deadline.isoformat()}@{programme.contact.website}",
        stamp=written,
        start=datetime.datetime.combine(programme.call.deadline, LAST_MINUTE, zone),
        summary=title,
        description=_("Last day: {date} ({time})", date=figures["deadline"], time=figures["deadline_time"])
        + (f"\n{link(context.username, 'deadline')}" if context.username else ""),
        url=programme.contact.application_url,
    )
    event.add_component(alarm(title))
    calendar = Calendar.new(
        prodid="-//IUC assistant//deadline//EN", method="PUBLISH", uid=event.uid, subcomponents=[event]
    )
    year = programme.call.deadline.year
    calendar.add_missing_timezones(datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1))
    return bytes(calendar.to_ical())


def alarm(text: str) -> "Alarm":
    """A reminder on the screen, two weeks before."""
    from icalendar import Alarm

    reminder = Alarm.new(description=text)
    reminder.add("action", "DISPLAY")
    reminder.add("trigger", ALARM)
    return reminder
