"""Learning weights by small batches: the same as if every feature were multiplied by every line."""

import numpy as np
import numpy.typing as npt
import pytest

from knowledge.search.descent import Batch, Descent, Rows, distinct_values, softmax
from knowledge.search.features import Floats

FEATURES, CLASSES, KEEP = 200, 5, 0.7


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(1)


def lines(chance: np.random.Generator) -> tuple[list[npt.NDArray[np.int32]], list[Floats]]:
    """Lines of one to twelve features; one has none."""
    sizes = [*range(1, 13), 0]
    rows = [np.sort(chance.choice(FEATURES, size, replace=False)).astype(np.int32) for size in sizes]
    return rows, [chance.random(size, np.float32) for size in sizes]


def dense(batch: Batch, count: int) -> Floats:
    """A batch as one matrix of lines and features."""
    matrix = np.zeros((count, FEATURES), np.float32)
    matrix[:, batch.shared] = batch.values
    matrix[batch.owners, batch.lone] = batch.lone_values
    return matrix


def test_a_batch_holds_what_was_kept_of_its_lines(chance: np.random.Generator) -> None:
    rows, values = lines(chance)
    whole = Rows(rows, values, FEATURES).batch(np.arange(len(rows)), 1.0, chance)
    matrix = dense(whole, len(rows))
    for number, (own, counts) in enumerate(zip(rows, values, strict=True)):
        assert np.array_equal(np.flatnonzero(matrix[number]), own)
        assert np.allclose(matrix[number, own], counts)
    assert ((matrix != 0).sum(axis=0)[whole.lone] == 1).all()
    assert ((matrix != 0).sum(axis=0)[whole.shared] > 1).all()


def test_a_step_is_that_of_a_whole_matrix(chance: np.random.Generator) -> None:
    rows, values = lines(chance)
    labels = np.arange(len(rows)) % CLASSES
    learned = Descent(FEATURES, CLASSES)
    weights, bias = np.zeros((FEATURES, CLASSES), np.float32), np.zeros(CLASSES, np.float32)
    for _ in range(5):
        batch = Rows(rows, values, FEATURES).batch(np.arange(len(rows)), KEEP, chance)
        matrix = dense(batch, len(rows))
        learned.step(batch, labels, 0.5)
        error = softmax(matrix @ weights + bias)
        error[np.arange(len(rows)), labels] -= 1
        weights -= 0.5 * (matrix.T @ error)
        bias -= np.float32(0.005) * error.sum(axis=0)
    assert np.allclose(learned.weights, weights, atol=1e-6)
    assert np.allclose(learned.bias, bias, atol=1e-6)


def test_the_different_numbers_and_the_place_of_each(chance: np.random.Generator) -> None:
    numbers = chance.integers(0, FEATURES, 300).astype(np.int32)
    expected, places = np.unique(numbers, return_inverse=True)
    different, found = distinct_values(numbers, FEATURES)
    assert np.array_equal(different, expected)
    assert np.array_equal(found, places)
