"""Positions in a list that a line points at: «la 4», "the second", "the first three"."""

from collections.abc import Sequence

from knowledge.form.replies.language import FormWords
from knowledge.reading.reading import Reading
from knowledge.reading.words import fold


def run_of_list(reading: Reading, words: FormWords, count: int) -> range | None:
    """Read a run of positions in a list: "the first three", «del 1 al 3»; None for other lines."""
    numbers, rest = reading.numbers, list(reading.text)
    for number in numbers:
        rest[number.start : number.end] = " " * (number.end - number.start)
    left = [word for word in fold("".join(rest)).split() if word not in words.sets["pointing"]]
    found = run_of_numbers(reading, left, words, count)
    return found if found and 0 <= found.start < found.stop <= count else None


def run_of_numbers(reading: Reading, left: Sequence[str], words: FormWords, count: int) -> range | None:
    """Read a run from its numbers and the words beside them that do not only point."""
    values = [(each.value, each.upper) for each in reading.numbers if not each.ordinal]
    if len(values) == 1 and values[0][1] is not None and not left:
        return range(values[0][0] - 1, values[0][1])
    if len(values) == 1 and len(left) == 1:
        size = values[0][0]
        if left[0] in words.sets["last"]:
            return range(count - size, count)
        return range(size) if words.ordinals.get(left[0]) == 1 else None
    if len(reading.numbers) == 2 and set(left) <= words.sets["through"]:
        one, other = reading.numbers[:2]
        between = fold(reading.text[one.end : other.start])
        return range(one.value - 1, other.value) if between in words.sets["through"] else None
    return None


def pointed_at(text: str, words: FormWords, count: int) -> int | None:
    """Read a position in a list: «4», «la 4», "the second"; None for other lines."""
    left = [word for word in words.with_ordinals(text).split() if word not in words.sets["pointing"]]
    if len(left) != 1:
        return None
    word = left[0]
    if word in words.sets["last"]:
        return count
    return int(word) if word.isdecimal() and len(word) <= 3 else words.ordinals.get(word)
