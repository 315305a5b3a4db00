"""Verbs that say who has which part in a task: reviewers in steps, helpers, those asked and those told."""

from collections.abc import Callable

from bot.answers import Answer, Changed, RolesForm
from bot.commands.call import Call, Subcommand
from bot.commands.lines import naming, outsiders
from bot.commands.lines.carrying import WHO
from bot.commands.lines.numbers import read_numbers
from bot.commands.lines.objects import only_refs
from bot.commands.work.amending import changed, the_one
from bot.commands.work.parts import written
from bot.errors import UserError
from bot.parsing.lines.drafts import PersonRef
from bot.parsing.orders import part_lists
from bot.services.people import people
from bot.services.work import handing, tasks
from bot.services.work import roles as services
from models import History, Person, StepMode, Task

REVIEWERS = ("reviewer", "验收人", "审核人", "评审人", "审核", "评审")
STEPS = 3
SET = frozenset({"reviewers", "accountable"})  # with these a plain list is all there are to be; the others grow
VERBS = {"reviewers": "reviewers", "helpers": "helpers", "accountable": "accountable", "consulted": "consult",
         "informed": "cc"}  # fmt: skip


def reads(args: str) -> bool:
    """A number and people, or nobody: "cc 42 invoices" is work."""
    numbers, rest = read_numbers(args)
    return not args or (len(numbers) == 1 and (not rest or part_lists.named(rest) is not None))


def form(call: Call) -> Answer:
    """`roles 42` — choose who answers for a task, helps, reviews, is asked and is told."""
    task, _ = the_one(call)
    return RolesForm(tasks.view(call.session, task, now=call.actor.now))


def reviewers(call: Call) -> Answer:
    """`reviewers 42 @ann or @bob, then @eve` — who reviews it, step by step; `none` for nobody."""
    return _say(call, "reviewers")


def helpers(call: Call) -> Answer:
    """`helpers 42 +@tom -@ann` — who helps with a task."""
    return _say(call, "helpers")


def consult(call: Call) -> Answer:
    """`consult 42 @eve` — whose advice it needs: they hear of it at the start and before review."""
    return _say(call, "consulted")


def cc(call: Call) -> Answer:
    """`cc 42 @eve` — who hears when a task is finished."""
    return _say(call, "informed")


def accountable(call: Call) -> Answer:
    """`accountable 42 @ann` — who answers for a task; else it's the team's lead."""
    return _say(call, "accountable")


def with_anybody(call: Call) -> Answer:
    """`roles! 42 informed @eve` — the same, though they are from outside the conversation."""
    name, _, rest = call.args.partition(" ")
    return _say(call.with_args(rest), name, with_outsiders=True) if name in services.FIELDS else form(call)


def _say(call: Call, name: str, *, with_outsiders: bool = False) -> Answer:
    task, words = the_one(call)
    said = part_lists.named(words) if words else None
    if said is None:
        return RolesForm(tasks.view(call.session, task, now=call.actor.now))
    words = words.replace("＠", "@")
    found: dict[PersonRef, Person | None] = {}
    for ref in (*said.there, *said.gone):
        found[ref] = naming.certain(call, ref)
        if found[ref] is None:
            line = f"{task.number} {words[: ref.span.start]}{WHO}{words[ref.span.end :]}"
            return naming.ask(call, ref.value, VERBS[name], line)
    there = [person for ref in said.there if (person := found[ref]) is not None]
    outside = [] if with_outsiders else [one for one in there if outsiders.must_ask(call, task, one)]
    if outside:
        return outsiders.ask_about(outside, f"roles! {name} {task.number} {words}")
    gone = {person.id for ref in said.gone if (person := found[ref]) is not None}
    now = list(written(said.there, found))
    if said.is_change or (name not in SET and now):
        ids = {services.read_role(one)[0] for one in now} | gone
        now = [one for one in services.held(call.session, task, name) if services.read_role(one)[0] not in ids] + now
    if name == "accountable" and len(now) > 1:
        raise UserError("one_accountable", number=task.number)
    return _told(call, task, handing.set_parts(call.session, call.actor, task, {name: now}))


def _told(call: Call, task: Task, entry: History | None) -> Answer:
    if entry is None:
        return Changed("edit", (tasks.view(call.session, task, now=call.actor.now),))
    return changed(call, "roles", [(task, entry)])


def save(call: Call) -> Answer:
    """Keep what the form says; empty steps are left out."""
    values = call.heard.values
    task = tasks.find(call.session, call.actor, int(call.heard.meta["number"]))
    chosen: dict[str, list[str]] = {name: list(values.get(name) or ()) for name in ("helpers", "consulted", "informed")}
    chosen["accountable"] = [values["accountable"]] if values.get("accountable") else []
    steps = [step for number in range(1, STEPS + 1) if (step := list(values.get(f"step{number}") or ()))]
    modes = [values.get(f"mode{number}") for number in range(1, STEPS + 1) if values.get(f"step{number}")]
    chosen["reviewers"] = [
        services.written(id_, number, StepMode.ANY if mode == "any" and len(step) > 1 else StepMode.ALL)
        for number, (step, mode) in enumerate(zip(steps, modes, strict=True), 1)
        for id_ in step
    ]
    twice = [id_ for step in steps for id_ in step]
    if len(twice) != len(set(twice)):
        raise UserError("reviews_twice", field="step2")
    named = {services.read_role(one)[0] for value in chosen.values() for one in value}
    known = people.known(call.session, call.workspace, named, call.actor.now)
    had = {role.person_id for role in tasks.view(call.session, task, now=call.actor.now).roles}
    for person in known.values():
        if person.id not in had and outsiders.must_ask(call, task, person):
            raise UserError("outsider_part", field=_field_of(chosen, person.id), name=person.called, number=task.number)
    return _told(call, task, handing.set_parts(call.session, call.actor, task, chosen))


def _field_of(chosen: dict[str, list[str]], person_id: str) -> str:
    name = next(name for name, value in chosen.items() for one in value if services.read_role(one)[0] == person_id)
    return "step1" if name == "reviewers" else name


SUBCOMMANDS = (
    Subcommand("roles", form, ("people", "角色", "分工"), only_refs),
    Subcommand("reviewers", reviewers, REVIEWERS, reads, needs="roles"),
    Subcommand("helpers", helpers, ("helper", "协助人", "协助", "帮手"), reads, needs="roles"),
    Subcommand("consult", consult, ("consulted", "咨询人", "咨询"), reads, needs="roles"),
    Subcommand("cc", cc, ("inform", "informed", "抄送人", "抄送", "知会"), reads, needs="roles"),
    Subcommand("accountable", accountable, ("总负责人", "问责人", "问责"), reads, needs="roles"),
    Subcommand("roles!", with_anybody, hidden=True, reads=lambda args: reads(args.partition(" ")[2]), needs="roles"),
)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:roles": save}
