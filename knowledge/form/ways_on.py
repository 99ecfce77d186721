"""Which way to go on is offered where the rules stop a candidate."""

from knowledge.content.schema import Programme
from knowledge.eligibility.judge import Verdict
from knowledge.form.applicant import Applicant


def offers_group(applicant: Applicant, programme: Programme, verdict: Verdict) -> bool:
    """Tell whether a candidate that is no group may go on as one: the verdict names the answer of the role `groups`."""
    named = programme.roles.get("groups") in verdict.answers
    return named and applicant.behaviour != "group" and applicant.rulebook.kind_behaving("group") is not None


def lacks_members(applicant: Applicant, verdict: Verdict) -> bool:
    """Tell whether a group is stopped for too few inhabitants, so that more municipalities help."""
    inhabitants = applicant.rulebook.fact_of_field("population")
    rule = next((rule for rule in applicant.rulebook.rules.rules if rule.id == verdict.rule), None)
    limit = rule.when.get(inhabitants.id) if rule and inhabitants else None
    short = limit is not None and limit.up_to is not None
    return applicant.behaviour == "group" and not verdict.passes and short and bool(applicant.members)
