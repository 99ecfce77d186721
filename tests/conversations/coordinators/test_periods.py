"""What days /stats is asked for, in both languages, and what is not understood."""

import datetime

import pytest

from bot.handlers.coordinators.periods import read_period
from bot.operations.knowledge_base import Library
from bot.views.context import ViewContext

TODAY = datetime.date(2026, 11, 27)  # a Friday


def read(library: Library, text: str) -> str:
    context = ViewContext("en", library.knowledge_base, TODAY)
    found = read_period(context, text, TODAY)
    return f"{found.period.first} {found.period.last}" if found.period else "? " + " ".join(found.unknown)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", "2026-09-07 2026-11-27"),
        ("4", "2026-11-02 2026-11-27"),
        ("last 4 weeks", "2026-11-02 2026-11-27"),
        ("las últimas 4 semanas", "2026-11-02 2026-11-27"),
        ("3 months", "2026-09-01 2026-11-27"),
        ("last month", "2026-10-01 2026-10-31"),
        ("el mes pasado", "2026-10-01 2026-10-31"),
        ("this week", "2026-11-23 2026-11-27"),
        ("la semana pasada", "2026-11-16 2026-11-22"),
        ("2026-11", "2026-11-01 2026-11-30"),
        ("11/2025", "2025-11-01 2025-11-30"),
        ("2025", "2025-01-01 2025-12-31"),
        ("november", "2026-11-01 2026-11-30"),
        ("diciembre", "2025-12-01 2025-12-31"),
        ("october of 2024", "2024-10-01 2024-10-31"),
        ("octubre de 2024", "2024-10-01 2024-10-31"),
        ("from 2026-10-01 to 2026-11-15", "2026-10-01 2026-11-15"),
        ("desde el 1 de octubre hasta el 15 de noviembre", "2026-10-01 2026-11-15"),
        ("del 1/10/2026 al 15/11/2026", "2026-10-01 2026-11-15"),
        ("2026-09 - 2026-10", "2026-09-01 2026-10-31"),
        ("1 october to 15 november 2026", "2026-10-01 2026-11-15"),
        ("since 1 September", "2026-09-01 2026-11-27"),
        ("desde septiembre", "2026-09-01 2026-11-27"),
        ("desde el 1 de octubre hasta hoy", "2026-10-01 2026-11-27"),
        ("today", "2026-11-27 2026-11-27"),
        ("ayer", "2026-11-26 2026-11-26"),
        ("since Monday", "2026-11-23 2026-11-27"),
        ("el viernes", "2026-11-27 2026-11-27"),
        ("before 1 October", "2000-01-01 2026-09-30"),
        ("después del 15 de noviembre", "2026-11-16 2026-11-27"),
        ("the week before last", "? the week before last"),
        ("últimas dos semanas", "2026-11-16 2026-11-27"),
        ("the last three months", "2026-09-01 2026-11-27"),
        ("week 45", "2026-11-02 2026-11-08"),
        ("semana 50", "2025-12-08 2025-12-14"),
        ("del 1 al 15 de noviembre", "2026-11-01 2026-11-15"),
        ("between 1 and 15 November", "2026-11-01 2026-11-15"),
        ("1-15 november", "2026-11-01 2026-11-15"),
        ("1.10.26", "2026-10-01 2026-10-01"),
        ("2026/10/01", "2026-10-01 2026-10-01"),
        ("10-2026", "2026-10-01 2026-10-31"),
        ("el mes de octubre", "2026-10-01 2026-10-31"),
        ("this week and last week", "2026-11-16 2026-11-27"),
        ("november to january", "2025-11-01 2026-01-31"),
        ("noviembre y diciembre", "2025-11-01 2025-12-31"),
        ("a year ago", "? a year ago"),
        ("until 1 October", "? until 1 October"),
        ("hasta octubre", "? hasta octubre"),
        ("0", "? 0"),
        ("-3", "? -3"),
        ("qwertz", "? qwertz"),
        ("last month please", "? please"),
        ("2026-13", "? 2026-13"),
        ("31 february", "? 31 february"),
        ("from to", "? from to"),
        ("999999999", "? 999999999"),
        ("3 4", "? 3 4"),
    ],
)
def test_a_period_is_read(library: Library, text: str, days: str) -> None:
    assert read(library, text) == days
