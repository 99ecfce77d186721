"""Albums: several pictures sent at once come as several messages, which are answered once."""

from collections import OrderedDict

MOST = 1000
"""Chats whose last album is remembered."""


class Albums:
    """The last album of each chat; forgotten with the process, which costs one sentence too many."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, str] = OrderedDict()

    def goes_on(self, chat_id: int, album: str | None) -> bool:
        """Tell whether an earlier message was of the same album; None for a message of no album."""
        if album is None or self._last.get(chat_id) == album:
            return album is not None
        self._last[chat_id] = album
        self._last.move_to_end(chat_id)
        if len(self._last) > MOST:
            self._last.popitem(last=False)
        return False
