"""The outbox on a real SQLite file: once per key, in order, never lost."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.clock import stamp
from storage.database import Connection, Database
from storage.outbox import (
    CLAIM,
    LEASE,
    Channel,
    Delivery,
    Depth,
    Outbox,
    delete_finished,
    empty_sent,
    enqueue,
    forget_chat,
)

NOW = datetime(2017, 1, 10, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


def to(recipient: str, key: str, channel: Channel = "mail", reference: str | None = None) -> Delivery:
    return Delivery(key, channel, recipient, {"text": f"about {key}", "name": "Ñuñoa"}, reference)


async def keys_claimed(outbox: Outbox, now: datetime = NOW, channel: Channel = "mail") -> list[str]:
    return [entry.delivery.key for entry in await outbox.claim(channel, now, 10)]


async def test_what_was_added_comes_back_as_it_was(outbox: Outbox) -> None:
    await outbox.add(to("unit@example.org", "lead:1", reference="IUC-1"), NOW)
    (entry,) = await outbox.claim("mail", NOW, 10)
    assert entry.delivery == to("unit@example.org", "lead:1", reference="IUC-1")
    assert (entry.state, entry.attempts, entry.created_at) == ("pending", 1, NOW)


async def test_half_a_character_becomes_a_question_mark(outbox: Outbox) -> None:
    await outbox.add(Delivery("lead:1", "chat", "7", {"text": "a\ud83d\x00b"}), NOW)
    assert (await outbox.listing())[0].delivery.payload == {"text": "a?\x00b"}


async def test_the_same_key_is_stored_once_even_after_it_was_sent(outbox: Outbox) -> None:
    assert await outbox.add(to("a@example.org", "lead:1"), NOW)
    (entry,) = await outbox.claim("mail", NOW, 10)
    await outbox.sent(entry.id, "250 OK", NOW)
    assert not await outbox.add(to("b@example.org", "lead:1"), NOW)
    assert [each.delivery.recipient for each in await outbox.listing()] == ["a@example.org"]


async def test_a_delivery_vanishes_with_the_transaction_that_caused_it(
    database: Database, outbox: Outbox
) -> None:
    def cause(connection: Connection) -> None:
        enqueue(connection, to("a@example.org", "lead:1"), NOW)
        raise ValueError("the lead could not be stored")

    with pytest.raises(ValueError, match="could not be stored"):
        await database.run(cause)
    assert await outbox.listing() == ()


async def test_a_claimed_delivery_is_not_claimed_again_until_its_lease_ends(outbox: Outbox) -> None:
    await outbox.add(to("a@example.org", "lead:1"), NOW)
    assert await keys_claimed(outbox) == ["lead:1"]
    assert await keys_claimed(outbox, NOW + LEASE - SECOND) == []
    assert await keys_claimed(outbox, NOW + LEASE) == ["lead:1"]


async def test_after_a_crash_what_was_in_hand_is_due_at_once(outbox: Outbox) -> None:
    await outbox.add(to("a@example.org", "in hand"), NOW)
    await outbox.add(to("b@example.org", "waiting"), NOW)
    for entry in await outbox.claim("mail", NOW, 10):
        if entry.delivery.key == "waiting":
            await outbox.postpone(entry.id, NOW + timedelta(hours=3), "busy")
    assert await outbox.resume(NOW + SECOND) == 1
    assert await keys_claimed(outbox, NOW + SECOND) == ["in hand"]


async def test_a_recipient_gets_one_at_a_time_in_the_order_of_adding(outbox: Outbox) -> None:
    for key in ("a1", "a2"):
        await outbox.add(to("a@example.org", key), NOW)
    await outbox.add(to("b@example.org", "b1"), NOW)
    first = await outbox.claim("mail", NOW, 10)
    assert [entry.delivery.key for entry in first] == ["a1", "b1"]
    assert await keys_claimed(outbox, NOW + SECOND) == []
    await outbox.sent(first[0].id, "", NOW)
    assert await keys_claimed(outbox, NOW + SECOND) == ["a2"]


async def test_leads_go_before_everything_else_to_the_same_recipient(outbox: Outbox) -> None:
    for key in ("question:1", "question:2", "lead:9", "lead:10"):
        await outbox.add(to("unit@example.org", key), NOW)
    claimed = []
    for _ in range(4):
        (entry,) = await outbox.claim("mail", NOW, 10)
        claimed.append(entry.delivery.key)
        await outbox.sent(entry.id, "250 OK", NOW)
    assert claimed == ["lead:9", "lead:10", "question:1", "question:2"]


async def test_a_postponed_delivery_is_overtaken_only_after_three_attempts(outbox: Outbox) -> None:
    for key in ("a1", "a2"):
        await outbox.add(to("a@example.org", key), NOW)
    at = NOW
    for _ in range(3):
        (entry,) = await outbox.claim("mail", at, 10)
        assert entry.delivery.key == "a1"
        await outbox.postpone(entry.id, at + timedelta(minutes=1), "busy")
        assert await keys_claimed(outbox, at) == []
        at += timedelta(minutes=1)
    (entry,) = await outbox.claim("mail", at, 10)
    await outbox.postpone(entry.id, at + timedelta(minutes=1), "busy")
    assert await keys_claimed(outbox, at) == ["a2"]
    # The other one is in hand now, so that the first has to wait although it is due again.
    assert await keys_claimed(outbox, at + timedelta(minutes=1)) == []


async def test_a_delivery_for_later_holds_back_nothing(outbox: Outbox) -> None:
    await outbox.add(to("7", "reminder", "chat"), NOW, not_before=NOW + timedelta(days=2))
    await outbox.add(to("7", "answer", "chat"), NOW)
    assert await keys_claimed(outbox, channel="chat") == ["answer"]
    assert await outbox.next_due("chat", NOW + LEASE) == NOW + timedelta(days=2)


async def test_mail_and_chat_are_claimed_apart(outbox: Outbox) -> None:
    await outbox.add(to("a@example.org", "mail"), NOW)
    await outbox.add(to("-100", "chat", "chat"), NOW)
    assert await keys_claimed(outbox, channel="chat") == ["chat"]
    assert await outbox.next_due("chat", NOW) == NOW + LEASE
    assert await outbox.next_due("mail", NOW) is None


async def test_a_failed_delivery_rests_until_somebody_retries_it(outbox: Outbox) -> None:
    for key in ("one", "two"):
        await outbox.add(to(f"{key}@example.org", key), NOW)
    for entry in await outbox.claim("mail", NOW, 10):
        await outbox.failed(entry.id, "refused")
    later = NOW + timedelta(days=9)
    assert await keys_claimed(outbox, later) == []
    two = next(entry for entry in await outbox.listing("failed") if entry.delivery.key == "two")
    assert (await outbox.retry(later, [two.id]), await keys_claimed(outbox, later)) == (1, ["two"])
    assert (await outbox.retry(later), await keys_claimed(outbox, later)) == (1, ["one"])


async def test_retrying_by_id_brings_a_waiting_one_forward_but_not_one_in_hand(outbox: Outbox) -> None:
    for key in ("waiting", "in hand"):
        await outbox.add(to(f"{key[0]}@example.org", key), NOW)
    waiting, in_hand = await outbox.claim("mail", NOW, 10)
    await outbox.postpone(waiting.id, NOW + timedelta(hours=3), "busy")
    assert await outbox.retry(NOW, [waiting.id, in_hand.id]) == 1
    assert await keys_claimed(outbox) == ["waiting"]


async def test_depth_counts_what_is_pending_and_failed_and_how_old_it_is(outbox: Outbox) -> None:
    assert await outbox.depth(NOW) == Depth(0, 0.0, 0)
    for key in ("sent", "failed", "pending"):
        await outbox.add(to(f"{key}@example.org", key), NOW)
    ids = {entry.delivery.key: entry.id for entry in await outbox.listing()}
    await outbox.sent(ids["sent"], "", NOW)
    await outbox.failed(ids["failed"], "refused")
    assert await outbox.depth(NOW + timedelta(minutes=5)) == Depth(1, 300.0, 1)


async def test_old_sent_mails_are_emptied_but_keep_their_keys(outbox: Outbox, database: Database) -> None:
    await outbox.add(to("a@example.org", "lead:1"), NOW)
    (entry,) = await outbox.claim("mail", NOW, 10)
    await outbox.sent(entry.id, "250 OK", NOW)
    await database.run(empty_sent(NOW))
    assert (await outbox.listing())[0].delivery.payload
    await database.run(empty_sent(NOW + timedelta(seconds=1)))
    assert (await outbox.listing())[0].delivery.payload == {}
    assert not await outbox.add(to("a@example.org", "lead:1"), NOW)


async def test_an_erased_lead_leaves_no_content_and_nothing_to_send(outbox: Outbox) -> None:
    for key in ("sent", "failed", "pending"):
        await outbox.add(to(f"{key}@example.org", key, reference="IUC-1"), NOW)
    await outbox.add(to("other@example.org", "other", reference="IUC-2"), NOW)
    ids = {entry.delivery.key: entry.id for entry in await outbox.listing()}
    await outbox.sent(ids["sent"], "250 OK", NOW)
    await outbox.failed(ids["failed"], "refused")
    await outbox.forget("IUC-1")
    left = {entry.delivery.key: entry.delivery.payload for entry in await outbox.listing()}
    assert left == {"sent": {}, "other": {"text": "about other", "name": "Ñuñoa"}}


async def test_what_is_being_sent_while_its_lead_is_erased_is_not_sent_again_and_its_copy_is_erased(
    outbox: Outbox, database: Database
) -> None:
    for key in ("arrives", "fails"):
        await outbox.add(to(f"{key}@example.org", key, reference="IUC-1"), NOW)
    ids = {entry.delivery.key: entry.id for entry in await outbox.claim("mail", NOW, 10)}
    await outbox.forget("IUC-1")
    assert [entry.delivery.payload for entry in await outbox.listing()] == [{}, {}]
    assert await outbox.erased_copies() == ()
    await outbox.sent(ids["arrives"], "a-lead.eml", NOW)
    await outbox.postpone(ids["fails"], NOW, "busy")
    await outbox.failed(ids["fails"], "refused")
    assert [copy.receipt for copy in await outbox.erased_copies()] == ["a-lead.eml"]
    assert await keys_claimed(outbox, NOW + LEASE) == []
    assert await outbox.retry(NOW) == 0
    await database.run(delete_finished(NOW + LEASE))
    assert [entry.delivery.key for entry in await outbox.listing()] == ["arrives"], "its copy is still about"
    await outbox.copy_is_gone(ids["arrives"])
    await database.run(delete_finished(NOW + LEASE))
    assert await outbox.listing() == ()


async def test_an_outcome_for_a_deleted_delivery_changes_nothing(outbox: Outbox, database: Database) -> None:
    await outbox.add(to("7", "theirs", "chat"), NOW)
    (entry,) = await outbox.claim("chat", NOW, 10)
    await database.run(lambda connection: forget_chat(connection, 7))
    await outbox.sent(entry.id, "12", NOW)
    await outbox.postpone(entry.id, NOW, "busy")
    await outbox.failed(entry.id, "refused")
    assert await outbox.listing() == ()


async def test_deliveries_to_the_chat_of_an_erased_person_are_deleted(
    database: Database, outbox: Outbox
) -> None:
    await outbox.add(to("7", "theirs", "chat"), NOW)
    await outbox.add(to("77", "somebody else's", "chat"), NOW)
    await database.run(lambda connection: forget_chat(connection, 7))
    assert [entry.delivery.key for entry in await outbox.listing()] == ["somebody else's"]


async def test_what_is_pending_follows_a_group_to_its_new_id(outbox: Outbox) -> None:
    for key in ("sent", "one", "two"):
        await outbox.add(to("-5", key, "chat"), NOW)
    (entry,) = await outbox.claim("chat", NOW, 1)
    await outbox.sent(entry.id, "1", NOW)
    assert await outbox.redirect("chat", "-5", "-1005") == 2
    assert [each.delivery.recipient for each in await outbox.listing()] == ["-1005", "-1005", "-5"]


def test_times_sort_as_their_texts_do() -> None:
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(milliseconds=500), NOW + SECOND]
    texts = [stamp(moment) for moment in moments]
    assert texts == sorted(texts)
    assert {len(text) for text in texts} == {27}


async def test_claiming_among_many_recipients_uses_the_indexes(database: Database) -> None:
    values = {"now": "", "until": "", "channel": "mail", "limit": 4, "patience": 3}
    plan = await database.run(
        lambda db: [row["detail"] for row in db.query("EXPLAIN QUERY PLAN " + CLAIM, values)]
    )
    assert not [step for step in plan if step.startswith("SCAN")], plan
    assert any("outbox_pending" in step for step in plan), plan


async def test_nothing_is_queued_about_a_lead_that_was_erased_since_its_failure_was_read(
    outbox: Outbox,
) -> None:
    for reference in ("IUC-1", "IUC-2"):
        await outbox.add(to("unit@example.org", f"lead:{reference}", reference=reference), NOW)
    for entry in await outbox.listing():
        await outbox.failed(entry.id, "550 refused")
    failed = await outbox.unreported(9)
    await outbox.forget("IUC-1")
    words = [to("fallback@example.org", f"again:{each}", reference=each) for each in ("IUC-1", "IUC-2")]
    assert await outbox.report(failed, words, NOW) == 1
    assert await keys_claimed(outbox) == ["again:IUC-2"]
