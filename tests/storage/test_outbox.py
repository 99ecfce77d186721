"""The outbox on a real SQLite file: once per key, in order, never lost."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from storage.clock import stamp
from storage.database import Connection, Database
from storage.delivering import (
    CLAIM,
    LEASE,
    claim_deliveries,
    mark_failed,
    mark_sent,
    next_due,
    postpone_delivery,
    resume_deliveries,
    retry_deliveries,
)
from storage.outbox import (
    Channel,
    Delivery,
    Depth,
    add_delivery,
    delete_finished,
    empty_sent,
    enqueue,
    forget_chat,
    forget_subject,
    list_deliveries,
    list_erased_copies,
    list_unreported,
    measure_outbox,
    note_copy_gone,
    queue_reports,
    redirect,
)

NOW = datetime(2017, 1, 10, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def to(recipient: str, key: str, channel: Channel = "mail", reference: str | None = None) -> Delivery:
    return Delivery(key, channel, recipient, {"text": f"about {key}", "name": "Ñuñoa"}, reference)


async def keys_claimed(database: Database, now: datetime = NOW, channel: Channel = "mail") -> list[str]:
    return [entry.delivery.key for entry in await claim_deliveries(database, channel, now, 10)]


async def test_what_was_added_comes_back_as_it_was(database: Database) -> None:
    await add_delivery(database, to("unit@example.org", "lead:1", reference="IUC-1"), NOW)
    (entry,) = await claim_deliveries(database, "mail", NOW, 10)
    assert entry.delivery == to("unit@example.org", "lead:1", reference="IUC-1")
    assert (entry.state, entry.attempts, entry.created_at) == ("pending", 1, NOW)


async def test_half_a_character_becomes_a_question_mark(database: Database) -> None:
    await add_delivery(database, Delivery("lead:1", "chat", "7", {"text": "a\ud83d\x00b"}), NOW)
    assert (await list_deliveries(database))[0].delivery.payload == {"text": "a?\x00b"}


async def test_the_same_key_is_stored_once_even_after_it_was_sent(database: Database) -> None:
    assert await add_delivery(database, to("a@example.org", "lead:1"), NOW)
    (entry,) = await claim_deliveries(database, "mail", NOW, 10)
    await mark_sent(database, entry.id, "250 OK", NOW)
    assert not await add_delivery(database, to("b@example.org", "lead:1"), NOW)
    assert [each.delivery.recipient for each in await list_deliveries(database)] == ["a@example.org"]


async def test_a_delivery_vanishes_with_the_transaction_that_caused_it(database: Database) -> None:
    def cause(connection: Connection) -> None:
        enqueue(connection, to("a@example.org", "lead:1"), NOW)
        raise ValueError("the lead could not be stored")

    with pytest.raises(ValueError, match="could not be stored"):
        await database.run(cause)
    assert await list_deliveries(database) == ()


async def test_a_claimed_delivery_is_not_claimed_again_until_its_lease_ends(database: Database) -> None:
    await add_delivery(database, to("a@example.org", "lead:1"), NOW)
    assert await keys_claimed(database) == ["lead:1"]
    assert await keys_claimed(database, NOW + LEASE - SECOND) == []
    assert await keys_claimed(database, NOW + LEASE) == ["lead:1"]


async def test_after_a_crash_what_was_in_hand_is_due_at_once(database: Database) -> None:
    await add_delivery(database, to("a@example.org", "in hand"), NOW)
    await add_delivery(database, to("b@example.org", "waiting"), NOW)
    for entry in await claim_deliveries(database, "mail", NOW, 10):
        if entry.delivery.key == "waiting":
            await postpone_delivery(database, entry.id, NOW + timedelta(hours=3), "busy")
    assert await resume_deliveries(database, NOW + SECOND) == 1
    assert await keys_claimed(database, NOW + SECOND) == ["in hand"]


async def test_a_recipient_gets_one_at_a_time_in_the_order_of_adding(database: Database) -> None:
    for key in ("a1", "a2"):
        await add_delivery(database, to("a@example.org", key), NOW)
    await add_delivery(database, to("b@example.org", "b1"), NOW)
    first = await claim_deliveries(database, "mail", NOW, 10)
    assert [entry.delivery.key for entry in first] == ["a1", "b1"]
    assert await keys_claimed(database, NOW + SECOND) == []
    await mark_sent(database, first[0].id, "", NOW)
    assert await keys_claimed(database, NOW + SECOND) == ["a2"]


async def test_leads_go_before_everything_else_to_the_same_recipient(database: Database) -> None:
    for key in ("question:1", "question:2", "lead:9", "lead:10"):
        await add_delivery(database, to("unit@example.org", key), NOW)
    claimed = []
    for _ in range(4):
        (entry,) = await claim_deliveries(database, "mail", NOW, 10)
        claimed.append(entry.delivery.key)
        await mark_sent(database, entry.id, "250 OK", NOW)
    assert claimed == ["lead:9", "lead:10", "question:1", "question:2"]


async def test_a_postponed_delivery_is_overtaken_only_after_three_attempts(database: Database) -> None:
    for key in ("a1", "a2"):
        await add_delivery(database, to("a@example.org", key), NOW)
    at = NOW
    for _ in range(3):
        (entry,) = await claim_deliveries(database, "mail", at, 10)
        assert entry.delivery.key == "a1"
        await postpone_delivery(database, entry.id, at + timedelta(minutes=1), "busy")
        assert await keys_claimed(database, at) == []
        at += timedelta(minutes=1)
    (entry,) = await claim_deliveries(database, "mail", at, 10)
    await postpone_delivery(database, entry.id, at + timedelta(minutes=1), "busy")
    assert await keys_claimed(database, at) == ["a2"]
    # The other one is in hand now, so that the first has to wait although it is due again.
    assert await keys_claimed(database, at + timedelta(minutes=1)) == []


async def test_a_delivery_for_later_holds_back_nothing(database: Database) -> None:
    await add_delivery(database, to("7", "reminder", "chat"), NOW, not_before=NOW + timedelta(days=2))
    await add_delivery(database, to("7", "answer", "chat"), NOW)
    assert await keys_claimed(database, channel="chat") == ["answer"]
    assert await next_due(database, "chat", NOW + LEASE) == NOW + timedelta(days=2)


async def test_mail_and_chat_are_claimed_apart(database: Database) -> None:
    await add_delivery(database, to("a@example.org", "mail"), NOW)
    await add_delivery(database, to("-100", "chat", "chat"), NOW)
    assert await keys_claimed(database, channel="chat") == ["chat"]
    assert await next_due(database, "chat", NOW) == NOW + LEASE
    assert await next_due(database, "mail", NOW) is None


async def test_a_failed_delivery_rests_until_somebody_retries_it(database: Database) -> None:
    for key in ("one", "two"):
        await add_delivery(database, to(f"{key}@example.org", key), NOW)
    for entry in await claim_deliveries(database, "mail", NOW, 10):
        await mark_failed(database, entry.id, "refused")
    later = NOW + timedelta(days=9)
    assert await keys_claimed(database, later) == []
    two = next(entry for entry in await list_deliveries(database, "failed") if entry.delivery.key == "two")
    assert (await retry_deliveries(database, later, [two.id]), await keys_claimed(database, later)) == (
        1,
        ["two"],
    )
    assert (await retry_deliveries(database, later), await keys_claimed(database, later)) == (1, ["one"])


async def test_retrying_by_id_brings_a_waiting_one_forward_but_not_one_in_hand(database: Database) -> None:
    for key in ("waiting", "in hand"):
        await add_delivery(database, to(f"{key[0]}@example.org", key), NOW)
    waiting, in_hand = await claim_deliveries(database, "mail", NOW, 10)
    await postpone_delivery(database, waiting.id, NOW + timedelta(hours=3), "busy")
    assert await retry_deliveries(database, NOW, [waiting.id, in_hand.id]) == 1
    assert await keys_claimed(database) == ["waiting"]


async def test_depth_counts_what_is_pending_and_failed_and_how_old_it_is(database: Database) -> None:
    assert await measure_outbox(database, NOW) == Depth(0, 0.0, 0)
    for key in ("sent", "failed", "pending"):
        await add_delivery(database, to(f"{key}@example.org", key), NOW)
    ids = {entry.delivery.key: entry.id for entry in await list_deliveries(database)}
    await mark_sent(database, ids["sent"], "", NOW)
    await mark_failed(database, ids["failed"], "refused")
    assert await measure_outbox(database, NOW + timedelta(minutes=5)) == Depth(1, 300.0, 1)


async def test_old_sent_mails_are_emptied_but_keep_their_keys(database: Database) -> None:
    await add_delivery(database, to("a@example.org", "lead:1"), NOW)
    (entry,) = await claim_deliveries(database, "mail", NOW, 10)
    await mark_sent(database, entry.id, "250 OK", NOW)
    await database.run(empty_sent(NOW))
    assert (await list_deliveries(database))[0].delivery.payload
    await database.run(empty_sent(NOW + timedelta(seconds=1)))
    assert (await list_deliveries(database))[0].delivery.payload == {}
    assert not await add_delivery(database, to("a@example.org", "lead:1"), NOW)


async def test_an_erased_lead_leaves_no_content_and_nothing_to_send(database: Database) -> None:
    for key in ("sent", "failed", "pending"):
        await add_delivery(database, to(f"{key}@example.org", key, reference="IUC-1"), NOW)
    await add_delivery(database, to("other@example.org", "other", reference="IUC-2"), NOW)
    ids = {entry.delivery.key: entry.id for entry in await list_deliveries(database)}
    await mark_sent(database, ids["sent"], "250 OK", NOW)
    await mark_failed(database, ids["failed"], "refused")
    await database.run(partial(forget_subject, subject_reference="IUC-1"))
    left = {entry.delivery.key: entry.delivery.payload for entry in await list_deliveries(database)}
    assert left == {"sent": {}, "other": {"text": "about other", "name": "Ñuñoa"}}


async def test_what_is_being_sent_while_its_lead_is_erased_is_not_sent_again_and_its_copy_is_erased(
    database: Database,
) -> None:
    for key in ("arrives", "fails"):
        await add_delivery(database, to(f"{key}@example.org", key, reference="IUC-1"), NOW)
    ids = {entry.delivery.key: entry.id for entry in await claim_deliveries(database, "mail", NOW, 10)}
    await database.run(partial(forget_subject, subject_reference="IUC-1"))
    assert [entry.delivery.payload for entry in await list_deliveries(database)] == [{}, {}]
    assert await list_erased_copies(database) == ()
    await mark_sent(database, ids["arrives"], "a-lead.eml", NOW)
    await postpone_delivery(database, ids["fails"], NOW, "busy")
    await mark_failed(database, ids["fails"], "refused")
    assert [copy.receipt for copy in await list_erased_copies(database)] == ["a-lead.eml"]
    assert await keys_claimed(database, NOW + LEASE) == []
    assert await retry_deliveries(database, NOW) == 0
    await database.run(delete_finished(NOW + LEASE))
    assert [entry.delivery.key for entry in await list_deliveries(database)] == ["arrives"], (
        "its copy is still about"
    )
    await note_copy_gone(database, ids["arrives"])
    await database.run(delete_finished(NOW + LEASE))
    assert await list_deliveries(database) == ()


async def test_an_outcome_for_a_deleted_delivery_changes_nothing(database: Database) -> None:
    await add_delivery(database, to("7", "theirs", "chat"), NOW)
    (entry,) = await claim_deliveries(database, "chat", NOW, 10)
    await database.run(lambda connection: forget_chat(connection, 7))
    await mark_sent(database, entry.id, "12", NOW)
    await postpone_delivery(database, entry.id, NOW, "busy")
    await mark_failed(database, entry.id, "refused")
    assert await list_deliveries(database) == ()


async def test_deliveries_to_the_chat_of_an_erased_person_are_deleted(database: Database) -> None:
    await add_delivery(database, to("7", "theirs", "chat"), NOW)
    await add_delivery(database, to("77", "somebody else's", "chat"), NOW)
    await database.run(lambda connection: forget_chat(connection, 7))
    assert [entry.delivery.key for entry in await list_deliveries(database)] == ["somebody else's"]


async def test_what_is_pending_follows_a_group_to_its_new_id(database: Database) -> None:
    for key in ("sent", "one", "two"):
        await add_delivery(database, to("-5", key, "chat"), NOW)
    (entry,) = await claim_deliveries(database, "chat", NOW, 1)
    await mark_sent(database, entry.id, "1", NOW)
    assert await database.run(lambda db: redirect(db, "chat", "-5", "-1005")) == 2
    assert [each.delivery.recipient for each in await list_deliveries(database)] == ["-1005", "-1005", "-5"]


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
    database: Database,
) -> None:
    for reference in ("IUC-1", "IUC-2"):
        await add_delivery(database, to("unit@example.org", f"lead:{reference}", reference=reference), NOW)
    for entry in await list_deliveries(database):
        await mark_failed(database, entry.id, "550 refused")
    failed = await list_unreported(database, 9)
    await database.run(partial(forget_subject, subject_reference="IUC-1"))
    words = [to("fallback@example.org", f"again:{each}", reference=each) for each in ("IUC-1", "IUC-2")]
    assert await queue_reports(database, failed, words, NOW) == 1
    assert await keys_claimed(database) == ["again:IUC-2"]
