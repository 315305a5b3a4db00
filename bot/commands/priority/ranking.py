"""Verbs about what comes first: the order of one's own day, and the rules of priority of the workspace."""

from collections.abc import Callable
from dataclasses import replace

from bot.answers import Answer, Changed, Said
from bot.answers.ranking import DryRun, OrderForm, RulesForm, RulesShown
from bot.commands.call import Call, Subcommand
from bot.commands.lines.numbers import read_numbers
from bot.commands.work.amending import changed
from bot.errors import UserError
from bot.rules import availability, permissions, priority
from bot.rules.priority import Rule
from bot.services.priority import priority_rules, ranking, suggesting
from bot.services.work import tasks
from models import Priority
from models.queries import ranking as queries

OFF = "off"
AT_LEAST_TO_ORDER = 2


def comes_first(args: str) -> bool:
    """Numbers and nothing else: "first aid kit" is work."""
    numbers, rest = read_numbers(args)
    return not rest and (bool(numbers) or not args)


def orders(args: str) -> bool:
    """Nothing, or several numbers: "order 42 chairs" is work."""
    numbers, rest = read_numbers(args)
    least = 1 if args.startswith(("#", "＃")) else AT_LEAST_TO_ORDER
    return not args.strip() or (len(numbers) >= least and not rest)


def first(call: Call) -> Answer:
    """`first 42` — do it first today."""
    numbers, _ = read_numbers(call.args)
    if not numbers:
        raise UserError("which_task", verb=call.line.split(None, 1)[0])
    return _put(call, numbers)


def order(call: Call) -> Answer:
    """`order 42 40 41` — the order of your day; without numbers, a form opens."""
    numbers, _ = read_numbers(call.args)
    if not numbers:
        found = ranking.today(call.session, call.actor)
        return OrderForm(found) if len(found) >= AT_LEAST_TO_ORDER else Said("nothing_to_order", {})
    return _put(call, numbers)


def reorder(call: Call) -> Answer:
    """`reorder …` — show the form in that order."""
    numbers, _ = read_numbers(call.args)
    own = {task.number: task for task in queries.list_own(call.session, call.person, numbers)}
    return OrderForm(tuple(own[number] for number in numbers if number in own))


def _put(call: Call, numbers: tuple[int, ...]) -> Changed:
    if len(numbers) > ranking.MOST_IN_A_DAY:
        raise UserError("too_many_to_order", most=ranking.MOST_IN_A_DAY)
    done = ranking.put_first(call.session, call.actor, numbers)
    views = [tasks.view(call.session, tasks.find(call.session, call.actor, n), now=call.actor.now) for n in numbers]
    return replace(changed(call, "order", done), views=tuple(views))


def save_order(call: Call) -> Answer:
    """Keep the order of the form."""
    numbers = tuple(int(number) for number in call.heard.meta.get("order") or ())
    own = {task.number for task in queries.list_own(call.session, call.person, numbers)}
    return _put(call, tuple(number for number in numbers if number in own))


def rules(call: Call) -> Answer:
    """`rules` — what raises a task's priority: switch it on or off, change it, try it over the last month."""
    permissions.check_set_up(call.workspace, call.person, "muster rules")
    what, _, spec = call.args.partition(" ")
    return OF_RULES[what.lower()](call, spec)


def reads_rules(args: str) -> bool:
    return args.partition(" ")[0].lower() in OF_RULES


def _shown(call: Call, spec: str) -> Answer:
    counted = suggesting.counted(call.session, call.actor, of_all=True)
    known = priority_rules.known(call.session, call.actor)
    return RulesShown(priority_rules.in_force(call.actor), known, counted.taken, counted.left)


def _form(call: Call, spec: str) -> Answer:
    return RulesForm(priority_rules.in_force(call.actor), call.heard.channel_id)


def _tried(call: Call, spec: str) -> Answer:
    return _dry_run(call, read_rules(spec))


def _applied(call: Call, spec: str) -> Answer:
    count = priority_rules.apply(call.session, call.actor, read_rules(spec))
    return Said("rules_applied", {"count": count})


OF_RULES: dict[str, Callable[[Call, str], Answer]] = {"": _shown, "edit": _form, "try": _tried, "apply": _applied}


def _dry_run(call: Call, wanted: tuple[Rule, ...]) -> DryRun:
    outcome, examples = priority_rules.dry_run(call.session, call.actor, wanted)
    today = availability.hours(call.person, call.workspace).today(call.actor.now)
    return DryRun(wanted, written(wanted), outcome, examples, today,
                  cut_short=outcome.asked >= priority_rules.MOST_LOOKED_AT)  # fmt: skip


def save_rules(call: Call) -> Answer:
    """Try what the form says; nothing is kept before it is applied."""
    permissions.check_set_up(call.workspace, call.person, "muster rules")
    values = call.heard.values
    spec = " ".join(f"{rule.id}:{values[rule.id]}" for rule in priority.SHIPPED if values.get(rule.id))
    return _dry_run(call, read_rules(spec))


def written(wanted: tuple[Rule, ...]) -> str:
    """How a line says these rules: each with its degree, days or level, or that it is off."""
    return " ".join(f"{rule.id}:{rule.days or rule.level if rule.on else OFF}" for rule in wanted)


def read_rules(spec: str) -> tuple[Rule, ...]:
    """The rules as shipped, with the degrees of such a line. Raises UserError for what is no rule or no degree."""
    found = {rule.id: rule for rule in priority.SHIPPED}
    for word in spec.split():
        name, _, degree = word.partition(":")
        if name not in found:
            raise UserError("no_such_rule", words=word)
        found[name] = _with_degree(found[name], degree, word)
    return tuple(found.values())


def _with_degree(rule: Rule, degree: str, word: str) -> Rule:
    if degree in (OFF, "on"):
        return replace(rule, on=degree != OFF)
    most = priority.MOST_DAYS if rule.days is not None else int(Priority.SOMEDAY)
    if not (degree.isascii() and degree.isdigit() and len(degree) <= len(str(most)) and 1 <= int(degree) <= most):
        raise UserError("no_such_rule", words=word)
    return replace(rule, on=True, **{"days" if rule.days is not None else "level": int(degree)})  # type: ignore[arg-type]


SUBCOMMANDS = (
    Subcommand("first", first, ("先做", "置顶"), comes_first, needs="order"),
    Subcommand("order", order, ("排序", "重排"), orders),
    Subcommand("reorder", reorder, hidden=True, reads=orders, needs="order"),
)

OF_MUSTER = (Subcommand("rules", rules, ("规则", "优先级规则"), reads_rules),)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:order": save_order, "form:rules": save_rules}
