"""Are the folders that the settings name usable? Looked at before anything else is begun."""

import errno
import tempfile
from pathlib import Path

from bot.settings import Settings, WrongSettingError
from knowledge.content.folders import PROGRAMMES

FULL = (errno.ENOSPC, errno.EDQUOT)


def check_folders(settings: Settings) -> None:
    """Make sure that there is a programme, and that files can be written in DATA_DIR and CACHE_DIR.

    WrongSettingError names what is wrong. Folders that do not exist are made. A full disk is no wrong setting: the bot
    says so once it runs.
    """
    mistakes = [
        why_no_programme(settings.programme_folder),
        why_not_writable(settings.home, "DATA_DIR"),
        why_not_writable(settings.cache, "CACHE_DIR"),
    ]
    if found := [mistake for mistake in mistakes if mistake]:
        raise WrongSettingError("\n".join(found))


def why_no_programme(folder: Path) -> str:
    """Say that there is no programme in a folder, and which ones there are; nothing if there is one."""
    if (folder / "programme.yaml").is_file():
        return ""
    known = ", ".join(sorted(file.parent.name for file in PROGRAMMES.glob("*/programme.yaml")))
    return f"PROGRAMME: there is no programme in {folder}. Name another folder, or one of these: {known}."


def why_not_writable(folder: Path, setting: str) -> str:
    """Say why files cannot be written in a folder; nothing if they can."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno in FULL:
            return ""
        return (
            f"{setting}: the folder {folder} cannot be used ({error.strerror}): name another one, or let this "
            "user write there."
        )
    return ""
