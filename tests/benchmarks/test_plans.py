"""Plans are told for all that is asked, and each list goes into the tasks by its own index."""

from benchmarks import large, plans
from models import Session
from models.db import plain_engine

BY = {"my list": "task_mine", "digest": "task_of_channel", "due": "task_nudge_due", "nothing due": "task_nudge_due"}


def test_each_way_into_the_tasks_is_told(database_url: str):
    engine = plain_engine(large.world(database_url, 20_000).url)
    found = {}
    for name, asked in plans.ASKED.items():
        with Session(engine) as session:
            found[name] = plans.ways(session, asked)
            session.rollback()
    engine.dispose()
    assert set(found) == {*BY, "find"}
    assert {name: index for name, index in BY.items() if not any(index in way for way in found[name])} == {}
    assert any("taskwords" in way for way in found["find"])
