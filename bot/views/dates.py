"""Stored moments as people read them: the day, in the programme's time zone."""

from bot.views.context import ViewContext
from knowledge.content.wording import long_date
from storage.clock import moment


def stored_day(context: ViewContext, stamped: str) -> str:
    """Write the day of a stored moment: 4 March 2027."""
    zone = context.knowledge_base.content.programme.call.zone
    return long_date(moment(stamped).astimezone(zone).date(), context.language)
