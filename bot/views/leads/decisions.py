"""What is asked and said when a lead is accepted or declined."""

from bot.telegram.callback_data import LeadButton
from bot.views.context import ViewContext
from bot.views.leads.card import decision_reason, state_label
from bot.views.leads.summary import heading
from bot.views.message import Button, Message, bold, italic, paragraphs, plain, rows_of
from storage.leads import Lead


def cancel_row(context: ViewContext, lead: Lead) -> tuple[Button, ...]:
    """The way back to the card."""
    return (Button(context.say("Cancel"), LeadButton(lead.reference, "card")),)


def confirm_accept(context: ViewContext, lead: Lead) -> Message:
    """Ask whether a lead is to be accepted."""
    _ = context.say
    said = _("Accept this pre-application? The applicant is not told yet.")
    yes = (Button(_("Yes, accept it"), LeadButton(lead.reference, "accept")),)
    return Message(paragraphs(bold(heading(context, lead)), plain(said)), (yes, cancel_row(context, lead)))


def confirm_decline(context: ViewContext, lead: Lead) -> Message:
    """Ask why a lead is to be declined; choosing the reason declines it."""
    _ = context.say
    said = _("Why is it declined? The applicant is not told yet.")
    own = _("For another reason, reply to this message with /decline and the reason.")
    reasons = [
        Button(each.label.within(context.language), LeadButton(lead.reference, "because", each.id))
        for each in context.knowledge_base.content.coordinator_texts.decline_reasons
    ]
    text = paragraphs(bold(heading(context, lead)), plain(said), italic(own))
    return Message(text, (*rows_of(reasons, 1), cancel_row(context, lead)))


def decision_made(context: ViewContext, lead: Lead) -> Message:
    """Say what was decided, and offer to tell the applicant."""
    _ = context.say
    said = _("{owner}: {state}.", owner=lead.owner or "?", state=state_label(context, lead.state))
    why = (
        _("Reason: {reason}", reason=decision_reason(context, lead.decision_reason))
        if lead.decision_reason
        else ""
    )
    untold = _("The applicant has not been told.")
    rows = (
        (Button(_("Write to the applicant …"), LeadButton(lead.reference, "tell")),),
        (Button(_("Only show it under /status"), LeadButton(lead.reference, "show")),),
        (Button(_("↶ Undo"), LeadButton(lead.reference, "undo")),),
    )
    return Message(paragraphs(bold(heading(context, lead)), plain(said), plain(why), italic(untold)), rows)
