"""Stored moments as people read them: the day, in the programme's time zone."""

from bot.scene import Scene
from knowledge.wording import long_date
from storage.clock import moment


def day(scene: Scene, stamped: str) -> str:
    """Write the day of a stored moment: 4 March 2027."""
    zone = scene.known.knowledge.programme.call.zone
    return long_date(moment(stamped).astimezone(zone).date(), scene.language)
