"""What is known while an article is read: everybody met, and who spoke last."""

from collections import defaultdict
from dataclasses import dataclass

from extract.recognise.frames import Report
from extract.recognise.people import Mention, People, Range
from extract.resolve.before import Before
from extract.resolve.bodies import Bodies
from extract.resolve.likeness import Likeness
from extract.resolve.roster import Roster, Speaker
from extract.resolve.standing import Standing
from extract.resolve.titles import Titles
from extract.statements import Basis


@dataclass
class Attribution:
    """The speaker of one report, and how it was found."""

    speaker: Speaker | None
    basis: Basis | None
    mention: Range | None
    antecedent: Range | None
    held: str | None = None


class State:
    """The state of one article; each report's mention moves it."""

    def __init__(
        self, people: People, reports: list[Report], others: list[Mention], spoke: list[Mention]
    ) -> None:
        self.people = people
        self.chars = people.chars
        self.reports = reports
        self.others = others
        """Named people with a post who do not speak (lists of guests, chairs of meetings)."""
        self.spoke = frozenset(spoke)
        """Those who speak, but not a word of it is told."""
        self.current: Speaker | None = None
        self.likeness = Likeness(people)
        self.titles = Titles(self.likeness)
        self.standing = Standing(people)
        self.before = Before(people)
        self.roster = Roster(people, self.likeness)
        self.bodies = Bodies(people, self.roster)
        self.reports_of: dict[int, list[Report]] = defaultdict(list)
        """By the sentence that tells them."""
        self._with_post = frozenset(mention.name for mention in others)
        self._verb_goes_on = False
        self._told_from = -1
        """Index of the first token of the last sentence that reported."""
        self._told_until = 0
        """Index after the last token of what was reported so far."""

    def _pending(self) -> Speaker | None:
        """The last speaker, if it is a post without a name."""
        one = self.current
        return one if one is not None and one.name is None and one.body is None else None

    def _open_to(self, one: Speaker, post: Range) -> bool:
        """Whether nothing speaks against it that a person without a post has this one."""
        return not one.private and not any(self.likeness.same_post(post, other) for other in one.others)

    def _may_hold(self, one: Speaker, post: Range) -> bool:
        """Whether «کریمی، شهردار …» may be somebody of this surname: who has this post or none."""
        if not one.roles:
            return self._open_to(one, post)
        return self.roster.holds(one, post)

    def _speak(self, speaker: Speaker, who: Mention, span: Range, basis: Basis) -> Attribution:
        antecedent = speaker.name or (speaker.mentions[0] if speaker.mentions else None)
        speaker.mentions.append(span)
        self.roster.add_role(speaker, who.role)
        self.current = speaker
        return Attribution(speaker, basis, span, antecedent)

    def _body(self, span: Range, basis: Basis = "named") -> Attribution:
        """A body speaks: one that was met, or the words themselves."""
        fits = self.bodies.meant(span, self.current)
        if len(fits) > 1 or (not fits and self.bodies.points_back(span)):
            return Attribution(None, None, span, None, held="several_candidates" if fits else "no_speaker")
        speaker = fits[0] if fits else Speaker(body=span, mentions=[span], rule="body")
        if speaker not in self.roster.recent:
            self.roster.add(speaker)
        self.current = speaker
        return Attribution(speaker, basis, span, None)
