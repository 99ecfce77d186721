"""The first call to Telegram at a start: who the bot is, and in words why it is not let in."""

from urllib.request import getproxies_environment

from telegram.error import InvalidToken, NetworkError
from telegram.ext import ExtBot

from bot.telegram.serving import CannotStartError, TelegramApplication


async def log_in(application: TelegramApplication, api_url: str | None) -> None:
    """Open the connections to Telegram and learn who the bot is; they are closed if that fails."""
    try:
        await call_get_me(application, api_url)
    except BaseException:
        await application.bot.shutdown()
        raise


async def call_get_me(application: TelegramApplication, api_url: str | None) -> None:
    """Call getMe; CannotStartError says why that fails."""
    try:
        await application.initialize()
        require_username(application.bot)
    except InvalidToken:
        raise CannotStartError(
            "Telegram does not accept the token. Check TELEGRAM_BOT_TOKEN against what @BotFather gave you."
        ) from None
    except NetworkError as error:
        raise CannotStartError(
            f"{api_url or 'Telegram'} cannot be reached: {error}. Check {connection_hints()}, then start again."
        ) from None
    except (TypeError, KeyError, AttributeError):
        raise CannotStartError(incomplete_answer(api_url, "is_bot or first_name")) from None


def connection_hints() -> str:
    """What an operator looks at where Telegram cannot be reached; the proxies that are set are among it."""
    proxies = sorted(f"{name.upper()}_PROXY" for name in getproxies_environment() if name != "no")
    return (
        "the network, TELEGRAM_API_URL and " + ", ".join(proxies)
        if proxies
        else "the network and TELEGRAM_API_URL"
    )


def require_username(bot: ExtBot[None]) -> None:
    """Refuse a server that does not tell the bot's user name: links to the bot would lead nowhere."""
    if not bot.bot.username:
        raise CannotStartError(incomplete_answer(str(bot.base_url).rpartition("/bot")[0], "username"))


def incomplete_answer(api_url: str | None, missing: str) -> str:
    """Say that getMe's answer lacks something."""
    return (
        f"{api_url or 'Telegram'} answers getMe without {missing}: it is no whole Bot API server. Correct that server, "
        "or TELEGRAM_API_URL."
    )
