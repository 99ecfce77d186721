"""After /forget a marked name stands in no file of DATA_DIR: database, write-ahead log, mails or anything else."""

from pathlib import Path

from bot.scheduled.erasing import erase_copies
from tests.conftest import Start
from tests.conversations.filled_in import ES, stores_draft
from tests.person import Sim

MARKED = "Zyxwvia Marcadísima"


def files_with(folder: Path, name: str) -> list[str]:
    """The files below a folder in which a name stands, in plain UTF-8, as JSON escapes it, or in its ASCII part."""
    first = name.split()[0]
    forms = (name.encode(), name.encode("unicode_escape"), first.encode(), first.lower().encode())
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [each.name for each in files if any(form in each.read_bytes() for form in forms)]


async def test_a_marked_name_is_in_no_file_after_forget(sim: Sim, start: Start, tmp_path: Path) -> None:
    town = sim.person("officer_es")
    async with start() as running:
        await town.starts("feria_Zyxwvia")
        await stores_draft(running, ES, name=MARKED, challenge=f"{MARKED} lo sabe")
        await town.says("/apply")
        await town.presses("Enviar la preinscripción")
        await sim.waits_for_mail("IUC-2026-0001")
        await town.says(f"¿Conoce {MARKED} las farolas azules?")
        assert len(files_with(tmp_path, MARKED)) > 1
        await town.says("/forget")
        await town.presses("Sí, borrarlo todo")
        await sim.waits_for_mail("data erased")
        await erase_copies(running.services, running.application.bot)
        assert files_with(tmp_path, MARKED) == []
    assert files_with(tmp_path, MARKED) == []
