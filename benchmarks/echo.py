"""A bare bot that stores nothing, as a measure for ours: `python -m benchmarks.echo ADDRESS`."""

import asyncio
import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

TOKEN = "1234567:simulator"  # noqa: S105 - published, works nowhere else


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    assert update.message
    await context.bot.send_message(update.message.chat.id, update.message.text or "")


async def serve(address: str) -> None:
    """Serve until killed."""
    application = (
        ApplicationBuilder().token(TOKEN).base_url(f"{address}/bot").concurrent_updates(True).build()
    )
    application.add_handler(MessageHandler(filters.ALL, echo))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(timeout=30)
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
