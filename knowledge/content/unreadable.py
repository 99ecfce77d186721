"""Messages about files that are no YAML, for people who edit them, with what would be right."""

from pathlib import Path

import yaml

TAB = "a tab stands here; indent with two spaces instead"
MESSAGES = {
    "mapping values are not allowed": "a colon cannot stand here: put the text in double quotes, or indent the line "
    "exactly as the one above",
    "did not find expected key": "the indentation does not fit the lines above: keys of one group begin exactly below "
    "each other; a text that goes on after its quotes needs one pair around all of it",
    "did not find expected '-' indicator": "the indentation does not fit the list above: its entries begin with a "
    "dash, exactly below each other",
    "did not find expected ',' or '}'": "a { is not closed with }, a text in braces needs double quotes, or a quote "
    "is missing or one too many",
    "did not find expected ',' or ']'": "a [ is not closed with ], a text in brackets needs double quotes, or a quote "
    "is missing or one too many",
    "cannot start any token": "a text that begins with a sign such as % @ ` needs double quotes",
    "undefined alias": "a text that begins with * needs double quotes",
    "did not find expected alphabetic": "a text that begins with * or & needs double quotes",
    "could not determine a constructor": "a text that begins with ! needs double quotes",
    "node content": "a text that begins with ], } or a comma needs double quotes, or the sign is one too many",
    "another document": "a file has one part: take out the lines ---",
    "unexpected end of stream": "a quote, a bracket or a brace that is opened here is not closed",
    "could not find expected ':'": "a colon is missing after the key, or the line belongs to the text above, which "
    "needs quotes",
    "control characters": "there is a character here that cannot be seen; delete it and type the text again",
}


OTHERWISE = "check the quotes, the colons and the indentation"


def yaml_mistake(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line on which a text ceases to be YAML, and what would be right there."""
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    lines = text.splitlines()
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return line, f"not valid YAML: {TAB}"
    said = next((words for part, words in MESSAGES.items() if part in problem), OTHERWISE)
    return line, f"not valid YAML: {said}"


def text_mistake(error: OSError | UnicodeDecodeError, path: Path) -> tuple[int, str]:
    """The line on which a file ceases to be text, and what would be right."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return (
            line,
            "the file is not saved as UTF-8, in which accents are read; save it again with the encoding UTF-8",
        )
    if path.is_dir():
        return 1, "a folder has the name of this file; rename it, and put the file in its place"
    return 1, f"the file cannot be opened ({error.strerror}); check that the bot's user may read it"
