"""What a mail looks like, and where it goes."""

import base64
import shutil
import ssl
import stat
import subprocess
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.delivery.addresses import single_address
from bot.delivery.mail import FolderMailer, MailSettings, SmtpMailer, build_mail, mailer, message_id
from bot.delivery.outcome import PermanentFailure, Sent, TransientFailure
from bot.direction_marks import without_direction_marks
from storage.outbox import Delivery, Entry
from tests.bot.delivery.mail_server import MailServer, mail_server
from tests.waiting import PATIENCE

NOW = datetime(2017, 1, 10, 9, 0, tzinfo=UTC)
SENDER = "IUC assistant <assistant@example.org>"
LONG_SUBJECT = (
    "IUC-2017-0042 · Área metropolitana de Donostia/San Sebastián · más de 100.000 habitantes · "
    "rehabilitación de barrios históricos, economía circular y movilidad eléctrica · ¿cuándo? · " * 2
).strip()
HEADERS = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
)
PAYLOAD = {
    "subject": "IUC-2017-0042 · Logroño",
    "text": "Estimada señora:\n\nLogroño quiere participar. Grüße, ñandú, 你好.\n",
    "html": "<p>Logroño quiere <b>participar</b>. Grüße.</p>",
    "reply_to": "alcaldia@logrono.example",
    "language": "es",
}


def entry(
    key: str = "lead:IUC-2017-0042:mail", recipient: str = "unit@example.org", **payload: object
) -> Entry:
    delivery = Delivery(key, "mail", recipient, PAYLOAD | payload, "IUC-2017-0042")
    return Entry(1, delivery, "pending", 1, NOW, None, NOW, None, None)


def arrived(**payload: Any) -> EmailMessage:
    message = message_from_bytes(build_mail(entry(**payload), SENDER).as_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def test_a_mail_has_the_text_and_the_html_with_their_accents() -> None:
    message = arrived()
    assert message.get_content_type() == "multipart/alternative"
    assert body(message, "plain") == PAYLOAD["text"]
    assert body(message, "html").strip() == PAYLOAD["html"]


def test_a_mail_says_who_wrote_it_when_and_how_to_reply() -> None:
    message = arrived()
    assert {name: message[name] for name in ("From", "To", "Reply-To", "Content-Language")} == {
        "From": SENDER,
        "To": "unit@example.org",
        "Reply-To": "alcaldia@logrono.example",
        "Content-Language": "es",
    }
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW


def test_a_mail_is_seven_bit_with_lines_that_every_server_takes() -> None:
    content = build_mail(entry(subject=LONG_SUBJECT, text="ñ" * 5000), SENDER).as_bytes()
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998


@pytest.mark.parametrize("subject", [PAYLOAD["subject"], LONG_SUBJECT, "a" * 300, "ñ" * 300, "🏙️ " * 60 + "x"])
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    assert arrived(subject=subject)["Subject"] == subject


def test_line_breaks_in_headers_become_spaces() -> None:
    message = arrived(
        subject="Logroño\r\nBcc: everybody@example.net",
        language="es\nX-Evil: 1",
        reply_to="a@example.org\r\nBcc: everybody@example.net",
    )
    assert message["Subject"] == "Logroño Bcc: everybody@example.net"
    assert message["Content-Language"] == "es X-Evil: 1"
    assert (message["Bcc"], message["X-Evil"], message["Reply-To"]) == (None, None, None)


@given(subject=st.text(), text=st.text(), reply_to=st.text(), language=st.text(), filename=st.text())
@example("", "\u0590", "", "", "")  # a name from right to left gets marks of ours
@example("=?utf-8?q?Bcc?=: x", ".\r\n.\r\nQUIT", "a@b\r\n.c", "\x85", "../../etc/passwd")
def test_whatever_people_write_adds_no_header_and_loses_no_text(
    subject: str, text: str, reply_to: str, language: str, filename: str
) -> None:
    attachment = {"filename": filename, "mime": "text/csv", "content_base64": "YQ=="}
    message = arrived(
        subject=subject, text=text, reply_to=reply_to, language=language, attachments=[attachment]
    )
    optional = {"Reply-To", "Content-Language"}
    assert sorted(set(message.keys()) - optional) == sorted(HEADERS)
    written = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    arrived_text = without_direction_marks(body(message, "plain").rstrip("\n"))
    assert arrived_text == without_direction_marks(written)


def test_the_message_id_depends_on_the_key_and_the_senders_domain_alone() -> None:
    first, second = arrived()["Message-ID"], arrived(subject="corrected")["Message-ID"]
    assert first == second
    assert first.endswith("@example.org>")
    assert message_id("another", SENDER) != first


def test_a_later_mail_refers_to_the_earlier_one_by_its_key() -> None:
    reply = arrived(in_reply_to="lead:IUC-2017-0042:mail")
    assert reply["In-Reply-To"] == message_id("lead:IUC-2017-0042:mail", SENDER) == reply["References"]


def test_attachments_arrive_byte_by_byte() -> None:
    content = bytes(range(256))
    attachment = {
        "filename": "solicitud-Logroño.pdf",
        "mime": "application/pdf",
        "content_base64": base64.b64encode(content).decode(),
    }
    message = arrived(attachments=[attachment])
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("solicitud-Logroño.pdf", "application/pdf")
    assert part.get_content() == content
    assert body(message, "plain") == PAYLOAD["text"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" unit@example.org ", "unit@example.org"),
        ("alcaldia@logroño.example", "alcaldia@xn--logroo-0wa.example"),
        ("a@example.org, b@example.org", None),
        ("Unit <unit@example.org>", None),
        ("a@example.org\r\nBcc: b@example.org", None),
        ("josé@example.org", None),
        ("nobody", None),
        ("@example.org", None),
        ("a@", None),
        ("", None),
    ],
)
def test_an_address_is_exactly_one(text: str, plain: str | None) -> None:
    assert single_address(text) == plain


def test_settings_do_not_show_the_password(tmp_path: Path) -> None:
    mail_settings = MailSettings(SENDER, tmp_path, host="mail.example.org", user="bot", password="hunter2")
    assert "hunter2" not in repr(mail_settings)


def test_mail_goes_to_the_folder_unless_a_server_is_set(tmp_path: Path) -> None:
    assert isinstance(mailer(MailSettings(SENDER, tmp_path)), FolderMailer)
    assert isinstance(mailer(MailSettings(SENDER, tmp_path, host="mail.example.org")), SmtpMailer)


async def test_the_folder_gets_one_private_file_per_mail_however_often_it_is_sent(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    mailer = FolderMailer(MailSettings(SENDER, folder))
    first, again = await mailer.send(entry()), await mailer.send(entry(text="the same mail, sent again"))
    await mailer.send(entry(key="another"))
    names = sorted(path.name for path in folder.iterdir())
    assert first == again == Sent(names[1])
    assert names[1].startswith("20170110T090000-lead-IUC-2017-0042-mail-")
    assert [path.suffix for path in folder.iterdir()] == [".eml", ".eml"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


async def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    outcome = await FolderMailer(MailSettings(SENDER, tmp_path / "file" / "mail")).send(entry())
    assert isinstance(outcome, TransientFailure)
    assert outcome.reason.startswith(
        f"The mail folder {tmp_path}/file/mail cannot be written (Not a directory)"
    )


async def test_a_recipient_that_is_no_address_fails_before_anything_is_sent(
    server: MailServer, tmp_path: Path
) -> None:
    mail_settings = MailSettings(SENDER, tmp_path, "127.0.0.1", server.port, "none")
    for each in (SmtpMailer(mail_settings), FolderMailer(mail_settings)):
        outcome = await each.send(entry(recipient="nobody"))
        assert isinstance(outcome, PermanentFailure)
        assert "contacts.yaml" in outcome.reason
    assert server.contents == []


async def test_smtp_with_a_login_delivers_the_composed_bytes(server: MailServer, tmp_path: Path) -> None:
    mail_settings = MailSettings(SENDER, tmp_path, "127.0.0.1", server.port, "none", "bot", "secret")
    assert await SmtpMailer(mail_settings).send(entry()) == Sent("OK queued as 42")
    assert (server.logins, server.recipients) == (["bot"], ["unit@example.org"])
    assert server.mails[0]["Subject"] == PAYLOAD["subject"]
    assert body(server.mails[0], "plain") == PAYLOAD["text"]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 "
        f"-addext subjectAltName=IP:127.0.0.1 -keyout {path}.key -out {path}.crt".split(),
        check=True,
        capture_output=True,
    )
    path.write_text(Path(f"{path}.key").read_text() + Path(f"{path}.crt").read_text())
    return path


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_secure_connection_is_used_as_set(certificate: Path, tmp_path: Path, security: Any) -> None:
    trusted = ssl.create_default_context(cafile=f"{certificate}.crt")
    async with mail_server(server_side(certificate), from_the_start=security == "tls") as server:
        mail_settings = MailSettings(SENDER, tmp_path, "127.0.0.1", server.port, security, timeout=PATIENCE)
        assert await SmtpMailer(mail_settings, trusted).send(entry()) == Sent("OK queued as 42")
    assert server.secure == [security == "starttls"] or security == "tls"


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: Path, tmp_path: Path, security: Any
) -> None:
    async with mail_server(server_side(certificate), from_the_start=security == "tls") as server:
        mail_settings = MailSettings(SENDER, tmp_path, "127.0.0.1", server.port, security, timeout=PATIENCE)
        outcome = await SmtpMailer(mail_settings).send(entry())
    assert isinstance(outcome, PermanentFailure)
    assert outcome.reason.startswith(
        f"The certificate of the mail server 127.0.0.1:{server.port} is not valid"
    )
    assert server.contents == []


@pytest.mark.parametrize(
    ("security", "remedy"), [("starttls", "check SMTP_SECURITY"), ("tls", "set SMTP_SECURITY=starttls")]
)
async def test_mail_is_not_sent_in_the_clear_where_security_is_set(
    server: MailServer, tmp_path: Path, security: Any, remedy: str
) -> None:
    mail_settings = MailSettings(SENDER, tmp_path, "127.0.0.1", server.port, security, timeout=PATIENCE)
    outcome = await SmtpMailer(mail_settings).send(entry())
    assert isinstance(outcome, PermanentFailure)
    assert remedy in outcome.reason
    assert server.contents == []
