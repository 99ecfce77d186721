"""What is costly to make is made again only where what it is made from differs."""

from dataclasses import replace

from bot.operations.knowledge_base import Library, lines_version
from bot.operations.last_made import LastMade
from knowledge.content.load import load


def test_the_last_thing_serves_while_its_source_is_equal() -> None:
    made, last = [], LastMade[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    assert [last.get(source, make) for source in ((1, "a"), (1, "a"), (2, "a"), (1, "a"))] == [1, 1, 2, 3]


def test_a_changed_text_leaves_the_phrasings_as_they_are_and_a_changed_phrasing_does_not(
    library: Library,
) -> None:
    content = library.knowledge_base.content
    assert lines_version(content) == lines_version(replace(content, version="another"))
    assert lines_version(content) != lines_version(replace(content, unstated={}))
    assert lines_version(content) == lines_version(load())
