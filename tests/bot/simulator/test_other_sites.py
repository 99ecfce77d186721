"""No page of another site can speak for the bot, or for anybody in the simulator; programs and the own page can."""

import pytest

from tests.person import TOKEN, Sim

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142"}
STRANGERS = [
    {**BROWSER, "Origin": "https://evil.example"},
    {**BROWSER, "Origin": "null"},
    {**BROWSER, "Sec-Fetch-Site": "cross-site"},
    {**BROWSER, "Sec-Fetch-Site": "same-site"},
    BROWSER,
    {"Host": "rebound.example"},
    {"Origin": "http://127.0.0.1:1"},
]


@pytest.mark.parametrize("headers", STRANGERS, ids=str)
async def test_a_page_of_another_site_is_refused_everywhere(sim: Sim, headers: dict[str, str]) -> None:
    for path in (
        f"/bot{TOKEN}/logOut",
        f"/bot{TOKEN}/sendMessage?chat_id=1001&text=x",
        "/sim/state",
        "/sim/mail",
    ):
        assert (await sim.client.get(path, headers=headers)).status == 403
    for path in (f"/bot{TOKEN}/getMe", "/sim/say"):
        answer = await sim.client.post(path, headers=headers, json={"user": "officer_es", "text": "x"})
        assert answer.status == 403


async def test_a_program_and_the_own_page_are_let_in(sim: Sim) -> None:
    for headers in ({}, {**BROWSER, "Sec-Fetch-Site": "same-origin"}, {**BROWSER, "Origin": sim.address}):
        assert (await sim.client.post(f"/bot{TOKEN}/getMe", headers=headers)).status == 200
        assert (await sim.client.get("/sim/state", headers=headers)).status == 200
