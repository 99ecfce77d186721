"""Settings: every variable once, documented, and clear words for what is wrong."""

from pathlib import Path

import pytest

from bot.settings import Settings, WrongSettingError, read_settings

ROOT = Path(__file__).parent.parent.parent


def test_without_variables_the_simulator_is_served_and_mail_stays_here() -> None:
    settings = read_settings({})
    assert settings.simulated
    assert settings.database == Path("data/simulator/bot.sqlite3")


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(WrongSettingError) as wrong:
        read_settings({"SMTP_PORT": "many", "TODAY": "soon", "LOG_FORMAT": "xml"})
    lines = str(wrong.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["SMTP_PORT", "LOG_FORMAT", "TODAY"]


def test_a_user_without_a_password_is_refused() -> None:
    with pytest.raises(WrongSettingError, match="SMTP_PASSWORD"):
        read_settings({"SMTP_USER": "iuc"})


def test_secrets_are_shown_nowhere() -> None:
    settings = read_settings({"TELEGRAM_BOT_TOKEN": "1:sesame", "SMTP_PASSWORD": "hidden", "SMTP_USER": "u"})
    assert "sesame" not in repr(settings)
    assert "hidden" not in repr(settings)
    with pytest.raises(WrongSettingError) as wrong:
        read_settings({"TELEGRAM_BOT_TOKEN": "nonsense-sesame"})
    assert "nonsense-sesame" not in str(wrong.value)


def test_the_readme_and_the_example_name_every_setting() -> None:
    for document in ("README.md", ".env.example"):
        text = (ROOT / document).read_text(encoding="utf-8")
        missing = [name.upper() for name in Settings.model_fields if name.upper() not in text]
        assert not missing, f"{document} does not name {missing}"
