"""The tables of the ledger. They live in the store beside the articles and are made when they are missing.

Times are text in UTC, ``2025-09-06T04:00:00.000Z``: they sort, and mean the same in every database. They are for
people; no decision whether something is sent hangs on a clock.
"""

import sqlalchemy as sa

metadata = sa.MetaData()
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # only INTEGER counts up by itself in SQLite

issues = sa.Table(
    "delivery_issues",
    metadata,
    sa.Column("issue", sa.String(120), primary_key=True),
    sa.Column("outcome", sa.String(16), nullable=False, comment="begun, done, empty, refused or missed"),
    sa.Column("note", sa.Text, nullable=False, comment="why, where nothing was sent"),
    sa.Column("fingerprint", sa.String(64), comment="sha256 of the content"),
    sa.Column("content", sa.LargeBinary, comment="the issue as it was when its first message was claimed"),
    sa.Column("at", sa.String(24), nullable=False),
)
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("issue", sa.String(120), sa.ForeignKey("delivery_issues.issue"), nullable=False),
    sa.Column("recipient", sa.String(254), nullable=False, comment="address in lower case, domain in ASCII"),
    sa.Column("language", sa.String(4), nullable=False, comment="fa, en or both"),
    sa.Column(
        "state", sa.String(8), nullable=False, comment="claimed, sending, sent, failed, bounced or unknown"
    ),
    sa.Column("run", sa.String(64), comment="the run that has it in hand"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.UniqueConstraint("issue", "recipient", "language", name="one_message_each"),
    sa.Index("deliveries_by_state", "issue", "state", "id"),
)
events = sa.Table(
    "delivery_events",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("delivery", _ID, sa.ForeignKey("deliveries.id"), nullable=False, index=True),
    sa.Column("at", sa.String(24), nullable=False),
    sa.Column("run", sa.String(64)),
    sa.Column("state", sa.String(8), nullable=False, comment="the state it went into"),
    sa.Column("code", sa.Integer, comment="the server's reply"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("files", sa.Text, nullable=False, comment="JSON: name → sha256 of what was attached"),
)
locks = sa.Table(
    "delivery_locks",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("holder", sa.String(64), nullable=False),
    sa.Column("about", sa.Text, nullable=False, comment="host and process, for people"),
    sa.Column("beat", _ID, nullable=False, comment="counts up while the holder lives"),
)
