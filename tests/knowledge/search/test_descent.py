"""Learning weights by small batches: the same as if every feature were multiplied by every line."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.search.arrays import distinct_values, order_of
from knowledge.search.descent import Batch, Descent, Rows, softmax
from knowledge.search.features import Floats

FEATURES, CLASSES, KEEP = 200, 5, 0.7


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.fixture
def lines(chance: np.random.Generator) -> Rows:
    """Lines of one to twelve features; one has none."""
    sizes = [*range(1, 13), 0]
    rows = [np.sort(chance.choice(FEATURES, size, replace=False)) for size in sizes]
    starts = np.append(0, np.cumsum(sizes)).astype(np.int32)
    names = chance.integers(0, 1 << 32, len(sizes) + FEATURES, np.uint32)
    return Rows(
        starts,
        np.concatenate(rows).astype(np.int32),
        chance.random(sum(sizes), np.float32),
        names[: len(sizes)],
        names[len(sizes) :],
    )


def dense(batch: Batch, count: int) -> Floats:
    """A batch as one matrix of lines and features."""
    matrix = np.zeros((count, FEATURES), np.float32)
    matrix[:, batch.shared] = batch.values
    matrix[batch.owners, batch.lone] = batch.lone_values
    return matrix


def test_a_batch_holds_what_was_kept_of_its_lines(lines: Rows) -> None:
    whole = lines.batch(np.arange(lines.count), 1.0, 1)
    matrix = dense(whole, lines.count)
    for number in range(lines.count):
        own, counts = lines.of_line(number)
        assert np.array_equal(np.flatnonzero(matrix[number]), own)
        assert np.allclose(matrix[number, own], counts)
    assert ((matrix != 0).sum(axis=0)[whole.lone] == 1).all()
    assert ((matrix != 0).sum(axis=0)[whole.shared] > 1).all()


def test_a_step_is_that_of_a_whole_matrix(lines: Rows) -> None:
    labels = np.arange(lines.count) % CLASSES
    learned = Descent(FEATURES, CLASSES)
    weights, bias = np.zeros((FEATURES, CLASSES), np.float32), np.zeros(CLASSES, np.float32)
    for turn in range(5):
        batch = lines.batch(np.arange(lines.count), KEEP, turn)
        matrix = dense(batch, lines.count)
        learned.step(batch, labels, 0.5)
        error = softmax(matrix @ weights + bias)
        error[np.arange(lines.count), labels] -= 1
        weights -= 0.5 * (matrix.T @ error)
        bias -= np.float32(0.005) * error.sum(axis=0)
    assert np.allclose(learned.weights, weights, atol=1e-6)
    assert np.allclose(learned.bias, bias, atol=1e-6)


def test_what_is_hidden_of_a_line_does_not_depend_on_the_other_lines(lines: Rows) -> None:
    alone = dense(lines.batch(np.array([11]), KEEP, 3), 1)
    among = dense(lines.batch(np.arange(lines.count), KEEP, 3), lines.count)
    assert np.array_equal(alone[0], among[11])
    hidden = [np.count_nonzero(dense(lines.batch(np.array([11]), KEEP, turn), 1)) for turn in range(200)]
    assert np.mean(hidden) / 12 == pytest.approx(KEEP, abs=0.05)


def test_without_a_line_the_others_keep_their_order(lines: Rows) -> None:
    fewer = replace(lines, starts=lines.starts[:-1], lines=lines.lines[:-1])
    assert [number for number in lines.shuffled(1) if number < fewer.count] == fewer.shuffled(1).tolist()


def test_each_turn_has_an_order_of_its_own(lines: Rows) -> None:
    orders = {tuple(lines.shuffled(turn).tolist()) for turn in range(20)}
    assert len(orders) == 20
    assert all(sorted(order) == list(range(lines.count)) for order in orders)


def test_equal_names_keep_their_order(chance: np.random.Generator) -> None:
    names = chance.integers(0, 50, 300).astype(np.uint32)
    assert np.array_equal(order_of(names), np.argsort(names, kind="stable"))


def test_the_different_numbers_and_the_place_of_each(chance: np.random.Generator) -> None:
    numbers = chance.integers(0, FEATURES, 300).astype(np.int32)
    expected, places = np.unique(numbers, return_inverse=True)
    different, found = distinct_values(numbers, FEATURES)
    assert np.array_equal(different, expected)
    assert np.array_equal(found, places)
