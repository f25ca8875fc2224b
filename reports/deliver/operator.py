"""A word to the operator by mail, besides what the command says: best effort, never in the way of the work."""

import datetime as dt
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from extract.errors import TaavonError
from reports.config import Setup
from reports.deliver.body import clean
from reports.deliver.message import message_id
from reports.deliver.transport import Session


def tell(setup: Setup, subject: str, sentences: Sequence[str], when: dt.datetime) -> tuple[str, ...]:
    """Send the sentences to the operator, if there is an address.

    Returns:
        Nothing, or a sentence that says why the mail could not be sent.
    """
    operator = setup.config.operator
    if operator is None:
        return ()
    message = EmailMessage(SMTP.clone(cte_type="7bit"))
    message["From"] = setup.config.mail.sender
    message["To"] = operator.address
    message["Subject"] = clean(f"Taavon: {subject}")
    message["Date"] = format_datetime(when)
    domain = setup.config.mail.sender.rpartition("@")[2]
    message["Message-ID"] = message_id(f"operator-{when.isoformat()}", operator.address, subject, domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(clean("\n".join(sentences)) + "\n")
    try:
        session = Session(setup.smtp)
        try:
            reply = session.deliver(
                setup.mail.envelope_sender, operator.address, message.as_bytes(), lambda: None
            )
        finally:
            session.quit()
    except TaavonError as error:
        return (f"The operator could not be told by mail: {error}",)
    return () if reply.kind == "accepted" else (f"The operator could not be told by mail: {reply.text}.",)
