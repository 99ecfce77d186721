"""The answer within a line of free text: a name in quotes or capitals, without the words around it."""

import re
from collections.abc import Iterable, Sequence

from knowledge.form.replies.language import FormWords
from knowledge.reading.reading import Reading
from knowledge.reading.words import Word, fold

QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]{3,})[\"“”«»„]")
LONGEST_LEAD = 6
"""Words that may stand before a name: «we go by», «de momento nos llamamos»."""
LONGEST_LINK = 4
"""Letters of the small words within a name: «de», «of», «and»."""
LONGEST_NAME_ALONE = 3
"""Words of a line that may be a name and nothing else, whatever stands in small letters in it."""
LAST_PART = re.compile(r"\s*(?:,|\s[-–(])\s*(?=[^,\-–(]*$)")


def without_afterthought(text: str, words: FormWords) -> str:
    """A line without its end that only comments on it: «City of Tampere, as you might guess», "the port, I think"."""
    parts = LAST_PART.split(text)
    if len(parts) == 2 and parts[0].strip() and words.opens("afterthoughts", parts[1]):
        return parts[0].strip()
    return words.without_ending("endings", text)


def proper_name(reading: Reading, words: FormWords) -> str:
    """The name in a line: what stands in quotes, or in capitals to its end; else the whole line."""
    quoted = QUOTED.findall(reading.text)
    if len(quoted) == 1:
        return str(quoted[0]).strip()
    if begins_with_name(reading.words, words):
        return reading.text
    first = first_of_name(reading.words, {body.start for body in reading.bodies})
    return reading.text[first:].strip() if first else reading.text


def without_lead(text: str, openings: Iterable[str]) -> str:
    """Drop two or more words before the first capital, if answers often open with them."""
    said = text.split()
    known = {word for opening in openings for word in fold(opening).split()}
    first = next((at for at, word in enumerate(said) if word[:1].isupper()), 0)
    lead = fold(" ".join(said[:first])).split()
    return " ".join(said[first:]) if len(lead) > 1 and known.issuperset(lead) else text


def begins_with_name(said: Sequence[Word], words: FormWords) -> bool:
    """Tell whether a line begins with a name already: «Red de Pueblos», not «We go by Amber Coast»."""
    first_two = said[:2]
    if not first_two or not first_two[0].capitalised:
        return False
    return all(word.capitalised or words.has("name_joiners", word.folded) for word in first_two[1:])


def first_of_name(words: Sequence[Word], bodies: set[int]) -> int:
    """Where a name in capitals begins after a lead in small letters; 0 where the line has no such form."""
    lead = next((at for at, word in enumerate(words) if (at and word.capitalised) or word.start in bodies), 0)
    name = words[lead:]
    written = sum(word.capitalised for word in name)
    small = [word for word in name if not word.capitalised and len(word.text) > LONGEST_LINK]
    return words[lead].start if 1 < lead <= LONGEST_LEAD and written > 1 and not small else 0


def name_of_person(text: str, words: FormWords) -> str:
    """A person's name: the words in capitals and the particles between them; a line without capitals as it is."""
    said = text.split()
    first = next((at for at, word in enumerate(said) if word[:1].isupper()), None)
    if first is None or is_name_alone(said):
        return text
    last = first
    while last < len(said) and (said[last][:1].isupper() or words.has("particles", fold(said[last]))):
        last += 1
    name = said[first:last]
    while name and not name[-1][:1].isupper():
        name.pop()
    return " ".join(name)


def is_name_alone(said: Sequence[str]) -> bool:
    """Tell whether a short line is a name and nothing else: «Ana maría Pérez»; not «Pavel Dvořáček here»."""
    return len(said) <= LONGEST_NAME_ALONE and said[0][:1].isupper() and not said[-1][:1].islower()


def without_addresses(reading: Reading) -> str:
    """A line without its e-mail and web addresses and telephones, which are nobody's name."""
    said = reading.text
    for address in sorted(reading.addresses, key=lambda each: -each.start):
        said = said[: address.start] + said[address.end :]
    return said.strip()
