"""How the bot gets its updates: long polling or a web hook."""

import re

from simulator.call import Call, Json
from simulator.errors import bad_request, conflict
from simulator.webhook import Webhook
from simulator.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(world: World, call: Call) -> list[Json]:
    """Answer getUpdates."""
    if world.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    _allow(world, call)
    return await world.updates.poll(
        call.integer("offset"), call.integer("limit", 100), min(call.number("timeout", 0), 50)
    )


async def set_webhook(world: World, call: Call) -> bool:
    """Answer setWebhook; plain HTTP is fine here, since the bot is on the same machine."""
    url, secret = call.text("url"), call.text("secret_token")
    if not url:
        return await delete_webhook(world, call)
    if not re.match(r"https?://\S+$", url):
        raise bad_request("bad webhook: invalid webhook URL specified")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    await delete_webhook(world, call)
    _allow(world, call)
    world.webhook = Webhook(url, secret, call.integer("max_connections", 40), world.updates)
    world.webhook.start()
    return True


async def delete_webhook(world: World, call: Call) -> bool:
    """Answer deleteWebhook."""
    if world.webhook:
        await world.webhook.stop()
        world.webhook = None
    if call.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, _: Call) -> Json:
    """Answer getWebhookInfo."""
    info: Json = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    return {**info, **world.webhook.info()} if world.webhook else info


def _allow(world: World, call: Call) -> None:
    allowed = call.data("allowed_updates", list)
    if allowed is not None:
        world.updates.allowed = [str(kind) for kind in allowed]


def _done(_world: World, _call: Call) -> bool:
    return True


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": _done,
    "close": _done,
}
