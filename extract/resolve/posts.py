"""Speakers told by a post alone: who of those known has it, whose other title it may be, or somebody new.

Where that is not sure, the post speaks for itself: what is printed says what the sentence says.
"""

from dataclasses import replace

from extract.recognise.frames import Report
from extract.recognise.kinds import ADDS, BREAK, CUE_SAY, ROLE_ALONE, ROLE_GOVERNOR, ROLE_OF_GOVERNOR, STOP
from extract.recognise.people import Mention, Range
from extract.resolve.names import NameResolver
from extract.resolve.roster import Speaker
from extract.resolve.state import Attribution


class PostResolver(NameResolver):
    """Finds whom a post means."""

    _named_next: list[Mention | None]
    """For each reporting sentence, the first mention from there on that is no pronoun."""

    def _by_role(self, report: Report, who: Mention, number: int) -> Attribution:
        assert who.role is not None
        span = (who.first, who.last)
        alone = who.last - who.first == 1 and self.chars[who.first] in ROLE_ALONE
        fits = self._holding(report, who, who.role)
        if len(fits) > 1 or (alone and not fits):
            self.current = None
            return Attribution(None, None, span, None, held="several_candidates" if fits else "no_speaker")
        if fits:
            self._name_of_nameless(fits[0], report)
            return self._speak(fits[0], who, span, "role")
        return self._of_new_post(report, who, who.role, follows=self._next_new_name(number))

    def _holding(self, report: Report, who: Mention, post: Range) -> list[Speaker]:
        """Return those whom the post may mean of those that have it."""
        fits = self.roster.holding(post)
        if (
            who.also
            and self.current in fits
            and len(fits) == 1
            and not any(self.likeness.equal(role, post) for role in fits[0].roles)
        ):
            fits = []  # «معاون … نیز گفت»: somebody else
        if len(fits) > 1:
            best = [
                one
                for one in fits
                if any(self.people.key(role) == self.people.key(post) for role in one.roles)
            ]
            goes_on = not who.also and self.standing.resumes(report)
            fits = best or ([self.current] if goes_on and self.current in fits else fits)
        if not fits and self.chars[who.first] in ROLE_OF_GOVERNOR:
            fits = [
                one
                for one in self.roster.recent
                if any(self.chars[role[0]] in ROLE_GOVERNOR for role in one.roles)
            ]
        return fits

    def _of_new_post(self, report: Report, who: Mention, role: Range, *, follows: bool) -> Attribution:
        """A post that nobody has: of who was named without one, another of the speaker's, or somebody new.

        Args:
            follows: a new name comes next, whose post it may be.
        """
        span = (who.first, who.last)
        current = self.current
        if not (who.also or follows or self.standing.answers(who, report)):
            roleless = [
                one for one in self.roster.recent if one.name and not one.roles and self._open_to(one, role)
            ]
            if roleless == [current] and self._is_post_of(roleless[0], who, report):
                return self._speak(roleless[0], who, span, "role")
            called = self._second_title(report, role)
            if called is not None:
                return self._speak(called, who, span, "inferred")
            alone = len(roleless) == 1 and not self.roster.nameless()
            if alone and roleless[0].stage and self.standing.resumes(report):
                return replace(self._speak(roleless[0], who, span, "inferred"), held="weak_basis")
        speaker = self.roster.add(Speaker(roles=[role], rule="post"))
        return self._speak(speaker, who, span, "role")

    def _name_of_nameless(self, post: Speaker, report: Report) -> None:
        """«علی … دستور داد …. استاندار سپس …»: the post that spoke nameless has just been named without its post."""
        current = self.current
        if post.name is None and current is not None and current.name is not None and not current.roles:
            last = current.mentions[-1]
            open_to = all(self._open_to(current, role) for role in post.roles)
            if open_to and self.people.marks.first(BREAK, last[0], report.sentence) is None:
                post.name, current.roles = current.name, post.roles

    def _next_new_name(self, number: int) -> bool:
        """Whether the next speaker that is named is somebody not met yet, named without a post."""
        who = self._named_next[number + 1]
        return (
            who is not None
            and who.kind in ("name", "surname")
            and who.name is not None
            and who.role is None
            and not self.roster.named(who.name)
        )

    def _is_post_of(self, current: Speaker, who: Mention, report: Report) -> bool:
        """Whether a post is told of who was just named without one.

        So it is where the name came with the event or the occasion at which was spoken, where the speech goes on («افزود»),
        and after the headline: what has no full stop up to the sentence that tells the post. A post and «گفت» alone
        may begin another's turn; then the occasion must be one that suits the post.
        """
        cue, post = report.cue[0], who.role
        if self.chars[cue] in ADDS or self.people.marks.first(STOP, 0, report.sentence) is None:
            return True
        if current.stage is None or post is None:
            return False
        told = self.likeness.post(post)
        bare = self.chars[cue] in CUE_SAY and cue == who.last
        return not bare or self.standing.suits(current.stage, set(told.words[1:]) - told.places)

    def _second_title(self, report: Report, role: Range) -> Speaker | None:
        """Return whose second title a post is, if there is one person alone whose it may be.

        «رئیس این اتحادیه», of who speaks; «معاون وزیر تعاون», after «معاون امور تعاون وزارت تعاون»; or a verb that goes on
        («افزود») and a post that goes with the speaker's.
        """
        current = self.current
        if current is not None and any(self.titles.one_office(known, role) for known in current.roles):
            return current
        fits = [one for one in self.roster.recent if self._another(one, role)]
        if len(fits) != 1:
            return None
        if fits[0] is current and self.chars[report.cue[0]] in ADDS:
            return current
        deputy = any(self.titles.deputy_in_short(known, role) for known in fits[0].roles)
        return fits[0] if deputy and (fits[0] is current or self.standing.resumes(report)) else None

    def _another(self, one: Speaker, post: Range) -> bool:
        """Whether somebody with posts may be called by this one too, and has none that speaks against it."""
        if any(self.titles.excludes(known, post) for known in one.roles):
            return False
        return any(self.titles.another(known, post) for known in one.roles)

    def _join_late_posts(self) -> None:
        """A post that spoke first and was named only by a later list of people."""
        for post in self.roster.nameless():
            fits = [
                one
                for one in self.roster.recent
                if one.name is not None
                and any(self.likeness.same_post(a, b) for a in one.roles for b in post.roles)
            ]
            if len(fits) == 1:
                post.name = fits[0].name
                post.rule = "post_named_elsewhere"
