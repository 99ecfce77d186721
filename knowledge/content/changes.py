"""What differs between two versions of the content, for whoever reloads it."""

from dataclasses import dataclass

from knowledge.content.load import Content


@dataclass(frozen=True)
class Changes:
    """Answers by their ids, and whether anything else differs: rules, questionnaire, contacts and the like."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    others: bool


def changes(before: Content, after: Content) -> Changes:
    """Compare two states of the content."""
    old, fresh = before.answers, after.answers
    found = Changes(
        new=tuple(each for each in fresh if each not in old),
        changed=tuple(each for each in fresh if each in old and fresh[each] != old[each]),
        gone=tuple(each for each in old if each not in fresh),
        others=False,
    )
    answers = bool(found.new or found.changed or found.gone)
    others = before.version != after.version and (
        not answers or all_but_answers(before) != all_but_answers(after)
    )
    return Changes(found.new, found.changed, found.gone, others)


def all_but_answers(content: Content) -> tuple[object, ...]:
    """Everything but the answers."""
    return (
        content.programme,
        content.unstated,
        content.smalltalk,
        content.synonyms,
        content.rulebook,
        content.questionnaire,
        content.contacts,
    )
