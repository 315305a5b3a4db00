"""Who is kept informed hears how a task stands on the first day of their week, and when it ends."""

from bot.services.work import life, roles
from models import Session
from tests.factories import acting, make_person, make_task
from tests.services.ticking import DAY, MORNING, step


def followed(session: Session, moment: object) -> dict[str, list[int]]:
    return {said.person.id: [task.number for task in said.followed] for said in step(session, moment)}  # type: ignore[arg-type]


def test_once_a_week_and_never_about_what_is_closed_or_their_own(session: Session) -> None:
    ann, eve = make_person(session, "U0ANN"), make_person(session, "U0EVE")
    running, closed, own = make_task(session, ann), make_task(session, ann), make_task(session, eve)
    for task in (running, closed, own):
        roles.put(session, task, "informed", ["U0EVE"])
    life.done(session, acting(session, ann), closed)
    assert followed(session, MORNING)["U0EVE"] == [running.number]
    assert followed(session, MORNING + DAY).get("U0EVE", []) == []
    assert followed(session, MORNING + 7 * DAY)["U0EVE"] == [running.number]
