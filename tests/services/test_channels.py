"""What becomes of a channel's tasks when the channel is made private, or public."""

import pytest

from bot.heard import ChannelFacts
from bot.services.people import channels, people
from models import ChannelKind, Session
from models.queries import people as people_queries
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task


@pytest.mark.parametrize("heard_by", ["an event", "a look at the channel"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ChannelKind.PUBLIC, ChannelKind.PRIVATE),
        (ChannelKind.PRIVATE, ChannelKind.PUBLIC),
        (ChannelKind.GROUP_DM, ChannelKind.PRIVATE),
    ],
)
def test_tasks_are_as_private_as_their_channel_is_now(
    session: Session, before: ChannelKind, after: ChannelKind, heard_by: str
) -> None:
    ann, tom = make_person(session), make_person(session, "U0TOM")
    here = make_channel(session, members=(ann.id,), kind=before)
    elsewhere = make_channel(session, "C0OTHER", members=(ann.id,), kind=before)
    moved, left = make_task(session, ann, channel=here), make_task(session, ann, channel=elsewhere)
    if heard_by == "an event":
        channels.converted(session, TEAM, here.id, after)
    else:
        people.keep_channel(session, TEAM, ChannelFacts(id=here.id, kind=after, bot_is_in=True), NOW)
    assert here.kind == after
    assert moved.source_is_private == (after != ChannelKind.PUBLIC)
    assert left.source_is_private == (before != ChannelKind.PUBLIC)
    assert (queries.get(session, tom, moved.number, NOW) is not None) == (after == ChannelKind.PUBLIC)
    assert queries.get(session, ann, moved.number, NOW) is not None


def test_a_channel_nobody_knows_is_not_made_by_hearing_that_it_changed(session: Session) -> None:
    make_person(session)
    channels.converted(session, TEAM, "C0NEW", ChannelKind.PUBLIC)
    assert people_queries.channel(session, TEAM, "C0NEW") is None
