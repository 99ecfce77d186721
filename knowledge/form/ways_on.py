"""Where the rules stop a candidate: which way on is offered, and which typed words choose it."""

from knowledge.eligibility.judge import Verdict
from knowledge.form.draft import Draft
from knowledge.form.replies import asks, plain


def offers_group(draft: Draft, verdict: Verdict) -> bool:
    """Tell whether the rules name the way through a group to one that is none."""
    return draft.answers.get("kind") != "group" and "eligibility.groups" in verdict.answers


def lacks_members(draft: Draft, verdict: Verdict) -> bool:
    """Tell whether a group is stopped for its sum, so that more municipalities help."""
    short = verdict.outcome == "not_eligible" and "members" in draft.answers
    return draft.answers.get("kind") == "group" and short


def names_group(text: str) -> bool:
    """Tell whether a few typed words choose to go on as a group."""
    said = plain(text).split()
    return len(said) <= 5 and not asks(text) and bool({"group", "grupo", "agrupacion"} & set(said))
