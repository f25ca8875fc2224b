"""What was found in an article: typed records, serialised by msgspec as they are.

Field names are those of the ``taavon extract --json`` contract. Offsets are code points into the article's
text, half-open. ``held`` is ``None`` for what may be printed, else one of :data:`HELD` (the reason it may not).
"""

import datetime as dt
from typing import Literal

import msgspec

Qualifier = Literal["exact", "more_than", "less_than", "about", "nearly", "up_to", "range"]
QuoteKind = Literal["clause", "complement", "nominal"]
Basis = Literal["named", "pronoun", "surname", "role", "inferred"]
Modality = Literal["measured", "planned", "target"]

MEASURED = frozenset(
    (
        "toman",
        "rial",
        "dollar",
        "euro",
        "percent",
        "fraction",
        "times",
        "hectare",
        "tonne",
        "kilogram",
        "litre",
        "metre",
    )
    + (
        "square_metre",
        "cubic_metre",
        "kilometre",
        "square_kilometre",
        "kilowatt",
        "megawatt",
        "hour",
        "day",
        "month",
    )
    + ("year", "point", "person_hour", "person_day", "decade")
)
"""Units of measurement; every other unit is the name of what is counted."""

HELD = (
    "no_speaker",  # nobody can be named as the speaker
    "several_candidates",  # more than one person fits
    "weak_basis",  # the rule and basis that found it fall below the recorded threshold
    "unknown_measure",  # what is counted is not known
    "denied",  # «۲۰ تعاونی فعال نیستند»: the text denies what the figure would say
    "unknown_place",  # where is not known
    "abroad",  # «در ایتالیا ۸ درصد تولید»
    "several_provinces",  # «استان‌های فارس و کرمان هر کدام با ۷۰ تعاونی»: one figure for several
    "no_value",  # «چند هزار»: no number can be given
    "year_or_count",  # «تا پایان سال ۹۷ تعاونی احیا می‌شود»: the number may be the year
    "unknown_currency",  # an amount in an article that names no currency
    "malformed_number",  # the source's number does not parse as one
    "contradiction",  # the same article says otherwise
    "too_large",  # beyond 10^18
    "hearsay",  # somebody's words as told by another speaker
    "minor_count",  # a handful of something that no measure knows: «سه مزیت»
    "no_role",  # an official without a post
)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number with what it counts, where, when and who said so."""

    start: int
    """Start of the number with its unit or counted noun, the qualifier left out."""
    end: int
    low: float | int | None
    """In base units: «۶ میلیارد تومان» is 6000000000. ``None`` where the text gives no value."""
    high: float | int | None
    qualifier: Qualifier
    unit: str | None
    measure: str | None
    """An id of ``lexicon/measures.toml``, or ``None``."""
    measure_text: str | None
    """The Persian words that say what is counted, as written."""
    place: str | None
    """The finest place, as the text names it; ``None`` for a national figure."""
    province: str | None
    """Standard Persian name of the province (``lexicon/provinces.tsv``)."""
    county: str | None
    period: str | None
    """``1404``, ``1404-06``, ``1404-06-11``, or two of these with ``/`` between; Jalali."""
    speaker: str | None
    rule: str
    held: str | None
    # beyond the contract
    text: str
    """``article.text[start:end]``."""
    sentence: tuple[int, int]
    """The sentence around the figure: the passage that a citation shows."""
    qualifier_span: tuple[int, int] | None = None
    measure_span: tuple[int, int] | None = None
    place_span: tuple[int, int] | None = None
    place_basis: str | None = None
    """Which rule gave the place: named, heading, speaker, dateline, national …"""
    per: str | None = None
    """``month``, ``year``, ``day``, ``person``, ``household`` … for an amount per unit («ماهیانه», «هر نفر»)."""
    modality: Modality = "measured"
    period_text: str | None = None
    quote: int | None = None
    """Index into ``quotes`` of the reported statement around the figure."""
    repeats: int | None = None
    """Index into ``figures`` of the earlier figure that this one says again, with the same value."""


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Reported speech: the content alone, and who is said to have said it."""

    start: int
    end: int
    speaker: str | None
    """Full name as first given, honorifics dropped; the role if no name is ever given; a body if a body speaks."""
    speaker_role: str | None
    verb: str
    """The cue as written: «اظهار کرد», «با بیان اینکه», «به گفته»."""
    kind: QuoteKind
    basis: Basis | None
    rule: str
    held: str | None
    # beyond the contract
    text: str
    cue: tuple[int, int]
    """Span of the cue."""
    mention: tuple[int, int] | None = None
    """The words at the cue that stand for the speaker («وی», «رستمی», a role, a name)."""
    antecedent: tuple[int, int] | None = None
    """The mention that gave the full name."""
    frame: tuple[int, int] = (0, 0)
    """From the start of the reporting sentence to the end of the cue: what stands here is the speaker's, told indirectly."""
    direct: bool = False
    """The source itself has quotation marks around the whole content."""
    more: tuple[tuple[int, int], ...] = ()
    """Further passages of the same statement, where it is not contiguous."""


class Official(msgspec.Struct, frozen=True, kw_only=True):
    """A named person with a public role, once an article."""

    name: str
    role: str | None
    organisation: str | None
    province: str | None
    county: str | None
    mentions: tuple[tuple[int, int], ...]
    """Every span that names this person, first the one that the name is taken from."""
    held: str | None
    # beyond the contract
    surname: str | None = None
    other_roles: tuple[str, ...] = ()
    """Further posts the article gives to the same person, as written."""
    spellings: tuple[str, ...] = ()
    rule: str = ""


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Figures that cannot all be right; indices into ``figures`` of the articles named."""

    kind: Literal["value", "sum", "factor_ten"]
    members: tuple[tuple[str, int], ...]
    """(article id, index into its figures)."""
    measure: str | None = None
    province: str | None = None
    county: str | None = None
    period: str | None = None


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found in one article."""

    id: str
    source: str
    date: dt.date | None
    agency: str | None
    """As the text names it: «خبرگزاری مهر», «ایلنا»."""
    province: str | None
    """Of the dateline or of what the article is mostly about."""
    county: str | None
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    officials: tuple[Official, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sha256: str = ""
    version: str = ""
    """Fingerprint of code and lexicon that made this."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One human being over all articles, joined from officials with evidence."""

    name: str
    roles: tuple[str, ...]
    organisation: str | None
    province: str | None
    county: str | None
    members: tuple[tuple[str, int], ...]
    """(article id, index into its officials)."""
    spellings: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """Why two mentions were taken for one person: same_name, same_surname_and_role, …"""
