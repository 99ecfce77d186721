"""The reply to a button that is too old, or was made up: every conversation gives the same one."""

from bot.context import Turn


async def old_button(turn: Turn) -> None:
    """Say that a button belongs to an earlier screen, and show where the person is."""
    note = turn.context.say("That button belongs to an earlier screen. This is where you are now.")
    await turn.show(note=note)
