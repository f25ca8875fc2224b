"""The web page in Chromium, driven headless: every screen, light and dark, choosing passages, keys, print.

Skipped loudly where there is no Chromium.
"""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports import measures
from tests.support import chromium
from tests.support.webpages import CODES, TAXONOMY, both, giants, web

SIZES = {"phone": (390, 844), "small": (320, 568), "wide": (1280, 900)}
FAINT = """
(() => {
  const light = c => { const s = c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * s[0] + .7152 * s[1] + .0722 * s[2] };
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const svg = e.namespaceURI.endsWith('svg'), style = getComputedStyle(e);
    let ground = null;
    if (svg) ground = rgb(getComputedStyle(e.parentNode.querySelector('rect')).fill);
    for (let n = e; n && !ground; n = n.parentElement) {
      const c = rgb(getComputedStyle(n).backgroundColor);
      if (c.length < 4 || c[3] > 0) ground = c;
    }
    const [a, b] = [light(rgb(svg ? style.fill : style.color)), light(ground.slice(0, 3))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) faint.push(e.className.baseVal ?? e.className + ' ' + e.textContent.slice(0, 20));
  }
  return faint;
})()
"""
WIDER = """
(() => { const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')].filter(e => {
    const r = e.getBoundingClientRect();
    return r.width && !e.closest('.unseen, .skip, .defs, thead') && (r.left < -1 || r.right > width + 1) })
    .map(e => e.tagName + '.' + (e.className.baseVal ?? e.className)) })()
"""


@pytest.fixture(autouse=True, scope="module")
def taxonomy() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "taxonomy", lambda: TAXONOMY)
        yield


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    if not chromium.installed():
        pytest.skip("NOT TESTED IN A BROWSER: no Chromium here (Debian, Ubuntu: apt-get install chromium)")
    with chromium.browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.fixture(scope="module")
def files(taxonomy: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both editions of all that a page can show, and of what no line holds."""
    folder = tmp_path_factory.mktemp("pages")
    contents = {str(code): page for code, page in both().items()}
    contents |= {f"{code} giants": web(code, *giants()) for code in CODES}
    for name, content in contents.items():
        (folder / f"{name}.html").write_bytes(content)
    return {name: folder / f"{name}.html" for name in contents}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["fa", "en", "fa giants", "en giants"])
def test_the_page_holds_on_every_screen(
    name: str, size: str, dark: bool, tab: chromium.Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    width, height = SIZES[size]
    tab.open(files[name], width=width, height=height, dark=dark)
    assert tab.loaded() == [files[name].as_uri()]
    assert tab.complaints() == []
    assert tab.ask("document.documentElement.scrollWidth") <= width
    assert tab.ask(WIDER) == []
    assert tab.ask(FAINT) == []
    assert tab.ask("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]
    assert tab.ask("document.querySelector('h1').getBoundingClientRect().bottom") < height / 2
    (tmp_path / f"{name}-{size}.png").write_bytes(tab.picture())
    ground = tab.ask("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == ("rgb(19, 24, 27)" if dark else "rgb(255, 255, 255)")


@pytest.mark.parametrize(
    "where", [".key .cite", ".figures .cite", ".said .cite", ".findings .cite", ".chart .cite"]
)
@pytest.mark.parametrize("size", ["phone", "wide"])
@pytest.mark.parametrize("code", CODES)
def test_a_chosen_passage_is_shown_and_the_text_stays_where_it_is(
    code: str, size: str, where: str, tab: chromium.Browser, files: dict[str, Path]
) -> None:
    width, height = SIZES[size]
    tab.open(files[code], width=width, height=height)
    assert tab.ask("[...document.querySelectorAll('.passage')].every(e => !e.getClientRects().length)")
    tab.ask(f"document.querySelector('{where}').scrollIntoView({{block: 'center'}})")
    before = tab.ask(f"document.querySelector('{where}').getBoundingClientRect().top")
    tab.click(where)
    number = tab.ask(f"document.querySelector('{where}').hash.slice(2)")
    assert tab.ask("location.hash") == f"#p{number}"
    assert tab.ask("document.activeElement.id") == f"p{number}"
    assert tab.ask(f"document.querySelector('{where}').getBoundingClientRect().top") == pytest.approx(
        before, abs=1
    )
    left, top, right, bottom = tab.ask(
        "(r => [r.left, r.top, r.right, r.bottom])(document.querySelector('.passage:target').getBoundingClientRect())"
    )
    main = tab.ask("(r => [r.left, r.right])(document.querySelector('main').getBoundingClientRect())")
    assert bottom == pytest.approx(height, abs=1)
    if size == "wide":  # beside
        assert (right <= main[0]) if code == "fa" else (left >= main[1])
        assert top == 0
    else:  # below
        assert (left, right) == (0, width)
        assert top >= 0.35 * height
    tab.click(".passage:target .close")
    assert tab.ask("document.querySelector('.passage:target')") is None
    assert tab.ask(f"document.querySelector('{where}').getBoundingClientRect().top") == pytest.approx(
        before, abs=1
    )


def test_the_way_from_a_figure_to_its_article_and_back(tab: chromium.Browser, files: dict[str, Path]) -> None:
    tab.open(files["fa"], "#p1", width=390, height=844)
    assert tab.ask("document.querySelector('.passage:target').id") == "p1"
    tab.click(".passage:target .on a")
    assert tab.ask("document.querySelector(':target').id") == "s1"
    shown = "(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector(':target').getBoundingClientRect())"
    assert tab.ask(shown)
    tab.click("#s1")
    assert tab.ask("document.querySelector(':target').id") == "c1"
    assert tab.ask(shown)


@pytest.mark.parametrize("code", CODES)
def test_a_table_set_as_cards_is_still_a_table_to_a_screen_reader(
    code: str, tab: chromium.Browser, files: dict[str, Path]
) -> None:
    counts = []
    for width, height in (SIZES["phone"], SIZES["wide"]):
        tab.open(files[code], width=width, height=height)
        nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
        roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]
        names = (
            "table",
            "row",
            "cell",
            "rowheader",
            "columnheader",
            "main",
            "navigation",
            "banner",
            "contentinfo",
        )
        counts.append({name: roles.count(name) for name in names})
    assert counts[0] == counts[1]
    assert all(counts[0].values())


def test_keys_lead_to_the_first_figure_with_a_visible_mark(
    tab: chromium.Browser, files: dict[str, Path]
) -> None:
    tab.open(files["en"], width=1280, height=900)
    for _ in range(2):
        for kind in ("keyDown", "keyUp"):
            tab.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert tab.ask("document.activeElement.closest('nav') !== null")
    assert tab.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("code", CODES)
def test_it_prints_in_light_colours_without_what_only_a_screen_needs(
    code: str, tab: chromium.Browser, files: dict[str, Path]
) -> None:
    tab.open(files[code], "#p1", width=1280, height=900, dark=True)
    tab.scheme(True, "print")
    hidden = (
        "['.passage', '.side', 'footer', '.skip'].map(s => document.querySelector(s).getClientRects().length)"
    )
    assert tab.ask(hidden) == [0, 0, 0, 0]
    assert tab.ask("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    printed = base64.b64decode(tab.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert printed.startswith(b"%PDF-")
    tab.scheme(False)
