"""Learned state as bytes, so that a start need not learn again what has not changed.

An archive is a mark, a JSON text, and the arrays as they stand in memory, so that a file of it can be used in place.
Nothing in it is ever executed.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from mmap import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.reading.language import Languages
from knowledge.search.calibration import Calibration
from knowledge.search.classifier import Classifier, Lexicon
from knowledge.search.features import Extractor
from knowledge.search.meaning import SentenceClassifier
from knowledge.search.nearest import Neighbours
from knowledge.search.question_words import QuestionReader
from knowledge.search.synonyms import Phrases, Synonyms, concept_stems
from knowledge.search.word_model import Entry, WordModel

MARK = b"learned search 6\n"
"""How a file begins; raise the number whenever the layout changes."""
_ALIGNED = 64  # bytes; arrays are read where they stand

Arrays = dict[str, npt.NDArray[Any]]
Buffer = bytes | mmap
_INDEX = ("starts", "lines", "values", "classes")
_CLASSIFIER = ("weights", "scales", "bias")
_MEANING = ("centre", "weights", "bias", "lines", "starts", "present")

Restored = tuple[list[Entry], QuestionReader, WordModel, "Thresholds", SentenceClassifier | None]
Thresholds = tuple[Calibration, Calibration]
"""By words alone, and by words and meaning."""


def pack(
    entries: Sequence[Entry],
    reader: QuestionReader,
    learned: WordModel,
    chosen: Thresholds,
    meaning: SentenceClassifier | None,
) -> bytes:
    """Write everything that a search needs, without the phrasings."""
    text = {
        "entries": [[entry.id, entry.kind] for entry in entries],
        "synonyms": tables(reader.synonyms),
        "concepts": sorted(concept_stems(reader.synonyms)),
        "languages": reader.languages.odds,
        "marks": reader.languages.marks,
        "spoken": reader.languages.languages,
        "vocabulary": reader.vocabulary,
        "courtesies": sorted(reader.courtesies),
        "unseen": learned.lexicon.unseen,
        "calibration": [asdict(each) for each in chosen],
    }
    arrays: Arrays = {"hashes": learned.lexicon.hashes, "idf": learned.lexicon.idf}
    arrays |= _index_arrays("near", learned.neighbours)
    if isinstance(learned.weighing, Classifier):
        arrays |= {part: getattr(learned.weighing, part) for part in _CLASSIFIER}
    else:
        arrays |= _index_arrays("all", learned.weighing)
    if meaning:
        arrays |= {f"meaning_{part}": getattr(meaning, part) for part in _MEANING}
    return _written(text, arrays)


def read_archive(packed: Buffer) -> Restored:
    """Read an archive; raise ValueError if it is damaged or of another format. The arrays stay in `packed`."""
    if packed[: len(MARK)] != MARK:
        raise ValueError("the archive is of another format")
    try:
        text, arrays = _read(packed)
        return _restored(text, arrays)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("the archive is damaged") from error


def _written(text: Mapping[str, object], arrays: Arrays) -> bytes:
    shapes = {name: [array.dtype.str, array.shape] for name, array in arrays.items()}
    head = json.dumps({**text, "arrays": shapes}).encode()
    parts = [MARK, len(head).to_bytes(8, "little"), head]
    for array in arrays.values():
        parts += [bytes(-sum(map(len, parts)) % _ALIGNED), array.tobytes()]
    return b"".join(parts)


def _read(packed: Buffer) -> tuple[dict[str, object], Arrays]:
    begin = len(MARK) + 8
    at = begin + int.from_bytes(packed[len(MARK) : begin], "little")
    text = json.loads(packed[begin:at], parse_float=lru_cache(maxsize=None)(float))  # equal numbers once
    arrays: Arrays = {}
    for name, (kind, shape) in text["arrays"].items():
        at += -at % _ALIGNED
        array = np.frombuffer(packed, kind, math.prod(shape), at).reshape(shape)
        arrays[name] = array
        at += array.nbytes
    return text, arrays


def _restored(text: Mapping[str, Any], arrays: Arrays) -> Restored:
    synonyms = Synonyms(**text["synonyms"])
    languages = Languages(text["languages"], text["marks"], text["spoken"])
    reader = QuestionReader(synonyms, languages, text["vocabulary"], text["courtesies"]).prepare()
    lexicon = Lexicon(arrays["hashes"], arrays["idf"], text["unseen"])
    concepts = Phrases((tuple(stems), name) for stems, name in text["concepts"])
    classified = "weights" in arrays
    weighing = Classifier(*(arrays[part] for part in _CLASSIFIER)) if classified else _index("all", arrays)
    learned = WordModel(Extractor(concepts), lexicon, weighing, _index("near", arrays))
    entries = [Entry(name, kind, {}) for name, kind in text["entries"]]
    words, both = (Calibration(**each) for each in text["calibration"])
    return entries, reader, learned, (words, both), _meaning(arrays)


def _meaning(arrays: Arrays) -> SentenceClassifier | None:
    if "meaning_weights" not in arrays:
        return None
    return SentenceClassifier(*(arrays[f"meaning_{part}"] for part in _MEANING))


def tables(synonyms: Synonyms) -> dict[str, object]:
    """The synonyms as JSON can hold them."""
    return {
        "spelling": {language: dict(table) for language, table in synonyms.spelling.items()},
        "concepts": {
            name: {language: list(terms) for language, terms in concept.items()}
            for name, concept in synonyms.concepts.items()
        },
        "fillers": {language: list(fillers) for language, fillers in synonyms.fillers.items()},
    }


def _index_arrays(name: str, index: Neighbours) -> Arrays:
    return {f"{name}_{part}": getattr(index, part) for part in _INDEX}


def _index(name: str, arrays: Arrays) -> Neighbours:
    return Neighbours(*(arrays[f"{name}_{part}"] for part in _INDEX))
