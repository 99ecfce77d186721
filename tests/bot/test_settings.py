"""Settings: every variable once, documented, and clear words for what is wrong."""

from pathlib import Path

import pytest

from bot.operations.folders import check_folders
from bot.operations.listening import listening
from bot.settings import Settings, WrongSettingError, read_settings
from bot.telegram.serving import CannotStartError

ROOT = Path(__file__).parent.parent.parent


def test_without_variables_the_simulator_is_served_and_mail_stays_here() -> None:
    settings = read_settings({})
    assert settings.simulated
    assert settings.database == Path("data/simulator/bot.sqlite3")


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(WrongSettingError) as wrong:
        read_settings({"SMTP_PORT": "many", "TODAY": "soon", "LOG_FORMAT": "xml"})
    lines = str(wrong.value).splitlines()
    assert [line.split()[0] for line in lines] == ["SMTP_PORT", "LOG_FORMAT", "TODAY"]


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_variable_means_its_default_for_every_setting(text: str) -> None:
    assert read_settings({name.upper(): text for name in Settings.model_fields}) == Settings()


MAIL = {"SMTP_HOST": "mail.town.example", "MAIL_FROM": "iuc@town.example"}
WRONG = [
    ({"SMTP_HOTS": "mail.town.example"}, "SMTP_HOTS is not a setting: did you mean SMTP_HOST?"),
    ({"TELEGRAM_TOKEN": "1:x"}, "TELEGRAM_TOKEN is not a setting: did you mean TELEGRAM_BOT_TOKEN?"),
    ({"LOG_LEVLE": "DEBUG"}, "LOG_LEVLE is not a setting: did you mean LOG_LEVEL?"),
    ({"SMTP_PASS": "x"}, "SMTP_PASS is not a setting: did you mean SMTP_PASSWORD?"),
    ({"SMTP_USER": "iuc"}, "SMTP_USER is set, but SMTP_PASSWORD is not: set both or neither."),
    ({"SMTP_PASSWORD": "x"}, "SMTP_PASSWORD is set, but SMTP_USER is not: set both or neither."),
    ({"WEBHOOK_SECRET": "ñandú secreto"}, "WEBHOOK_SECRET holds characters that Telegram refuses"),
    ({"WEBHOOK_SECRET": "x" * 257}, "WEBHOOK_SECRET holds characters that Telegram refuses: use up to 256"),
    ({"WEBHOOK_URL": "https://town.example"}, "WEBHOOK_URL is set, but WEBHOOK_SECRET is not"),
    ({"WEBHOOK_URL": "http://town.example", "WEBHOOK_SECRET": "abc"}, "WEBHOOK_URL must begin with https://"),
    ({"WEBHOOK_URL": "town.example"}, "WEBHOOK_URL must be an address that begins with http"),
    ({"SMTP_HOST": "mail.town.example"}, "MAIL_FROM is an address at localhost, which mail servers refuse"),
    ({"MAIL_FROM": "IUC <iuc@town.example>"}, "MAIL_FROM must be one plain e-mail address"),
    ({"HEALTH_PORT": "70000"}, "HEALTH_PORT must be a port number from 1 to 65535"),
    ({"SIMULATOR_PORT": "-1"}, "SIMULATOR_PORT must be a port number up to 65535, or 0"),
    ({"COORDINATORS": "1003, ana"}, "COORDINATORS must be Telegram user ids (numbers), separated by commas"),
    ({"TELEGRAM_BOT_TOKEN": "nonsense"}, "TELEGRAM_BOT_TOKEN does not look like a bot token"),
    ({"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY must be starttls, tls or none"),
    ({**MAIL, "SMTP_HOST": "mail.town.example:587"}, "SMTP_HOST must be the mail server's name alone"),
    ({**MAIL, "SMTP_HOST": "smtp://mail.town.example"}, "SMTP_HOST must be the mail server's name alone"),
    (
        {**MAIL, "SMTP_PORT": "465"},
        "SMTP_PORT is 465, where mail servers speak tls, but SMTP_SECURITY is starttls",
    ),
    (
        {**MAIL, "SMTP_PORT": "587", "SMTP_SECURITY": "tls"},
        "SMTP_PORT is 587, where mail servers speak starttls",
    ),
    (
        {"MAIL_FROM": "información@town.example"},
        "MAIL_FROM must be one plain e-mail address, without a name and",
    ),
    (
        {"COORDINATORS": "-1001000000001"},
        "COORDINATORS must be Telegram user ids (numbers), separated by commas; a",
    ),
    (
        {"TELEGRAM_API_URL": "http://[::1"},
        "TELEGRAM_API_URL must be an address that begins with http:// or https://",
    ),
    ({"TELEGRAM_API_URL": "http://127.0.0.1:99999"}, "TELEGRAM_API_URL must be an address that begins with"),
    ({"DATA_DIR": '"data"'}, "DATA_DIR is in quotation marks, which would belong to it: remove them"),
    ({"LOG_FORMAT": "'json'"}, "LOG_FORMAT is in quotation marks, which would belong to it: remove them"),
    ({"TELEGRAM_BOT_TOKEN": '"1:x"'}, "TELEGRAM_BOT_TOKEN is in quotation marks"),
    (
        {"WEBHOOK_URL": "https://x.example:9000", "WEBHOOK_SECRET": "x"},
        "WEBHOOK_URL has a port that Telegram does not",
    ),
    (
        {"WEBHOOK_URL": "https://x.example:x", "WEBHOOK_SECRET": "x"},
        "WEBHOOK_URL must be an address that begins",
    ),
]


@pytest.mark.parametrize(
    ("environment", "words"),
    WRONG,
    ids=[words.split()[0] + str(number) for number, (_, words) in enumerate(WRONG)],
)
def test_a_wrong_setting_is_one_sentence_that_names_it_and_the_remedy(
    environment: dict[str, str], words: str
) -> None:
    with pytest.raises(WrongSettingError) as wrong:
        read_settings(environment)
    (line,) = str(wrong.value).splitlines()
    assert line.startswith(words)
    assert line.endswith(".")


def test_home_is_found_as_a_shell_would() -> None:
    settings = read_settings({"DATA_DIR": "~/data", "CACHE_DIR": "~nobody-of-this-name/cache"})
    assert settings.data_dir == Path.home() / "data"
    assert settings.cache == Path("~nobody-of-this-name/cache")


def test_a_programme_that_is_none_is_named_with_those_that_are(tmp_path: Path) -> None:
    for programme in ("iucc", str(tmp_path), str(tmp_path / "none")):
        with pytest.raises(WrongSettingError) as wrong:
            check_folders(Settings(programme=programme, data_dir=tmp_path))
        assert str(wrong.value).startswith("PROGRAMME: there is no programme in ")
        assert str(wrong.value).endswith("or one of these: example, iuc.")


def test_a_file_without_certificates_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.touch()
    for file in (empty, tmp_path / "none.pem"):
        with pytest.raises(WrongSettingError) as wrong:
            read_settings({"SSL_CERT_FILE": str(file)})
        assert str(wrong.value).startswith(f"SSL_CERT_FILE: {file} holds no certificates")


def test_an_address_that_is_not_this_machines_is_named() -> None:
    for host in ("nonsense host", "192.0.2.1", "0.0.0.0:80"):
        with pytest.raises(CannotStartError) as failed:
            listening("HEALTH_PORT", host, 0)
        assert str(failed.value).startswith(f"HEALTH_LISTEN: {host} is no address of this machine.")


def test_all_mistakes_are_told_at_once_and_other_programs_variables_are_left_alone() -> None:
    with pytest.raises(WrongSettingError) as wrong:
        read_settings({"SMTP_HOTS": "x", "SMTP_USER": "u", "WEBHOOK_SECRET": "ñ"})
    assert len(str(wrong.value).splitlines()) == 3
    read_settings(
        {"RUST_LOG_LEVEL": "x", "XDG_CACHE_DIR": "x", "MAIL": "x", "LOGNAME": "x", "XDG_DATA_DIRS": "x"}
    )


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
