"""A whole and its parts are one piece of work, however deep the parts lie and however many there are."""

import pytest
from sqlalchemy import insert

from bot.errors import UserError
from bot.services.people.actors import Actor
from bot.services.plan import plans
from bot.services.work import tasks
from models import Session, Task
from tests.factories import acting, make_person, make_task


def a_deep_tree(session: Session, depth: int) -> tuple[Actor, list[Task]]:
    """Each a part of the one before."""
    ann = make_person(session)
    made = [make_task(session, ann, title="Level 0")]
    for level in range(1, depth):
        made.append(make_task(session, ann, title=f"Level {level}", parent_number=made[-1].number))
    return acting(session, ann), made


def test_a_whole_and_its_parts_never_wait_for_each_other_however_deep_they_lie(session: Session) -> None:
    actor, tree = a_deep_tree(session, 45)
    other = make_task(session, actor.person, title="Beside")
    top, deep = tree[0], tree[-1]
    plans.after(session, actor, other, [deep.number])
    edits = {
        "waits_for_its_part": lambda: plans.after(session, actor, top, [deep.number]),
        "order_in_a_circle": lambda: plans.after(session, actor, deep, [top.number]),
        "waits_for_its_part, once it is its part": lambda: plans.part(session, actor, top, other.number),
    }
    for expected, edit in edits.items():
        with pytest.raises(UserError) as caught, session.begin_nested():
            edit()
        session.expire_all()
        assert caught.value.key == expected.partition(",")[0]
    rolled = tasks.view(session, top, now=actor.now, viewer=actor.person).plan.rolled
    assert rolled is not None
    assert rolled.total == len(tree) - 1


def test_a_part_among_many_is_not_overlooked(session: Session) -> None:
    ann = make_person(session)
    whole, part = make_task(session, ann), make_task(session, ann)
    alike = part.model_dump() | {"parent_number": whole.number}
    session.execute(insert(Task), [alike | {"number": 1000 + n} for n in range(600)])
    session.expire_all()
    with pytest.raises(UserError) as caught:
        plans.after(session, acting(session, ann), whole, [1599])
    assert caught.value.key == "waits_for_its_part"
