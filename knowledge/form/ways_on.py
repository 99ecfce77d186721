"""Where the rules stop a candidate: which way on is offered."""

from knowledge.eligibility.judge import Verdict
from knowledge.form.draft import Draft


def offers_group(draft: Draft, verdict: Verdict) -> bool:
    """Tell whether the rules name the way through a group to one that is none."""
    return draft.answers.get("kind") != "group" and "eligibility.groups" in verdict.answers


def lacks_members(draft: Draft, verdict: Verdict) -> bool:
    """Tell whether a group is stopped for its sum, so that more municipalities help."""
    short = verdict.outcome == "not_eligible" and "members" in draft.answers
    return draft.answers.get("kind") == "group" and short
