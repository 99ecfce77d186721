"""What a sentence of a longer message is about: the subject of the example sentences that it is most like."""

from collections.abc import Mapping, Sequence

from knowledge.content.schema import Questionnaire
from knowledge.form.option_vectors import labelled_vectors
from knowledge.form.replies.meanings import Meanings
from knowledge.form.replies.wish_vectors import WishVectors
from knowledge.search.vectors import Vectors

NO_SUBJECT = ""
"""The subject of sentences that answer nothing: greetings, courtesies, who writes."""
SUBJECT_LIKENESS, SUBJECT_LEAD = 0.38, 0.1
"""The least likeness to an example, and its least lead over sentences without a subject."""
SUBJECT_LIKENESS_WITH_COSINE, SUBJECT_LEAD_WITH_COSINE = 0.65, 0.12
"""The same where the cosine to the nearest example is added."""


class Subjects:
    """The subjects of a questionnaire, with their example sentences."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        beside: Sequence[str],
        model: WishVectors | None,
        vectors: Vectors,
    ) -> None:
        """Learn the lines; by their meaning too where there is a model and their vectors are known."""
        lines = lines_of_subjects(questionnaire) | {NO_SUBJECT: [*beside]}
        self._words = Meanings(lines)
        self._encode = model.encode if model else None
        labelled = [(subject, line) for subject, each in lines.items() for line in each]
        self._vectors = labelled_vectors(labelled, vectors) if model else None

    def of(self, sentence: str) -> str | None:
        """Name the subject of a sentence; empty where it is about nothing; None where that is not clear."""
        likeness = {each.label: each.score for each in self._words.of(sentence)}
        vector = self._encode(sentence) if self._encode and self._vectors else None
        if self._vectors is None or vector is None:
            return clearest(likeness, SUBJECT_LIKENESS, SUBJECT_LEAD)
        meant = {label: likeness.get(label, 0.0) + score for label, score in self._vectors.likeness(vector)}
        return clearest(meant, SUBJECT_LIKENESS_WITH_COSINE, SUBJECT_LEAD_WITH_COSINE)


def clearest(likeness: Mapping[str, float], least: float, apart: float) -> str | None:
    """The likeliest subject (or none), if it is similar enough and clearly ahead of its rivals."""
    label = max(likeness, key=lambda each: likeness[each], default=NO_SUBJECT)
    rivals = [score for name, score in likeness.items() if name != label and NO_SUBJECT in (label, name)]
    score = likeness.get(label, 0.0)
    return label if score >= least and score - max(rivals, default=0.0) >= apart else None


def lines_of_subjects(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """The example sentences of each subject in every language."""
    return {
        subject: [line for lines in each.values() for line in lines]
        for subject, each in questionnaire.sentences.items()
    }
