"""Where the rules stop a candidate: which way on is offered."""

from knowledge.content.schema import Programme
from knowledge.eligibility.judge import Verdict
from knowledge.form.told import Told


def offers_group(told: Told, programme: Programme, verdict: Verdict) -> bool:
    """Tell whether the rules name the way through a group (the role `groups`) to one that is none."""
    named = programme.roles.get("groups") in verdict.answers
    return named and told.behaves != "group" and told.rulebook.behaving("group") is not None


def lacks_members(told: Told, verdict: Verdict) -> bool:
    """Tell whether a group is stopped for its sum, so that more municipalities help."""
    inhabitants = told.rulebook.fact_in("population")
    rule = next((rule for rule in told.rulebook.rules.rules if rule.id == verdict.rule), None)
    limit = rule.when.get(inhabitants.id) if rule and inhabitants else None
    short = limit is not None and limit.up_to is not None
    return told.behaves == "group" and not verdict.passes and short and bool(told.members)
