"""Teaches `Phrasing` the languages' lines and the content's questions, and keeps the weights in the cache."""

import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from knowledge.content.load import Content
from knowledge.content.schema import Language
from knowledge.conversation.lessons import FollowUpFile, composed, read_candidacy, read_follow_ups
from knowledge.conversation.phrasing import Phrasing, phrase, plain_words
from knowledge.learned_files import drop_unused, mark_used
from knowledge.reading.reader import Reader
from knowledge.reading.text import number_of
from knowledge.reading.words import fold

KNOWLEDGE = Path(__file__).parents[1]
LEARNS = ("conversation", "reading")  # whose code decides what is learned from the same lines
MOST = 800  # of the content's questions in each language: reading all of them takes seconds


def follow_up_files(content: Content) -> dict[Language, FollowUpFile]:
    """Read what ties messages together, of every language of the programme that has such a file."""
    return {
        code: read_follow_ups(files.folder)
        for code, files in content.languages.items()
        if (files.folder / "follow_ups.yaml").exists()
    }


def learned_phrasing(
    content: Content, reader: Reader, follow_ups: Mapping[Language, FollowUpFile], cache: Path
) -> Phrasing:
    """Give the learned phrasing: from the cache if the lessons are the same, else learned now (a second) and kept."""
    asked = {code: questions_without_candidate(content, code) for code in follow_ups}
    programme = content.programme.identity.reference
    file = cache / f"phrasing-{programme}-{_fingerprint(content, asked)}.bin"
    with contextlib.suppress(OSError, ValueError, KeyError), np.load(file) as kept:
        mark_used(file)
        return Phrasing(kept["classes"].tolist(), kept["weights"], kept["bias"])
    lines = [
        line for code in follow_ups for line in _lines(content, code, follow_ups[code], reader, asked[code])
    ]
    learned = Phrasing.learn(lines)
    with contextlib.suppress(OSError):
        _keep(learned, file, programme)
    return learned


def questions_without_candidate(content: Content, language: Language) -> list[str]:
    """Choose questions that put no candidate forward: those whose answer states no rule.

    Each is chosen or not by itself, so that most changes of the content leave the choice as it was.
    """
    phrasings = [
        answer.taught()
        for answer in content.answers.values()
        if answer.id not in content.rulebook.rule_answers
    ]
    phrasings += [entry.phrasings for entry in content.unstated.values()]
    listed = [text for each in phrasings for text in each.within(language)]
    every = max(1, len(listed) // MOST)
    return [text for text in listed if number_of(text) % every == 0]


def _lines(
    content: Content, code: Language, follow_ups: FollowUpFile, reader: Reader, asked: Sequence[str]
) -> Iterator[tuple[str, str]]:
    masked = [phrase(reader.read(text, code)) for text in asked]
    return composed(read_candidacy(content.languages[code].folder), follow_ups, masked)


def _fingerprint(content: Content, asked: Mapping[Language, Collection[str]]) -> str:
    digest = sha256(repr(sorted((code, list(texts)) for code, texts in asked.items())).encode())
    for code in sorted(asked):
        for file in sorted(content.languages[code].folder.glob("*.yaml")):
            digest.update(file.read_bytes())
    for module in (path for folder in LEARNS for path in sorted((KNOWLEDGE / folder).rglob("*.py"))):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]


def _keep(learned: Phrasing, file: Path, programme: str) -> None:
    """Write the weights as a whole or not at all, and drop those of earlier lessons."""
    file.parent.mkdir(parents=True, exist_ok=True)
    opened, name = tempfile.mkstemp(".unfinished", "phrasing-", file.parent)
    with os.fdopen(opened, "wb") as written:
        np.savez(written, classes=np.array(learned.classes), weights=learned.weights, bias=learned.bias)
    Path(name).replace(file)
    drop_unused(file, "phrasing", programme)


def asking_words(content: Content, languages: Collection[Language]) -> frozenset[str]:
    """Give the words in which people ask to take part, and which name nobody: "can", "apply", "candidata"."""
    files = [read_candidacy(content.languages[code].folder) for code in languages]
    lines = (line for file in files for line in (*file.asks, *file.named))
    return frozenset(word for line in lines for word in plain_words(line))


def ordinary_words(content: Content) -> frozenset[str]:
    """Give the folded words that the content's phrasings write small: as such they are no places.

    People write names small as well, so a word counts from its third line on, and if it is rarely a name there.
    """
    phrasings = [answer.taught() for answer in content.answers.values()]
    phrasings += [entry.phrasings for entry in content.unstated.values()]
    small, large = Counter[str](), Counter[str]()
    for each in phrasings:
        for language in content.programme.languages:
            for text in each.within(language):
                first, *others = text.split() or [""]
                small.update({fold(word) for word in (first, *others) if word.islower()})
                large.update({fold(word) for word in others if word.istitle()})
    return frozenset(word for word, lines in small.items() if lines >= 3 and lines > large[word])
