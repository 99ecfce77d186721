"""Who did what with a lead and when, its notes, and the conversation with its applicant; the audit of all."""

from collections.abc import Sequence

from bot.views.context import ViewContext
from bot.views.leads.card import ROOM, moment_in_words, state_label
from bot.views.leads.summary import heading
from bot.views.message import Message, bold, bullets, length, paragraphs, plain, shortened
from storage.audit import AuditEntry
from storage.leads import LeadFile
from storage.talks import KeptMessage, SentFile


def pages(
    context: ViewContext, file: LeadFile, entries: Sequence[AuditEntry], talk: Sequence[KeptMessage]
) -> list[str]:
    """The history in as many messages as it takes; each begins with the reference."""
    _ = context.say
    name = bold(heading(context, file.lead))
    done = done_lines(context, file, entries)
    notes = [f"{moment_in_words(context, n.written_at)} · {n.author}: {n.text}" for n in file.notes]
    blocks = [
        bold(_("History")),
        *(f"• {plain(each)}" for each in done),
        *([bold(_("Notes")), *(f"• {plain(note)}" for note in notes)] if notes else []),
        *([bold(_("Conversation")), *(plain(talk_line(context, each)) for each in talk)] if talk else []),
    ]
    found = [name + "\n"]
    for block in blocks:
        if length(found[-1]) + length(block) > ROOM:
            found.append(name + "\n")
        found[-1] += "\n" + block
    return found


def done_lines(context: ViewContext, file: LeadFile, entries: Sequence[AuditEntry]) -> list[str]:
    """When a lead was sent, and who did what with it since."""
    sent = moment_in_words(context, file.lead.created_at) + " · " + context.say("sent by the applicant")
    return [
        sent,
        *(f"{moment_in_words(context, e.done_at)} · {e.actor} · {action_label(context, e)}" for e in entries),
    ]


def talk_line(context: ViewContext, kept: KeptMessage) -> str:
    """One message of a talk: when, who, the words, and whether it arrived."""
    _ = context.say
    message, file = kept.message, SentFile.restored(kept.message.file)
    who = message.author or (_("The applicant") if message.direction == "to_staff" else _("{Unit}"))
    attached = f"📎 {file.name or file.kind} " if file else ""
    marks = [
        _("edited {moment}", moment=moment_in_words(context, kept.edited_at)) if kept.edited_at else "",
        _("taken back") if kept.taken_back_at else "",
    ]
    after = "".join(f" ({mark})" for mark in marks if mark)
    arrow = "→" if message.direction == "to_person" else "←"
    return f"{arrow} {moment_in_words(context, kept.written_at)} · {who}: {attached}{message.text}{after}"


def action_label(context: ViewContext, entry: AuditEntry) -> str:
    """An entry of the audit in words."""
    _ = context.say
    labels = {
        "seen": _("looked at it"),
        "claimed": _("claimed it"),
        "taken_over": _("took it over"),
        "released": _("gave it back"),
        "note": _("took a note"),
        "reply": _("wrote to the applicant"),
        "exported": _("exported it"),
        "signed_in": _("opened the table in a browser"),
        "answered": _("answered it"),
        "aside": _("set it aside"),
        "corrected": _("corrected the answer"),
        "taken_back": _("took a message back"),
        "assigned": _("assigned it to {name}", name=entry.detail),
        "let_see": _("let the applicant see the decision"),
        "undone": _("undid the last change"),
        "reloaded": _("read it again"),
        "resent": _("sent it to {unit} again"),
    }
    if entry.action == "state":
        return "→ " + state_label(context, entry.detail)
    return labels.get(entry.action, entry.action)


def audit(context: ViewContext, entries: Sequence[AuditEntry]) -> Message:
    """What was done last, newest first: with which lead, question or list, by whom and when."""
    _ = context.say
    done = [
        f"{moment_in_words(context, each.done_at)} · {each.actor} · "
        f"{subject_label(context, each.subject)}: {action_label(context, each)}"
        for each in entries
    ]
    return Message(
        paragraphs(bold(_("History")), bullets([shortened(each, 120) for each in done]) or _("Nothing yet."))
    )


def which_entries(context: ViewContext, unknown: Sequence[str], reference: str) -> Message:
    """Say what was not understood after /audit, and what can stand there."""
    said = context.say("I do not understand this: {words}", words=" ".join(unknown))
    day = context.say("yesterday")
    examples = f"/audit · /audit {reference} · /audit {day}"
    return Message(paragraphs(plain(said), plain(context.say("For example: {examples}", examples=examples))))


def subject_label(context: ViewContext, subject: str) -> str:
    """What an entry of the audit is about, in words: a lead's reference says it already."""
    _ = context.say
    kind, _sep, number = subject.partition(":")
    labels = {
        "leads": _("all pre-applications"),
        "statistics": _("the figures"),
        "content": _("the content"),
    }
    return f"Q-{number}" if kind == "question" else labels.get(subject, subject)
