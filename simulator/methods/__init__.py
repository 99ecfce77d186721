"""The methods of the Bot API, by their names in lower case (Telegram ignores the case)."""

from collections.abc import Callable, Mapping

from simulator.call import Call
from simulator.methods import about, answers, chats, copies, edits, media, messages, receiving
from simulator.world import World

Method = Callable[[World, Call], object]

METHODS: Mapping[str, Method] = {
    name.lower(): method
    for table in (
        about.METHODS,
        answers.METHODS,
        chats.METHODS,
        copies.METHODS,
        edits.METHODS,
        media.METHODS,
        messages.METHODS,
        receiving.METHODS,
    )
    for name, method in table.items()
}
