"""Numbers, dates, names and wording in both languages; the cases are tables in ``cases/``."""

import datetime as dt
import itertools
import re
import string
from pathlib import Path

import polib
import pytest
from markupsafe import Markup

from extract.errors import RenderError
from reports import measures
from reports.languages import language
from reports.languages.amounts import Code, Number, table
from reports.languages.base import direction_of, post_and_body
from reports.languages.collation import persian_key
from reports.languages.wording import FOLDER, Run, say
from reports.model import Datum

CASES = Path(__file__).with_name("cases")
TAXONOMY = measures.taxonomy.__wrapped__(Path(__file__).with_name("support") / "measures.toml")
CODES: tuple[Code, ...] = ("fa", "en")


@pytest.fixture(autouse=True)
def taxonomy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "taxonomy", lambda: TAXONOMY)


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def number(text: str) -> Number | None:
    if text == "-":
        return None
    return float(text) if "." in text else int(text)


def datum(**fields: object) -> Datum:
    given: dict[str, object] = {
        "citation": 1, "article": "a", "index": 0, "start": 0, "end": 1, "sentence": (0, 1), "low": 1, "high": 1,
        "qualifier": "exact", "unit": None, "per": None, "modality": "measured", "measure": None,
        "measure_text": None, "place": "قم", "province": "قم", "county": None, "level": "province", "period": None,
        "period_text": None, "date": dt.date(2025, 9, 2), "agency": None, "section": "week", "voice": None,
        "statement": None,
    }  # fmt: skip
    return Datum(**(given | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", rows("amounts.tsv"), ids=lambda case: f"{case[5]} / {case[6]}")
def test_amounts(case: list[str]) -> None:
    low, high, qualifier, unit, per, fa, en = case
    one = datum(
        low=number(low),
        high=number(high),
        qualifier=qualifier,
        unit=None if unit == "-" else unit,
        per=None if per == "-" else per,
    )
    assert language("fa").amount(one, bare=False).text == fa
    assert language("en").amount(one, bare=False).text == en


def test_a_unit_that_the_measure_names_is_left_out() -> None:
    one = datum(low=1264, high=1264, unit="cooperative", measure="cooperatives_active")
    assert language("en").amount(one).text == "1,264"
    assert language("en").phrase(one) == "1,264 active cooperatives"
    assert language("fa").phrase(one) == "۱٬۲۶۴ تعاونی فعال"


def test_one_is_singular() -> None:
    one = datum(unit="cooperative", measure="cooperatives_active")
    assert language("en").phrase(one) == "1 active cooperative"


def test_money_keeps_its_unit_and_names_what_it_is_for() -> None:
    one = datum(low=195e9, high=195e9, qualifier="about", unit="toman", measure="investment")
    assert language("en").phrase(one) == "investment (about 195 billion tomans)"
    assert language("fa").phrase(one) == "سرمایه‌گذاری (حدود ۱۹۵ میلیارد تومان)"


def test_a_unit_other_than_the_measures_own_stays() -> None:
    one = datum(low=5, high=5, unit="percent", measure="cooperatives_active")
    assert language("en").amount(one).text == "5 percent"


def test_what_is_not_in_the_taxonomy_is_named_by_its_unit_or_the_sources_words() -> None:
    one = datum(low=3, high=3, unit="watch_tower", measure_text="برج")
    assert language("en").phrase(one) == "3 watch towers"
    assert language("fa").phrase(one) == "۳ برج"
    money = datum(low=3, high=3, unit="toman", measure_text="هزینه‌ها")
    assert language("fa").phrase(money) == "هزینه‌ها (۳ تومان)"
    assert language("en").phrase(money) == "costs (3 tomans)"
    unknown = datum(low=3, high=3, unit="toman", measure_text="شپلاقه‌ها")
    assert 'lang="fa"' in language("en").phrase(unknown)


@pytest.mark.parametrize("case", rows("dates.tsv"), ids=lambda case: case[4])
def test_dates(case: list[str]) -> None:
    first, last = (dt.date.fromisoformat(text) for text in case[:2])
    fa, en = language("fa"), language("en")
    assert [fa.span(first, last), fa.other_span(first, last)] == case[2:4]
    assert [en.span(first, last), en.other_span(first, last)] == case[4:6]


def test_both_calendars_of_one_day() -> None:
    day = dt.date(2025, 9, 7)
    assert language("fa").both_dates(day) == "۱۶ شهریور ۱۴۰۴ (۷ سپتامبر ۲۰۲۵)"
    assert language("en").both_dates(day) == "7 September 2025 (16 Shahrivar 1404)"
    assert language("en").short_date(day) == "7 Sept 2025"


@pytest.mark.parametrize("case", rows("collation.tsv"), ids=lambda case: case[0])
def test_the_persian_alphabet(case: list[str]) -> None:
    shuffled = case[1::2] + case[::2]
    assert sorted(shuffled, key=persian_key) == case


def test_spellings_of_one_word_sort_together() -> None:
    assert persian_key("كريمي")[0] == persian_key("کریمی")[0]
    assert persian_key("خلیل‌آباد")[0] == persian_key("خلیل آباد")[0]


@pytest.mark.parametrize("case", rows("post_and_body.tsv"), ids=lambda case: case[2])
def test_posts(case: list[str]) -> None:
    role, body, together = (None if cell == "-" else cell for cell in case)
    assert post_and_body(role, body) == together


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("تعاون ISO", "rtl"),
        ("ISO تعاون", "ltr"),
        ("۱۲ تعاون", "rtl"),
        ("", "rtl"),
        ("12 %", "rtl"),
        ("\u202eab", "ltr"),
    ],
)
def test_base_direction(text: str, direction: str) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize("code", CODES)
def test_lists_and_digits(code: Code) -> None:
    tongue = language(code)
    expected = {"fa": ("a، b و c", "۱۴۰۴", "۱۲٬۳۴۵"), "en": ("a, b and c", "1404", "12,345")}[code]
    assert (tongue.join(["a", "b", "c"]), tongue.digits(1404), tongue.number(12345)) == expected
    assert (tongue.join(["a"]), tongue.join([])) == ("a", "")


def test_what_is_filled_in_is_never_a_pattern() -> None:
    said = say("en", "finding.place", place="{figures}", figures=Markup("<b>{place}</b>"))
    assert said == "{figures}: <b>{place}</b>."
    assert "&lt;script&gt;" in say("en", "finding.place", place="<script>", figures="x")


def test_a_run_of_another_language_is_isolated() -> None:
    run = Run("<تعاون>", "fa")
    assert run.__html__() == '<span lang="fa" dir="rtl">&lt;تعاون&gt;</span>'
    assert Run("a<b").__html__() == "a&lt;b"


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(RenderError, match=r"no\.such"):
        say("fa", "no.such")
    with pytest.raises(RenderError, match=r"no\.such"):
        say("fa", "no.such", 3)


# the wording itself

KEYS = {code: {entry.msgid: entry for entry in polib.pofile(str(FOLDER / f"{code}.po"))} for code in CODES}


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_word_the_same_keys() -> None:
    assert KEYS["fa"].keys() == KEYS["en"].keys()


@pytest.mark.parametrize("key", sorted(KEYS["fa"]))
def test_both_languages_fill_in_the_same(key: str) -> None:
    fa, en = KEYS["fa"][key], KEYS["en"][key]
    assert all((*forms(fa), *forms(en)))
    assert not (fa.fuzzy)
    assert not (en.fuzzy)
    used = {frozenset(placeholders(form)) for form in (*forms(fa), *forms(en))}
    assert len(used) == 1
    assert bool(fa.msgid_plural) == bool(en.msgid_plural)


_FOREIGN = re.compile("[يكةى٠-٩%?;]")
_SPACED = re.compile(r"\s[،؛؟.:»]|«\s|(?<!\S)(?:ن?می|ها)\s")


@pytest.mark.parametrize("key", sorted(KEYS["fa"]))
def test_persian_wording_is_persian(key: str) -> None:
    for form in forms(KEYS["fa"][key]):
        assert not _FOREIGN.search(form)
        assert not _SPACED.search(form.strip())
        assert not re.search("[0-9]", form)


def test_every_key_that_templates_and_code_ask_for_is_there() -> None:
    root = FOLDER.parents[1]
    files = [*(root / "templates").rglob("*.jinja"), *(root / "reports").rglob("*.py")]
    asked = {
        key
        for path in files
        for key in re.findall(
            r"""\b(?:t|plain|counted)\(\s*["']([a-z_]+\.[a-z_.]+?)["'][,)]""", path.read_text("utf-8")
        )
    }
    assert len(asked) > 60
    assert asked <= KEYS["en"].keys()


def test_computed_keys_are_there() -> None:
    sections = ("week", "before", "after", "undated")
    prefixes = ("section.", "section.tag.", "section.lead.")
    computed = {prefix + section for prefix, section in itertools.product(prefixes, sections)}
    computed |= {f"days.{prefix}{section}" for prefix, section in itertools.product(prefixes, sections[:3])}
    from extract.statements import HELD

    computed |= {f"held.{reason}" for reason in HELD}
    computed |= {f"held.what.{what}" for what in ("figure", "quote", "official")}
    computed |= {f"dispute.{kind}" for kind in ("value", "sum", "factor_ten")}
    computed |= {f"level.{level}" for level in ("national", "province", "county")}
    computed |= {"modality.planned", "modality.target", "statement.draft", "statement.machine"}
    assert computed <= KEYS["fa"].keys()


def test_every_unit_is_worded_in_both_languages() -> None:
    for name, unit in table().unit.items():
        assert unit.en or name == "fraction"
        assert not _FOREIGN.search(unit.fa)
