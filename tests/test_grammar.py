"""The token-class engine: tag sets, rules, lexicon, verb forms; and that the project's own files are sound."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import LexiconError, TaavonError
from extract.grammar import rules as rules_module
from extract.grammar import verbs
from extract.grammar.lexicon import FOLDER, Lexicon, add_groups, load, rows, tables
from extract.grammar.rules import Rule, load_rules
from extract.grammar.tags import Expression, TagSets
from extract.pipeline import vocabulary
from extract.text.shadow import skeleton
from extract.text.tokens import Tokens, Vocabulary

RULE_FILES = sorted(path.stem for path in (FOLDER / "rules").glob("*.toml"))
TOML_FILES = sorted(FOLDER.rglob("*.toml"))
TSV_FILES = sorted(FOLDER.rglob("*.tsv"))
WORD_FILES = sorted((FOLDER / "words").glob("*.toml"))

# ------------------------------------------------------------------ tag sets


def three() -> tuple[TagSets, dict[str, str]]:
    sets = TagSets()
    return sets, {name: sets.char(name.split("+")) for name in ("a", "b", "a+b", "c", "a+c.d")}


def test_one_character_a_set() -> None:
    sets, chars = three()
    assert len(set(chars.values())) == len(sets) == 5
    assert sets.char(["b", "a", "a"]) == chars["a+b"]
    assert sets.tags(chars["a+c.d"]) == {"a", "c.d"}
    assert all(0xE000 <= ord(char) <= 0xF8FF for char in chars.values())
    assert sets.tags(sets.char([])) == frozenset()


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("a", "a a+b a+c.d"),
        ("b", "b a+b"),
        ("a&b", "a+b"),
        ("a|b", "a b a+b a+c.d"),
        ("!a", "b c"),
        ("a&!b", "a a+c.d"),
        ("!a&!b", "c"),
        ("b|a&!b&!c.d", "a b a+b"),
        (" a & b | c ", "a+b c"),
        ("c", "c"),
        ("c.d", "a+c.d"),
        ("nobody", ""),
        ("!nobody", "a b a+b c a+c.d"),
    ],
)
def test_expressions(expression: str, wanted: str) -> None:
    sets, chars = three()
    assert set(sets.members(expression)) == {chars[name] for name in wanted.split()}
    found = re.compile(sets.expand(f"{{{expression}}}")).findall("".join(chars.values()))
    assert set(found) == {chars[name] for name in wanted.split()}


def test_counts_are_left_alone() -> None:
    sets, chars = three()
    assert re.fullmatch(sets.expand("{a}{2,3}{b}{1}"), chars["a"] * 3 + chars["b"])
    assert not re.fullmatch(sets.expand("{a}{2,3}"), chars["a"])


def test_too_many_sets_is_an_error_the_user_understands() -> None:
    sets = TagSets()
    for number in range(6400):
        sets.char([str(number)])
    assert sets.char(["6399"]) == "\uf8ff"
    with pytest.raises(LexiconError, match="6,400"):
        sets.char(["one more"])


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=4), min_size=1, max_size=40))
def test_classes_hold_exactly_their_members(wanted: list[frozenset[str]]) -> None:
    sets = TagSets()
    text = "".join(sets.char(tags) for tags in wanted)
    for tag in "abcdef":
        hits = {match.start() for match in re.finditer(sets.expand(f"{{{tag}}}"), text)}
        assert hits == {number for number, tags in enumerate(wanted) if tag in tags}


def test_an_expression_is_compiled_again_only_where_a_class_of_it_changed() -> None:
    sets, chars = three()
    expression = Expression("{a}{!b}", sets)
    first = expression.regex
    assert first.fullmatch(chars["a"] + chars["c"])
    new = sets.char(["e"])
    assert expression.regex is first  # «{!b}» is the class of all others, those to come included
    assert first.fullmatch(chars["a"] + new)
    denied = sets.char(["b", "e"])
    assert expression.regex is not first
    assert not expression.regex.fullmatch(chars["a"] + denied)
    wider = sets.char(["a", "e"])
    assert expression.regex.fullmatch(wider + new)


# ------------------------------------------------------------------ rules


def small() -> tuple[Vocabulary, Tokens]:
    lexicon = Lexicon()
    for word, tag in (
        ("بیش از", "qualifier"),
        ("نفر", "unit"),
        ("تن", "unit"),
        ("حدود", "qualifier"),
        ("و", "and"),
    ):
        lexicon.add(word, (tag,))
    made = Vocabulary(lexicon)
    return made, made.tokenise("حدود ۱۲ نفر و\nبیش از ۳ تن، ۵ نفر")


def spans(rule: Rule, tokens: Tokens, *limits: int) -> list[str]:
    return [tokens.string(found.first, found.last) for found in rule.find(tokens, *limits)]


def test_a_rule_finds_tokens() -> None:
    made, tokens = small()
    rule = Rule("figure", "{qualifier}? (?P<n>{number}) (?P<head>{unit})", {}, made.tags)
    assert spans(rule, tokens) == ["حدود ۱۲ نفر", "بیش از ۳ تن", "۵ نفر"]
    first = next(rule.find(tokens))
    assert first.rule is rule
    assert first.group("n") == (1, 2)
    assert tokens.string(*(first.group("head") or (0, 0))) == "نفر"
    assert first.group("nothing") is None
    assert spans(rule, tokens, 1, 3) == ["۱۲ نفر"]
    assert spans(rule, tokens, 3) == ["بیش از ۳ تن", "۵ نفر"]
    assert spans(rule, tokens, 0, 2) == []


def test_a_group_that_took_no_part_is_none() -> None:
    made, tokens = small()
    rule = Rule("figure", "(?P<q>{qualifier})? {number} {unit}", {}, made.tags)
    assert [found.group("q") is None for found in rule.find(tokens)] == [False, False, True]


def test_any_stops_at_the_paragraph() -> None:
    made, tokens = small()
    assert spans(Rule("all", "{any}+", {}, made.tags), tokens) == ["حدود ۱۲ نفر و", "بیش از ۳ تن، ۵ نفر"]


def test_a_rule_sees_words_that_come_up_later() -> None:
    made, tokens = small()
    rule = Rule("word", "{word&!unit&!qualifier&!and}", {}, made.tags)
    assert spans(rule, tokens) == []
    later = made.tokenise("CNG و باغدار")
    assert spans(rule, later) == ["CNG", "باغدار"]


def test_a_malformed_expression_names_its_rule() -> None:
    made, tokens = small()
    with pytest.raises(LexiconError, match=r"rule group\.name is not"):
        next(Rule("group.name", "({number}", {}, made.tags).find(tokens))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rules_module, "FOLDER", tmp_path)
    (tmp_path / "rules").mkdir()
    return tmp_path / "rules"


def test_rule_files(folder: Path) -> None:
    made, tokens = small()
    (folder / "my.toml").write_text(
        '[macro]\nnum = "{number}"\nsome = "<num> {unit}"\n'
        '[b.counted]\npattern = "{qualifier}? <some>"\nexample = "۱۲ نفر"\nextra = 3\n'
        '[a.named]\npattern = "(?P<n><num>)"\n',
        encoding="utf-8",
    )
    found = load_rules("my", made.tags)
    assert list(found) == ["b.counted", "a.named"]  # the file's order
    assert found["b.counted"].options == {"example": "۱۲ نفر", "extra": 3}
    assert spans(found["b.counted"], tokens) == ["حدود ۱۲ نفر", "بیش از ۳ تن", "۵ نفر"]
    assert [match.group("n") for match in found["a.named"].find(tokens)] == [(1, 2), (6, 7), (9, 10)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[a.b]\nexample = "x"', r"my\.toml: rule a\.b has no pattern"),
        ("[a]\nb = 3", r"my\.toml: rule a\.b has no pattern"),
        ('[a.b]\npattern = "<nothing>"', r"my\.toml: there is no macro <nothing>"),
        ('[macro]\nx = "<later>"\nlater = "{a}"', r"my\.toml: there is no macro <later>"),
        ("[a.b", r"my\.toml is not valid TOML"),
        ('[a.b]\npattern = "x"\n[a.b]\npattern = "y"', r"my\.toml is not valid TOML"),
    ],
)
def test_malformed_rule_files(folder: Path, content: str, message: str) -> None:
    (folder / "my.toml").write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        load_rules("my", TagSets())
    assert isinstance(caught.value, TaavonError)
    assert caught.value.exit_code == 1


# ------------------------------------------------------------------ lexicon


def test_spellings_are_one_entry() -> None:
    lexicon = Lexicon()
    lexicon.add("خلیل‌آباد", ("place",), values={"place": 1})
    again = lexicon.add("خليل آباد", ("city",), values={"city": 2}, inflect=("plural",))
    assert len(lexicon.entries) == 1
    assert again.tags == {"place", "city"}
    assert again.values == {"place": 1, "city": 2}
    assert again.word == "خلیل‌آباد"  # as it was first written
    assert lexicon.find(skeleton("خلیلآباد")) is again


@pytest.mark.parametrize("word", ["", " ", "\u200c", "ـ"])
def test_an_empty_word_is_an_error(word: str) -> None:
    with pytest.raises(LexiconError, match="empty word"):
        Lexicon().add(word, ("x",))


def test_suffixes_only_where_allowed() -> None:
    lexicon = Lexicon()
    lexicon.suffixes = [("های", "plural"), ("ها", "plural"), ("ی", "indefinite")]
    lexicon.add("تعاونی", ("head",), values={"head": 7}, inflect=("plural",))
    lexicon.add("نفر", ("unit",))
    found = lexicon.find("تعاونیهای")
    assert found is not None
    assert found.tags == {"head", "inflected", "suffix.plural"}
    assert found.values == {"head": 7}
    assert lexicon.entries["تعاونی"].tags == {"head"}  # untouched
    assert lexicon.find("تعاونیی") is None
    assert lexicon.find("نفرها") is None
    assert lexicon.find("ها") is None


def test_groups() -> None:
    lexicon = Lexicon()
    add_groups(
        lexicon,
        tomllib.loads(
            """
            [qualifier]
            words = ["تنها"]
            [qualifier.more_than]
            words = ["بیش از"]
            tags = ["before"]
            [number.unit]
            values = { "یک" = 1, "دو" = 2 }
            inflect = ["indefinite"]
            [complement]
            product = [["با", "ضمن"], ["بیان"], ["", "اینکه"]]
            """
        ),
    )
    assert {key: sorted(entry.tags) for key, entry in lexicon.entries.items()} == {
        "تنها": ["qualifier"],
        "بیشاز": ["before", "qualifier", "qualifier.more_than"],
        "یک": ["number", "number.unit"],
        "دو": ["number", "number.unit"],
        "بابیان": ["complement"],
        "بابیاناینکه": ["complement"],
        "ضمنبیان": ["complement"],
        "ضمنبیاناینکه": ["complement"],
    }
    assert lexicon.entries["دو"].values == {"number.unit": 2}
    assert lexicon.entries["دو"].inflect == {"indefinite"}
    assert {"بیش", "با", "بابیان", "ضمن"} <= lexicon.prefixes


def test_a_list_that_is_a_single_word_is_an_error() -> None:
    """``words = "حدود"`` would otherwise add four letters as words."""
    with pytest.raises(LexiconError):
        add_groups(Lexicon(), {"qualifier": {"words": "حدود"}})


@pytest.mark.parametrize("line", ["الف", "الف\tب\tج"])
def test_rows_of_the_wrong_width(tmp_path: Path, line: str) -> None:
    path = tmp_path / "my.tsv"
    path.write_text(f"# comment\nfa\ten\n\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"my\.tsv: a row has the wrong number of fields"):
        list(rows(path))


def test_rows(tmp_path: Path) -> None:
    path = tmp_path / "my.tsv"
    path.write_text('# comment\nfa\ten\n\n الف \t"a\n# more\nب\t\n', encoding="utf-8")
    assert list(rows(path)) == [{"fa": "الف", "en": '"a'}, {"fa": "ب", "en": ""}]


def test_tables_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text('a = "x"\nb = = 3\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"my\.toml is not valid TOML: .*line 2"):
        tables(path)


# ------------------------------------------------------------------ verbs


@pytest.mark.parametrize(
    ("form", "kind", "stems"),
    [
        ("کرد", "past", ("کرد",)),
        ("می‌کردند", "past", ("کرد",)),
        ("نکرد", "past", ("کرد",)),
        ("کرده است", "past", ("کرد",)),
        ("نکرده‌اند", "past", ("کرد",)),
        ("می‌کند", "present", ("کن",)),
        ("نمی‌کنند", "present", ("کن",)),
        ("بکند", "present", ("کن",)),
        ("خواهد شد", "future", ("شد",)),
        ("نخواهند شد", "future", ("شد",)),
        ("داده می‌شود", "passive", ("داد",)),
        ("داده نشد", "passive", ("داد",)),
        (
            "کرده‌ایم",
            "finite",
            (
                "کرد",
                "کن",
            ),
        ),
        (
            "می‌کنیم",
            "finite",
            (
                "کرد",
                "کن",
            ),
        ),
        (
            "می‌آید",
            "finite",
            (
                "آمد",
                "آی",
            ),
        ),
        (
            "نیامد",
            "finite",
            (
                "آمد",
                "آی",
            ),
        ),
    ],
)
def test_verb_forms(form: str, kind: str, stems: tuple[str, ...]) -> None:
    assert skeleton(form) in {skeleton(one) for one in getattr(verbs, kind)(*stems)}


def test_only_the_third_person_by_default() -> None:
    assert "کردم" not in set(verbs.past("کرد"))
    assert "می‌کنم" not in set(verbs.present("کن"))


# ------------------------------------------------------------------ the project's own files


def test_the_lexicon_loads_and_knows_the_plainest_words() -> None:
    lexicon = load()
    assert lexicon is load()
    for word, tag in (
        ("گفت", "cue.say"),
        ("اظهار کرد", "cue.state"),
        ("خبر داد", "cue.inform"),
        ("با بیان اینکه", "complement"),
        ("وی", "pronoun"),
        ("مدیرکل", "role.head"),
        ("علی", "given_name"),
        ("می‌شود", "verb"),
        ("هزار", "number"),
    ):
        entry = lexicon.find(skeleton(word))
        assert entry is not None, word
        assert tag in entry.tags, word


@pytest.mark.parametrize("word", ["گفت‌وگو", "گفته شد", "اعلام شده است", "گفتنی است"])
def test_what_is_no_report_is_no_cue(word: str) -> None:
    tokens = vocabulary().tokenise(word)
    assert all("cue" not in tokens.tags(n) or "no_cue" in tokens.tags(n) for n in range(len(tokens)))


@pytest.mark.parametrize("name", RULE_FILES)
def test_rules_compile_and_show_an_example(name: str) -> None:
    found = load_rules(name, vocabulary().tags)
    assert found
    for rule in found.values():
        assert rule.regex.pattern
        assert not rule.regex.match(""), f"{rule.name} matches nothing at all"


@pytest.mark.parametrize("name", RULE_FILES)
def test_every_tag_of_a_rule_is_carried_by_something(name: str) -> None:
    """A tag that is mistyped never matches, and nobody would notice."""
    vocabulary().tokenise(
        '۱۲ 12/12/12 کار AB ، ؛ : . ؟ ! « » " ( ) - / % * | § ۱۴۰۴ ۹۸ ۱۰:۳۰ ۰۲۱۸۸۷۷ ۱۲٫۵ \n'
    )
    known = set().union(*(vocabulary().tags.tags(chr(0xE000 + n)) for n in range(len(vocabulary().tags))))
    for rule in load_rules(name, vocabulary().tags).values():
        for expression in re.findall(r"\{([^{}0-9,][^{}]*)\}", rule.pattern):
            for tag in re.split(r"[&|]", expression):
                assert tag.strip().lstrip("!").strip() in known | {"any"}, f"{rule.name}: {tag}"


@pytest.mark.parametrize("path", [*TOML_FILES, *TSV_FILES], ids=lambda path: path.name)
def test_lexicon_files_are_persian_to_the_eye(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "\r" not in text
    assert not re.search(r"[\u00a0\u200e\u200f\ufeff]", text)
    data = "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#"))
    assert not re.search("[يكى٤٥٦]", data), "Arabic letters or digits"


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: path.name)
def test_word_lists_hold_lists_and_known_suffixes(path: Path) -> None:
    known = set(tables(FOLDER / "morphology.toml")["suffix"])

    def check(table: dict[str, object], where: str) -> None:
        for key, value in table.items():
            if key in ("words", "inflect", "tags"):
                assert isinstance(value, list), f"{where}.{key}"
                assert all(isinstance(one, str) and one.strip() for one in value), f"{where}.{key}"
                assert len({skeleton(one) for one in value}) > 0
            if key == "inflect":
                assert isinstance(value, list)
                assert set(value) <= known, f"{where}: {value}"
            if isinstance(value, dict) and key != "values":
                check(value, f"{where}.{key}")

    check(tables(path), path.stem)
