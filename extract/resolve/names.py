"""Speakers told by a name: who of those known it means, or somebody new and which post is theirs."""

from dataclasses import replace

from extract.grammar.tags import kind
from extract.recognise.frames import Report
from extract.recognise.kinds import (
    ADDS,
    CUE_OR_QUOTE,
    GIVEN_NAME,
    PRONOUN,
    ROLE_HEAD,
    SENTENCE_END,
    STOP,
    STOP_BREAK_OR_COLON,
    VERB,
)
from extract.recognise.people import Mention, Range
from extract.resolve.roster import Speaker
from extract.resolve.state import Attribution, State
from extract.statements import Basis

_PLURAL = kind("suffix.plural|suffix.animate")


class NameResolver(State):
    """Finds whom a name means."""

    def _by_one_name(self, report: Report, who: Mention) -> Attribution:
        if (
            who.kind == "single"
            and self._pending() is None
            and self.chars[who.first] not in GIVEN_NAME
            and not self.roster.named(who.name or (0, 0))
            and self.people.full_name(who.name or (0, 0)) is None
        ):
            found = self._body((who.first, who.last), "inferred")
            return replace(found, held=found.held or "weak_basis")
        return self._by_name(who, self._told(report, who))

    def _told(self, report: Report, who: Mention) -> Speaker:
        """Return what the sentence tells of the person whom it names, as of somebody new."""
        private = self.standing.private(who, report)
        others = self.standing.others(who, report, self.reports_of[report.sentence])
        private = private and not self._versed(report, who)
        just_told = self._subject_before(report, who)
        stage = self.standing.stage(who, report)
        return Speaker(roles=just_told, private=private, others=others, stage=stage)

    def _versed(self, report: Report, who: Mention) -> bool:
        """«مدیرعامل تعاونی پرورش میگو … گفت …. X که ۱۷ سال سابقه پرورش میگو دارد، گفت: …»: of the field of the post."""
        pending = self._pending()
        field = None if pending is None else self.standing.experience(who, report)
        if pending is None or not field:
            return False
        return any(all(word in self.likeness.post(one).key for word in field) for one in pending.roles)

    def _subject_before(self, report: Report, who: Mention) -> list[Range]:
        """Return the post that the sentence before tells of, without a name: «رئیس اتاق … نگاه دیگری دارد. X می‌گوید: …»."""
        if who.role is not None or who.name is None or who.name[1] - who.name[0] < 2 or who.also:
            return []
        before = self.before.sentence(report, self._told_from)
        if before is None or before[0] < self._told_until:
            return []
        if self.current is not None and self.chars[report.cue[0]] in ADDS:
            return []
        if self.people.marks.first(PRONOUN, who.last, report.cue[0]) is not None:
            return []  # «وزیر وارد یزد شد. X در دیدار با وی گفت: …»
        post = self.before.post_told(before)
        return [] if post is None else [post]

    def _by_name(self, who: Mention, told: Speaker) -> Attribution:
        name = who.name
        assert name is not None
        if who.role is not None and self.chars[who.role[0]] in _PLURAL:
            who = who._replace(role=None)  # «اسکویی مدیران شعب را …»: nobody's post
        fits = self._fitting(who, name)
        doubt = who.kind == "surname" and fits[:1] != [self.current] and self.roster.namesake(name, fits)
        if len(fits) > 1 or doubt:
            return Attribution(None, None, name, None, held="several_candidates")
        basis: Basis = "surname" if who.kind == "surname" and fits else "named"
        speaker = fits[0] if fits else self._fresh(who, told)
        speaker.private |= told.private
        speaker.stage = speaker.stage or told.stage
        speaker.others += told.others
        antecedent = speaker.name
        speaker.mentions.append(name)
        self.roster.add_role(speaker, who.role)
        self.current = speaker
        return Attribution(speaker, basis, (who.first, who.last), antecedent)

    def _fitting(self, who: Mention, name: Range) -> list[Speaker]:
        fits = self.roster.named(name, full=who.kind == "name")
        role = who.role
        if role is not None and who.kind != "name" and name[1] - name[0] == 1:
            return [one for one in fits if self._may_hold(one, role)]
        if len(fits) > 1 and role is not None:
            return [one for one in fits if self.roster.holds(one, role)] or fits
        if len(fits) > 1 and self.current in fits and who.kind == "surname":
            return [self.current]
        return fits

    def _fresh(self, who: Mention, told: Speaker) -> Speaker:
        """A new person; takes the post that has just spoken without a name."""
        before = self._post_just_told(who) if who.role is None and not told.private else None
        if before is not None:
            return self.roster.add(Speaker(name=who.name, roles=[before], rule="post_in_sentence_before"))
        who = self._in_full(who)
        pending = self._pending()
        if pending is not None and not self._takes(pending, who, told):
            pending = None
        if told.roles:
            return self._of_post_told(who, told.roles[0], pending, told)
        if pending is None and who.role is not None:
            role = who.role
            pending = next((one for one in self.roster.nameless() if self.roster.holds(one, role)), None)
        if pending is None:
            return self.roster.add(Speaker(name=who.name, rule="named"))
        pending.name = who.name
        pending.rule = "name_after_post"
        return pending

    def _of_post_told(self, who: Mention, post: Range, pending: Speaker | None, told: Speaker) -> Speaker:
        """A new person after a sentence that tells of a post: theirs, if nobody has it and no other post waits for a name."""
        fits = self.roster.holding(post)
        if pending is not None and fits == [pending]:
            pending.name, pending.rule = who.name, "name_after_post"
            return pending
        theirs = pending is None and not fits and self.before.alone(post) and self._open_to(told, post)
        return self.roster.add(Speaker(name=who.name, roles=[post] if theirs else [], rule="named"))

    def _in_full(self, who: Mention) -> Mention:
        """Return who was named in full somewhere, though not as a speaker, by that name; not who has another post."""
        if who.name is None or who.kind not in ("surname", "single"):
            return who
        full = self.people.full_name(who.name)
        if full is None or full == who.name:
            return who
        role = who.role
        if role is not None and not all(self._may_hold(one, role) for one in self.roster.named(full)):
            return who
        return who._replace(name=full)

    def _takes(self, pending: Speaker, who: Mention, told: Speaker) -> bool:
        """A name without a post, or with the same; another post only where the speech goes on («…، افزود:»)."""
        role = who.role
        if role is None:
            return all(self._open_to(told, one) for one in pending.roles)
        if self.roster.holds(pending, role):
            return True
        goes_on = self._verb_goes_on and not who.also
        return goes_on and any(self.titles.akin(one, role) for one in pending.roles)

    def _post_just_told(self, who: Mention) -> Range | None:
        """«سخنران بعدی مدیرکل تعاون استان بود. علی … گفت»: the one post of a sentence before that reports nothing."""
        end = self.people.marks.last(SENTENCE_END, 0, who.first)
        if end is None or who.first - end > 2 or self.chars[end] not in STOP:
            return None
        start = self.people.marks.last(STOP_BREAK_OR_COLON, 0, end)
        start = 0 if start is None else start + 1
        if self.people.marks.first(CUE_OR_QUOTE, start, end) is not None or self.chars[end - 1] not in VERB:
            return None
        posts = [self.people.post_at(at, end) for at in self.people.marks.within(ROLE_HEAD, start, end)]
        found = [post for post in posts if post is not None]
        return found[0] if len(found) == 1 and found[0][1] == end - 1 else None

    def _meet(self, mention: Mention) -> None:
        """Take note of a named person with a post who is not reporting here, or of who spoke without a word being told."""
        if mention in self.spoke:
            self._spoke(mention)
        elif mention.name is not None:
            self._met(mention)

    def _spoke(self, who: Mention) -> None:
        if self.before.aside(who.first):
            self.current = None
            return
        if who.name is not None:
            fits = self._fitting(who, who.name)
        else:
            fits = self.roster.holding(who.role) if who.role is not None else []
            if not fits and self.current is None:
                return  # the headline «…؛ مدیرکل تعاون زنجان خبر داد»
        if len(fits) > 1:
            self.current = None
            return
        speaker = fits[0] if fits else self.roster.add(Speaker(name=who.name, rule="named"))
        speaker.mentions.append(who.name or (who.first, who.last))
        self.roster.add_role(speaker, who.role)
        self.current = speaker

    def _met(self, mention: Mention) -> None:
        assert mention.name is not None
        fits = self.roster.named(mention.name)
        if len(fits) == 1:
            speaker = fits[0]
        elif fits:
            return
        else:
            speaker = self.roster.add(Speaker(name=mention.name, rule="named_with_post"))
        speaker.mentions.append(mention.name)
        self.roster.add_role(speaker, mention.role)
        heads = mention.first == 0 or self.people.chars[mention.first - 1] in SENTENCE_END
        if heads and mention.first not in self.reports_of:
            self.current = speaker  # «X، فرماندار …، آخرین سخنران بود. او …»
