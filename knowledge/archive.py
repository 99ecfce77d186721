"""Learned state as bytes, so that a start need not learn again what has not changed.

An archive is NumPy's own format with one JSON text in it; nothing in it is ever executed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from knowledge import calibration, features, model, reading
from knowledge.calibration import Calibration
from knowledge.classifier import Classifier, Lexicon, Training
from knowledge.features import Extractor
from knowledge.languages import Languages
from knowledge.model import Entry, Model
from knowledge.neighbours import Neighbours
from knowledge.reading import Reader
from knowledge.synonyms import Synonyms, concept_phrases

FORMAT = 2  # raise it whenever the same content would be learned differently

Arrays = dict[str, npt.NDArray[Any]]
_INDEX = ("starts", "lines", "values", "classes")


def fingerprint(entries: Sequence[Entry], synonyms: Synonyms) -> str:
    """Name the state that these entries lead to: a hash of them, of the settings and of the format."""
    told = [FORMAT, asdict(Training()), calibration.ANSWER, calibration.SUGGEST, calibration.ROUNDS]
    told += [features.KINDS, model.LIKENESS, reading.ASIDE, reading.REPAIRED]
    told += [[entry.id, entry.kind, entry.lines()] for entry in entries]
    return sha256(json.dumps([told, _tables(synonyms)]).encode()).hexdigest()


def pack(entries: Sequence[Entry], reader: Reader, learned: Model, chosen: Calibration) -> bytes:
    """Write everything that a search needs, without the phrasings."""
    text = {
        "format": FORMAT,
        "entries": [[entry.id, entry.kind] for entry in entries],
        "synonyms": _tables(reader.synonyms),
        "languages": reader.languages.odds,
        "only": reader.languages.only,
        "vocabulary": reader.vocabulary,
        "courtesies": sorted(reader.courtesies),
        "unseen": learned.lexicon.unseen,
        "calibration": asdict(chosen),
    }
    arrays: Arrays = {"hashes": learned.lexicon.hashes, "idf": learned.lexicon.idf}
    arrays |= _index_arrays("near", learned.neighbours)
    if isinstance(learned.weighing, Classifier):
        arrays |= {"weights": learned.weighing.weights, "bias": learned.weighing.bias}
    else:
        arrays |= _index_arrays("all", learned.weighing)
    written = BytesIO()
    np.savez(written, allow_pickle=False, text=np.array(json.dumps(text)), **arrays)
    return written.getvalue()


def unpack(packed: bytes) -> tuple[list[Entry], Reader, Model, Calibration]:
    """Read an archive; raise ValueError if it is damaged or of another format."""
    try:
        with np.load(BytesIO(packed), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        text = json.loads(str(arrays["text"]))
        if text["format"] != FORMAT:
            raise ValueError("the archive has another format")
        return _restored(text, arrays)
    except (OSError, EOFError, KeyError, TypeError, BadZipFile) as error:
        raise ValueError("the archive is damaged") from error


def _restored(text: Mapping[str, Any], arrays: Arrays) -> tuple[list[Entry], Reader, Model, Calibration]:
    synonyms = Synonyms(**text["synonyms"])
    languages = Languages(text["languages"], text["only"])
    reader = Reader(synonyms, languages, text["vocabulary"], text["courtesies"])
    lexicon = Lexicon(arrays["hashes"], arrays["idf"], text["unseen"])
    classified = "weights" in arrays
    weighing = Classifier(arrays["weights"], arrays["bias"]) if classified else _index("all", arrays)
    learned = Model(Extractor(concept_phrases(synonyms)), lexicon, weighing, _index("near", arrays))
    entries = [Entry(name, kind, {}) for name, kind in text["entries"]]
    return entries, reader, learned, Calibration(**text["calibration"])


def _tables(synonyms: Synonyms) -> dict[str, Any]:
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
