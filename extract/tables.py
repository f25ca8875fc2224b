"""The tables of the store. Whole records are JSON; the columns beside them are what queries ask for."""

from typing import Any

import sqlalchemy as sa

SCHEMA = "1"
"""Raised whenever a table changes: an older store is then refused with a sentence, never half understood."""

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
articles = sa.Table(
    "articles",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("date", sa.Date, index=True),
    sa.Column("url", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False, comment="JSON: [start, end]"),
    sa.Column("paragraphs", sa.Text, nullable=False, comment="JSON: [[start, end], …]"),
)


def _findings(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """A table with one row a finding: for queries; the whole record is in ``extractions.record``."""
    article = sa.ForeignKey("extractions.article", ondelete="CASCADE")
    return sa.Table(
        name,
        metadata,
        sa.Column("article", sa.String(64), article, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, comment="index in the extraction"),
        *columns,
        sa.Column("province", sa.Text, index=True),
        sa.Column("county", sa.Text),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("held", sa.Text),
    )


extractions = sa.Table(
    "extractions",
    metadata,
    sa.Column(
        "article", sa.String(64), sa.ForeignKey("articles.sha256", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("agency", sa.Text),
    sa.Column("province", sa.Text, index=True),
    sa.Column("county", sa.Text),
    sa.Column("record", sa.Text, nullable=False, comment="JSON of extract.statements.Extraction"),
)
figures = _findings(
    "figures",
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("low", sa.Double, comment="for sorting and comparing; exact in the record"),
    sa.Column("high", sa.Double),
    sa.Column("qualifier", sa.Text, nullable=False),
    sa.Column("unit", sa.Text),
    sa.Column("measure", sa.Text, index=True),
    sa.Column("measure_text", sa.Text),
    sa.Column("place", sa.Text),
    sa.Column("period", sa.Text),
    sa.Column("speaker", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
)
quotes = _findings(
    "quotes",
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("speaker", sa.Text, index=True),
    sa.Column("speaker_role", sa.Text),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("basis", sa.Text),
    sa.Column("text", sa.Text, nullable=False),
)
officials = _findings(
    "officials",
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("role", sa.Text),
    sa.Column("organisation", sa.Text),
)
briefings = sa.Table(
    "briefings",
    metadata,
    sa.Column("fingerprint", sa.String(64), primary_key=True, comment="sha256 of the language-free briefing"),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    sa.Column("articles", sa.Text, nullable=False, comment="JSON: sha256 of each article, in order"),
    sa.Column("outputs", sa.Text, nullable=False, comment="JSON: file name → sha256"),
)
