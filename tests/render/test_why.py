"""Every reason that is kept has words in both languages, and what is read of a reminder says rule, clock and end."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import rules, services
from bot.answers import Shown
from bot.answers.whys import Expected, Fell, Next, Why
from bot.locales import words
from bot.notices import Brief, Nudge, Nudges
from bot.render import occurrences, slack
from models import AnswerState
from tests.render import reading, samples

SERVICES, RULES = (Path(one.__file__ or "").parent for one in (services, rules))
WRITING = [*SERVICES.glob("rhythm/*.py"), SERVICES / "messages" / "outbox.py", SERVICES / "messages" / "notices.py",
           SERVICES / "messages" / "deliveries.py", RULES / "nudging.py"]  # fmt: skip
ENDS, STATES = ("OccurrenceState", "Dropped"), ("state", "outcome", "verdict")


def constants_of(trees: list[ast.Module]) -> dict[str, str]:
    return {
        target.id: node.value.value
        for tree in trees for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip


def texts(node: ast.expr | None, named: dict[str, str]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from (*texts(node.body, named), *texts(node.orelse, named))
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in named:
            yield named[name]
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            yield text.partition(":")[0]


def is_end(node: ast.expr) -> bool:
    """`OccurrenceState.X`, or a choice between two of them."""
    if isinstance(node, ast.IfExp):
        return is_end(node.body) and is_end(node.orelse)
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "OccurrenceState"


def beside(node: ast.AST) -> list[ast.expr]:
    """The expressions in which a reason may stand: beside the end it explains, or where only reasons go."""
    match node:
        case ast.Tuple() if any(is_end(one) for one in node.elts):
            return [one for one in node.elts if not is_end(one)]
        case ast.Call():
            found = [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
            if ast.unparse(node.func) == "Dropped" or any(is_end(one) for one in node.args):
                found += node.args
            return found
        case ast.Assign(targets=[ast.Attribute(attr="reason")]):
            return [node.value]
        case ast.Assign(targets=[ast.Tuple(elts=[*_, ast.Attribute(attr="reason")]), *_], value=ast.Tuple(elts=elts)):
            return elts[-1:]
        case _:
            return []


def reasons_written() -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in WRITING]
    named = constants_of(trees)
    found = {text for tree in trees for node in ast.walk(tree) for one in beside(node) for text in texts(one, named)}
    return found - {""}


# those of channels, of lists for leads, and of what was asked for
NOT_OF_PEOPLE = {"switched off", "unknown channel", "nobody is missing, or leads no more", "nobody to give it to"}


def test_every_reason_that_is_kept_has_words() -> None:
    written = reasons_written()
    assert {"acted just now", "budget", "late", "told in the morning brief", "no access", "off", "paused"} <= written
    assert len(written) > 30
    assert {one for one in written - NOT_OF_PEOPLE if occurrences.reason(one) is None} == set()
    assert {state for state in AnswerState if occurrences.reason(state) is None} - {AnswerState.ASKED} == set()


def test_the_words_of_reasons_are_other_words_in_chinese() -> None:
    say = words("zh")
    told = {*occurrences.REASONS.values(), *occurrences.RULES.values(), *occurrences.LEVELS.values()}
    assert {one for one in told if say(one) == one} == set()


def drawn(answer: Why | Next, language: str = "en") -> str:
    return "\n".join(reading.shown(slack.message(answer, samples.reader(language))))


def fell(**fields: object) -> Why:
    given: dict[str, object] = {"kind": "stale", "due_at": samples.NOW - timedelta(hours=1), "state": "sent"}
    facts = {"hours": 16.0, "level": "light"}
    return Why(samples.person(), (Fell(**(given | {"facts": facts, "task": samples.task()} | fields)),), 1, 1, 14)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "said"), [
    ("en", ("#42", "no news for 16 h of working time", "half as often, as you wish", "left out: you had just acted")),
    ("zh", ("#42", "工作时间 16 小时没有进展", "按你的设置减半提醒", "没有发：你刚刚处理过")),
])  # fmt: skip
def test_a_row_says_the_rule_the_clock_and_the_end(language: str, said: tuple[str, ...]) -> None:
    found = drawn(fell(state="superseded", reason="acted just now"), language)
    assert [part for part in said if part not in found] == []


def test_an_escalation_names_its_step() -> None:
    facts = {"when": "late", "days": 3, "hours": 0}
    found = fell(kind="escalation.late", nth=2, facts=facts)
    assert "late, and nothing moved for 3 working days; escalation, step 2" in drawn(found)
    assert "逾期，3 个工作日没有动静；升级提醒，第 2 步" in drawn(found, "zh")


def test_what_comes_next_says_once_that_it_is_the_brief() -> None:
    coming = (Expected("brief", samples.NOW, ("U0ANN",)), Expected("soon", samples.NOW, ("U0ANN",)))
    found = drawn(Next(samples.task(), coming))
    assert "it's in your brief" in found
    assert "morning brief" not in found
    assert "before the hour it's due" in found


@pytest.mark.parametrize(("language", "said"), [
    ("en", "you, <@U0BOB> and <@U0DANA> hear of it"), ("zh", "会告诉你、<@U0BOB>和 <@U0DANA>"),
])  # fmt: skip
def test_several_who_hear_of_it_stand_in_one_line(language: str, said: str) -> None:
    facts = {"when": "late", "days": 1, "hours": 0}
    coming = Expected("escalation.late", samples.NOW, ("U0ANN", "U0BOB", "U0DANA"), 1, facts)
    assert said in drawn(Next(samples.task(), (coming,)), language)


def test_what_slack_answered_is_told_as_it_is() -> None:
    assert "could not be sent: it answered `msg_too_long`" in drawn(fell(state="dead", reason="msg_too_long"))


def test_a_reason_without_words_is_not_said_in_another_language() -> None:
    assert "something new" not in drawn(fell(state="skipped", reason="something new"), "zh")


def test_what_comes_next_is_told_in_a_line_under_a_task() -> None:
    at = samples.NOW + timedelta(hours=3)
    coming = tuple(Expected(kind, at + timedelta(hours=place), (who,)) for place, (kind, who) in enumerate(
        [("stale", "U0ANN"), ("escalation.late", "U0BOB"), ("stale", "U0ANN"), ("stale", "U0DANA")]))  # fmt: skip
    answer = Shown(samples.view(samples.task()), (), {}, coming=coming)
    told = "\n".join(reading.shown(slack.message(answer, samples.reader())))
    assert "If nothing moves: you're asked " in told
    assert "<@U0BOB> hears of it " in told
    assert "U0DANA" not in told


@pytest.mark.parametrize(("language", "said"), [
    ("en", ("Why you were told of this", "no news for 16 h of working time", "counted from <!date^", "2 more were")),
    ("zh", ("为什么会收到这条消息", "工作时间 16 小时没有进展", "从 <!date^", "另有 2 项只报了数量")),
])  # fmt: skip
def test_a_message_says_the_rule_and_the_clock_of_each_task(language: str, said: tuple[str, ...]) -> None:
    found = fell(clock=samples.NOW - timedelta(days=3))
    answer = replace(found, rows=found.rows * 2, is_of_message=True, more=2)
    assert [part for part in said if part not in drawn(answer, language)] == []
    shown = slack.message(answer, samples.reader(language))["text"]
    assert shown.count("no news for" if language == "en" else "没有进展") == 2


def test_each_reminder_leads_to_why_it_came() -> None:
    ann, task = samples.person(), samples.task()
    one, other = Nudge("passed", task, ann), Nudge("passed", samples.task(number=43), ann)
    said = [one, Nudges(ann, (one, other), {}, ()),
            Brief(ann, samples.TODAY, (task,), (), (), (), {})]  # fmt: skip
    lines = [reading.buttons(slack.notice(one, samples.reader()))["Why?"] for one in said]
    assert lines == ["/muster why 42", "/muster why 42 43", "/muster why"]
