"""Names from right to left beside numbers: where both stand in texts and pages."""

import time

import pytest

from bot.direction_marks import html_with_names_in_place, with_names_in_place
from bot.views.message import plain

HERE = "\u200e"

IN_PLACE = {
    "الرباط (577.827 hab.)": f"{HERE}الرباط{HERE} (577.827 hab.)",
    "Alcoy (59.000), الرباط (577.827), Ibi": f"Alcoy (59.000), {HERE}الرباط{HERE} (577.827), Ibi",
    "תל אביב-יפו: 460.613": f"{HERE}תל אביב-יפו{HERE}: 460.613",
    "محمد بن علي, +212 537 12 34 56": f"{HERE}محمد بن علي{HERE}, +212 537 12 34 56",
    "Gijón, España (271.780)": "Gijón, España (271.780)",
    "شبكة@شبكة.مصر": "شبكة@شبكة.مصر",
    "https://ar.example/الرباط?a=1": "https://ar.example/الرباط?a=1",
    "مشكلتنا هي المياه. لدينا 12 حيا، و 350.000 نسمة": "مشكلتنا هي المياه. لدينا 12 حيا، و 350.000 نسمة",
    "٢٠٢٦": "٢٠٢٦",
}


@pytest.mark.parametrize("text", IN_PLACE)
def test_a_number_beside_a_name_stays_beside_it(text: str) -> None:
    assert with_names_in_place(text) == IN_PLACE[text]
    assert plain(f"\u202e{text}") == IN_PLACE[text]


def test_pages_hold_names_in_place_and_addresses_as_they_were() -> None:
    page = '<p title="\u202eحسن 3">حسن\u202e 3</p><a href="/desk?q=حسن">حسن<br>\n(5)</a>'
    shown = f'<p title="حسن 3">{HERE}حسن{HERE} 3</p><a href="/desk?q=حسن">{HERE}حسن{HERE}<br>\n(5)</a>'
    assert html_with_names_in_place(page) == shown


@pytest.mark.parametrize("repeated", ["ح", "ح ", "ح-", "ح.", "ح@", "<", ">ح", "a ح "])
def test_no_text_takes_longer_than_its_length(repeated: str) -> None:
    begun = time.process_time()
    html_with_names_in_place(repeated * 20_000)
    assert time.process_time() - begun < 2
