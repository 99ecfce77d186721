"""The interface's words: English in the code, Spanish in es.po; read with Babel, no compiled files to go stale."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent


def as_it_is(message: str) -> str:
    """Leave a message as it is."""
    return message


@dataclass(frozen=True)
class Translator:
    """One language's words: `say("text")`, and `count("{n} day", "{n} days", n)` for plurals.

    `named` puts the programme's own names ({programme}, {unit}) into a message.
    """

    language: str
    say: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    named: Callable[[str], str] = as_it_is

    def __call__(self, message: str, /, **values: object) -> str:
        """Translate a message, then fill its {placeholders}."""
        words = self.named(self.say(message))
        return words.format(**values) if values else words

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Translate the form of a message that a number needs; {n} is the number."""
        return self.named(self.ngettext(one, many, n)).format(n=n, **values)


@cache
def translator(language: str, folder: Path | None = None) -> Translator:
    """Give the words of a language; English where there is no catalogue for it.

    A language that a programme brings along has its catalogue in its own `folder`, as interface.po.
    """
    path = FOLDER / f"{language}.po"
    if folder and not path.exists():
        path = folder / "interface.po"
    catalogue: NullTranslations = NullTranslations()
    if path.exists():
        with path.open("rb") as file:
            compiled = io.BytesIO()
            write_mo(compiled, read_po(file, locale=language))
        compiled.seek(0)
        catalogue = GNUTranslations(compiled)
    return Translator(language, catalogue.gettext, catalogue.ngettext)
