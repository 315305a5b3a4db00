"""A workspace of very many tasks is what the figures say it is: lists of one length, words that are found, timers."""

from sqlalchemy import text

from benchmarks import large, lists, ticks
from benchmarks.finding import index_alone
from benchmarks.servers.cast import TEAM
from models import Person, Session
from models.db import plain_engine
from models.queries import listing
from models.queries.listing import Filter

SIZE, OPEN_OF_ONE = 3_000, 33  # the first of all is not theirs


def test_it_holds_what_the_figures_rest_on(database_url: str):
    world = large.world(database_url, SIZE)
    engine = plain_engine(world.url)
    with Session(engine) as session:
        viewer = session.get(Person, (TEAM, large.person(1)))
        assert viewer is not None

        def found(**wanted: object) -> int:
            return listing.count(session, viewer, Filter(**wanted), large.NOW)  # type: ignore[arg-type]

        assert session.execute(text("SELECT count(*) FROM task")).scalar_one() == SIZE
        assert {found(owner_id=large.person(n)) for n in range(1, SIZE // large.EACH)} == {OPEN_OF_ONE, 34}
        assert found(owner_id=viewer.id) == OPEN_OF_ONE
        assert session.connection().exec_driver_sql(lists.BARE).fetchone()[-1] == OPEN_OF_ONE  # type: ignore[index]
        assert found(words="报价", live=False) > 0 < found(words="launch", live=False)
        assert found(words="order777", live=False) == 1
        index_alone(session, "报价")
        assert len(ticks.NUDGES.list_due(session, large.NOW)) == 200 < world.due
        assert ticks.NUDGES.list_due(session, ticks.BEFORE_ANY) == []
    engine.dispose()
