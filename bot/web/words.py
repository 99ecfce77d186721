"""What the pages' buttons and headings say, for the templates."""

from collections.abc import Mapping

from bot.views.context import ViewContext


def login_words(context: ViewContext) -> Mapping[str, str]:
    """The words of the page that a link opens."""
    return {"open": context.say("Open the table")}


def table_words(context: ViewContext) -> Mapping[str, str]:
    """The words of the table."""
    _ = context.say
    return {
        "find": _("Find"),
        "example": _("city, person, country, state …"),
        "mine": _("Only mine"),
        "show": _("Show"),
        "all": _("All leads"),
        "unknown": _("No lead has:"),
        "choose": _("Choose"),
        "none": _("No leads to show."),
        "back": _("◀ Back"),
        "more": _("More ▶"),
        "download": _("Download:"),
        "selection": _(
            "The leads that you ticked or, if you ticked none, all in the list. They hold personal data: for "
            "{unit} only."
        ),
        "leave": _("Sign out"),
    }


def lead_words(context: ViewContext) -> Mapping[str, str]:
    """The words of the page of one lead."""
    _ = context.say
    return {
        "table": _("◀ All leads"),
        "same_place": _("Also for this place:"),
        "notes": _("Notes"),
        "talk": _("Conversation"),
        "history": _("History"),
        "personal": _("Personal data: for {unit} only."),
    }
