"""Channel summaries against a real database: once a day, never empty, never about what others may not see."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.answers import DigestForm, Help, Preview, Said
from bot.commands.call import Call
from bot.commands.digests import DIGEST, FORMS
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.notices import DigestPaused, DigestPost, Dropped
from bot.services.messages import notices
from bot.services.people import people
from bot.services.rhythm import digests
from bot.services.work import life
from models import Digest, Lane, Outbox, Person, Session, Team, Workspace
from models.queries import deliveries
from models.queries import digests as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MONDAY, TUESDAY, FIVE = date(2026, 3, 9), date(2026, 3, 10), datetime(2026, 3, 9, 16, tzinfo=UTC)  # 17:00 in Berlin
SETTINGS = digests.Settings((1, 2, 3, 4, 5), time(17), "Europe/Berlin")


class World:
    """A channel with a digest, its lead and another member."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ann, self.bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
        self.channel = make_channel(session, members=("U0ANN", "U0BOB"))
        self.digest = digests.set_up(session, acting(session, self.ann), self.channel, SETTINGS)

    def task(self, **fields: Any) -> Any:
        return make_task(self.session, self.bob, **({"channel": self.channel} | fields))

    def row(self, day: date = MONDAY) -> Outbox | None:
        return deliveries.outbox_by_key(self.session, TEAM, f"digest:{self.channel.id}:{day}")

    def step(self, now: datetime) -> DigestPost | Dropped | None:
        """Let the clock tick and compose what was written for that day."""
        for key in digests.due(self.session, now):
            digests.post(self.session, key, now)
        row = self.row((now + HOUR).date())
        if row is None or row.created_at != now:
            return None
        notice = notices.compose(self.session, row, now)
        assert isinstance(notice, DigestPost | Dropped)
        return notice

    def end(self, day: date = MONDAY) -> tuple[str, str] | None:
        row = deliveries.occurrence(self.session, TEAM, "digest", self.channel.id, "", day.isoformat())
        return (row.state, row.reason) if row else None

    def say(self, words: str, person: Person | None = None, **changes: Any) -> Any:
        """What `/digest <words>` answers."""
        call = self.call(person or self.ann, **changes)
        found = DIGEST.find(words)
        if found is None:
            return DIGEST.other(call) if words else DIGEST.empty(call)
        return found[0].run(call.with_args(found[1]))

    def call(self, person: Person, **changes: Any) -> Call:
        fields: dict[str, Any] = {
            "workspace_id": TEAM, "person_id": person.id, "door": Door.SLASH, "text": "", "gesture": Gesture("g"),
            "channel_id": self.channel.id, "channel_kind": self.channel.kind,
        }  # fmt: skip
        return Call(self.session, Heard(**(fields | changes)), acting(self.session, person), "")

    def save(self, person: Person | None = None, **values: Any) -> Any:
        chosen = {"days": ["1", "3"], "at": "9:05", "zone": "Asia/Shanghai"} | values
        return FORMS["form:digest"](self.call(person or self.ann, values=chosen, meta={"channel": self.channel.id}))


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def posted(notice: DigestPost | Dropped | None) -> DigestPost:
    assert isinstance(notice, DigestPost)
    return notice


def numbers(post: DigestPost) -> dict[str, list[int]]:
    return {name: [task.number for task in getattr(post, name)] for name in ("done", "late", "soon", "blocked", "new")}


# --- the post


def test_a_channel_hears_once_a_day_at_its_own_hour(world: World):
    task = world.task()
    assert world.step(FIVE - MINUTE) is None
    post = posted(world.step(FIVE))
    assert (post.on, post.full, post.preview, numbers(post)["new"]) == (MONDAY, True, False, [task.number])
    assert world.step(FIVE + MINUTE) is None
    assert world.digest.next_at == FIVE + DAY


def test_a_post_is_a_letter_to_the_channel_that_expires(world: World):
    world.task()
    world.step(FIVE)
    row = world.row()
    assert row is not None
    assert (row.kind, row.to, row.reader_id, row.lane) == ("digest", world.channel.id, None, Lane.BULK)
    assert row.expires_at == FIVE + 3 * HOUR
    assert notices.compose(world.session, row, FIVE + 3 * HOUR + MINUTE) == Dropped("late")


def test_it_says_what_was_done_is_late_due_soon_blocked_and_new(world: World):
    done, late, soon, blocked, new = (
        world.task(), world.task(due_on=date(2026, 3, 6)), world.task(due_on=TUESDAY), world.task(), world.task()
    )  # fmt: skip
    bob = acting(world.session, world.bob, now=NOW + HOUR)
    life.done(world.session, bob, done)
    life.block(world.session, bob, blocked, reason="the price", by="U0ANN")
    post = posted(world.step(FIVE))
    assert numbers(post) == {
        "done": [done.number], "late": [late.number], "soon": [soon.number], "blocked": [blocked.number],
        "new": [new.number],
    }  # fmt: skip
    assert set(post.people) == {"U0ANN", "U0BOB"}


def test_with_nothing_to_say_nothing_is_sent(world: World):
    assert world.step(FIVE) is None
    assert world.row() is None
    assert world.end() == ("skipped", "nothing to say")
    assert world.digest.next_at == FIVE + DAY


def test_what_another_channel_or_a_direct_message_holds_is_never_in_it(world: World):
    secret = make_channel(world.session, "C0SECRET", kind="private", members=("U0BOB",))
    other = make_channel(world.session, "C0OTHER", members=("U0BOB",))
    for channel in (secret, other, None):
        world.task(channel=channel, due_on=date(2026, 3, 6), title="Buy the rival")
    assert world.step(FIVE) is None
    assert world.end() == ("skipped", "nothing to say")


def test_a_private_channel_hears_its_own_tasks(session: Session):
    world = World(session)
    channel = make_channel(session, "C0SECRET", kind="private", members=("U0ANN",))
    digests.set_up(session, acting(session, world.ann), channel, SETTINGS)
    world.channel = channel
    task = world.task()
    assert numbers(posted(world.step(FIVE)))["new"] == [task.number]


def test_after_the_first_of_the_week_only_what_matters_and_the_change(world: World):
    late = world.task(due_on=date(2026, 3, 6))
    world.task(due_on=date(2026, 3, 6))
    assert posted(world.step(FIVE)).change == {}
    life.done(world.session, acting(world.session, world.bob, now=FIVE + HOUR), late)
    world.task(now=FIVE + HOUR)
    post = posted(world.step(FIVE + DAY))
    assert (post.full, post.since, post.new) == (False, FIVE, ())
    assert [task.number for task in post.done] == [late.number]
    assert post.change == {"done": 1, "late": -1, "soon": 0}


def test_a_full_post_says_what_moved_in_every_list(world: World):
    blocked = world.task()
    life.block(world.session, acting(world.session, world.bob), blocked, reason="the price")
    friday, monday = FIVE + 4 * DAY, FIVE + 7 * DAY
    world.digest.last_at, world.digest.next_at = friday, monday
    world.digest.last = {"done": 2, "late": 0, "soon": 1, "blocked": 0, "new": 0}
    post = posted(world.step(monday))
    assert post.change == {"done": -2, "late": 0, "soon": -1, "blocked": 1, "new": 0}


def test_a_post_is_true_when_it_is_read(world: World):
    late = world.task(due_on=date(2026, 3, 6))
    world.step(FIVE)
    life.done(world.session, acting(world.session, world.bob, now=FIVE), late)
    row = world.row()
    assert row is not None
    assert numbers(posted(notices.compose(world.session, row, FIVE + MINUTE)))["late"] == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("down", "comes"), [(3 * MINUTE, True), (2 * HOUR, True), (3 * HOUR, False)])
def test_a_late_summary_comes_within_three_hours_or_not_at_all(world: World, down: timedelta, comes: bool):
    world.task()
    assert (world.step(FIVE + down) is not None) is comes
    assert world.end() == (("pending", "") if comes else ("expired", "late"))
    assert world.digest.next_at == FIVE + DAY


def test_after_three_days_only_the_newest_comes(world: World):
    late = world.task(due_on=date(2026, 3, 6))
    post = posted(world.step(FIVE + 3 * DAY))
    assert (post.on, numbers(post)["late"]) == (date(2026, 3, 12), [late.number])
    assert world.end(MONDAY) == ("expired", "late")
    assert world.step(FIVE + 3 * DAY + MINUTE) is None


def test_every_day_that_passed_while_muster_was_away_is_noted_and_none_is_posted_twice(world: World):
    world.task(due_on=date(2026, 3, 6))
    posted(world.step(FIVE + 3 * DAY))
    ends = [world.end(MONDAY + n * DAY) for n in range(-1, 5)]
    assert ends == [None, *[("expired", "late")] * 3, ("pending", ""), None]


def test_a_later_hour_on_a_day_that_was_posted_does_not_post_it_again(world: World):
    world.task()
    posted(world.step(FIVE))
    digests.set_up(world.session, acting(world.session, world.ann, now=FIVE + MINUTE), world.channel,
                   digests.Settings(SETTINGS.days, time(18, 30), SETTINGS.zone))  # fmt: skip
    assert world.digest.next_at == FIVE + HOUR + 30 * MINUTE
    assert world.step(FIVE + HOUR + 30 * MINUTE) is None


@pytest.mark.parametrize("archived", [True, False])
def test_where_muster_may_no_longer_speak_it_pauses_and_tells_the_leads_once(world: World, archived: bool):
    world.task()
    people.lose_channel(world.session, TEAM, world.channel.id, archived=archived)
    assert world.step(FIVE) is None
    assert (world.digest.paused, world.digest.next_at) == (True, None)
    assert world.end() == ("skipped", "Muster is not in the channel any more")
    row = deliveries.outbox_by_key(world.session, TEAM, f"digest:paused:{world.channel.id}:{MONDAY}:U0ANN")
    assert row is not None
    assert notices.compose(world.session, row, FIVE) == DigestPaused(world.channel)
    assert world.step(FIVE + DAY) is None


def test_a_post_written_before_the_channel_was_lost_is_not_sent(world: World):
    world.task()
    world.step(FIVE)
    people.lose_channel(world.session, TEAM, world.channel.id)
    row = world.row()
    assert row is not None
    assert notices.compose(world.session, row, FIVE) == Dropped("Muster is not in the channel any more")


@pytest.mark.parametrize("words", ["pause", "off"])
def test_a_post_written_before_it_was_stopped_is_not_sent(world: World, words: str):
    world.task()
    world.step(FIVE)
    world.say(words)
    row = world.row()
    assert row is not None
    assert notices.compose(world.session, row, FIVE) == Dropped("switched off")


def test_a_suspended_workspace_posts_nothing(world: World):
    world.task()
    workspace = world.session.get(Workspace, TEAM)
    assert workspace is not None
    workspace.suspended = True
    assert world.step(FIVE) is None
    assert world.digest.next_at == FIVE + DAY


# --- the command


def test_the_form_knows_what_was_chosen(world: World):
    form = world.say("setup")
    assert isinstance(form, DigestForm)
    assert (form.channel, form.digest, form.zone, form.at) == (world.channel, world.digest, "Europe/Berlin", time(17))


def test_the_first_form_begins_with_the_speakers_zone_at_five(session: Session):
    world = World(session)
    world.channel = make_channel(session, "C0NEW", members=("U0BOB",))
    form = world.say("setup", world.bob)
    assert (form.digest, form.zone, form.at) == (None, "Europe/Berlin", time(17))


def test_saving_the_form_keeps_it_and_sets_the_next_post(world: World):
    said = world.save()
    assert isinstance(said, Said)
    assert said.key == "digest_saved"
    digest = queries.get(world.session, TEAM, world.channel.id)
    assert digest is not None
    assert (digest.days, digest.at, digest.zone) == ([1, 3], time(9, 5), "Asia/Shanghai")
    assert digest.next_at == said.params["next_at"] == datetime(2026, 3, 11, 1, 5, tzinfo=UTC)


def test_whoever_sets_up_the_first_summary_leads_the_team(session: Session):
    world = World(session)
    world.channel = make_channel(session, "C0NEW", members=("U0BOB",))
    world.save(world.bob)
    team = session.get(Team, (TEAM, "C0NEW"))
    assert team is not None
    assert team.leads == ["U0BOB"]


@pytest.mark.parametrize(
    ("values", "key", "field"),
    [
        ({"days": []}, "no_days", "days"),
        ({"days": ["8", "x"]}, "no_days", "days"),
        ({"at": "25:00"}, "bad_time", "at"),
        ({"at": ""}, "bad_time", "at"),
        ({"zone": "Mars/Olympus"}, "no_such_zone", "zone"),
    ],
)
def test_a_wrong_field_is_named(world: World, values: dict[str, Any], key: str, field: str):
    with pytest.raises(UserError) as refused:
        world.save(**values)
    assert (refused.value.key, refused.value.field) == (key, field)


@pytest.mark.parametrize("words", ["setup", "pause", "resume", "off"])
def test_only_leads_and_admins_change_it(world: World, words: str):
    with pytest.raises(UserError) as refused:
        world.say(words, world.bob)
    assert (refused.value.key, refused.value.params) == ("leads_only", {"leads": ("U0ANN",)})
    world.say(words, make_person(world.session, "U0BOSS", is_admin=True))


def test_the_form_is_checked_for_rights_again_when_it_is_saved(world: World):
    with pytest.raises(UserError) as refused:
        world.save(world.bob)
    assert refused.value.key == "leads_only"


@pytest.mark.parametrize("words", ["setup", "preview", "pause", "resume", "off"])
def test_a_direct_message_has_no_summary(world: World, words: str):
    with pytest.raises(UserError) as refused:
        world.say(words, channel_id="D0ANN", channel_kind="im")
    assert refused.value.key == "run_in_channel"


@pytest.mark.parametrize("words", ["setup", "resume"])
def test_muster_has_to_be_in_the_channel(world: World, words: str):
    people.lose_channel(world.session, TEAM, world.channel.id)
    with pytest.raises(UserError) as refused:
        world.say(words)
    assert refused.value.key == "bot_not_in_channel"


def test_a_pause_stops_it_and_resuming_begins_afresh(world: World):
    world.task(due_on=date(2026, 3, 6))
    posted(world.step(FIVE))
    assert world.say("pause").key == "digest_paused"
    assert world.step(FIVE + DAY) is None
    said = world.say("resume")
    assert (said.key, said.params["next_at"]) == ("digest_resumed", FIVE)  # the command speaks as of Monday morning
    assert (world.digest.last_at, world.digest.last) == (None, {})


def test_switched_off_it_is_forgotten_and_the_team_stays(world: World):
    assert world.say("off").key == "digest_off"
    assert queries.get(world.session, TEAM, world.channel.id) is None
    assert world.session.get(Team, (TEAM, world.channel.id)) is not None
    with pytest.raises(UserError) as refused:
        world.say("pause")
    assert refused.value.key == "no_digest_here"


@pytest.mark.parametrize("words", ["preview", ""])
def test_a_preview_is_for_one_person_and_changes_nothing(world: World, words: str):
    task = world.task()
    before = world.digest.next_at
    shown = world.say(words, world.bob)
    assert isinstance(shown, Preview)
    assert (shown.notice.preview, numbers(shown.notice)["new"]) == (True, [task.number])
    assert (world.digest.next_at, world.digest.last_at, world.row()) == (before, None, None)


def test_a_preview_before_any_set_up_shows_the_usual_one(session: Session):
    world = World(session)
    world.channel = make_channel(session, "C0NEW", members=("U0BOB",))
    task = world.task()
    assert numbers(world.say("preview", world.bob).notice)["new"] == [task.number]
    assert session.get(Digest, (TEAM, "C0NEW")) is None


@pytest.mark.parametrize("words", ["help", "what is this", ""])
def test_without_a_summary_it_says_how_to_get_one(session: Session, words: str):
    world = World(session)
    world.channel = make_channel(session, "C0NEW", members=("U0BOB",))
    shown = world.say(words)
    assert isinstance(shown, Help)
    assert [usage for usage, _ in shown.entries] == ["setup", "preview", "pause", "resume", "off", "help"]
    assert all(what for _, what in shown.entries)


def test_holidays_of_the_workspace_have_no_post(session: Session):
    make_workspace(session, holiday_region="DE")
    world = World(session)
    world.task(due_on=date(2026, 4, 1))
    world.digest.next_at = datetime(2026, 4, 2, 15, tzinfo=UTC)
    posted(world.step(world.digest.next_at))
    assert world.digest.next_at == datetime(2026, 4, 7, 15, tzinfo=UTC)


def test_the_channel_of_the_form_is_one_of_this_workspace(world: World):
    with pytest.raises(UserError) as refused:
        FORMS["form:digest"](world.call(world.ann, values={}, meta={"channel": "C0ELSEWHERE"}))
    assert refused.value.key == "run_in_channel"
