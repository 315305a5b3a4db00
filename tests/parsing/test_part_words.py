"""Words that give people a part in a task, and the same words in ordinary titles."""

from datetime import UTC, datetime

import pytest

from bot.commands.lines.adding import title_of
from bot.parsing.lines import task_line
from bot.parsing.lines.drafts import Draft, PersonRef
from bot.parsing.orders import part_lists

NOW = datetime(2026, 3, 11, 10, tzinfo=UTC)


def drafted(line: str) -> Draft:
    return task_line.read(line, now=NOW, zone="Europe/London")


def steps(refs: tuple[PersonRef, ...]) -> str:
    """ "1:ann|bob 2:eve&tom": all of a step, or any."""
    numbers = dict.fromkeys(ref.step for ref in refs)
    told = []
    for number in numbers:
        rows = [ref for ref in refs if ref.step == number]
        told.append(f"{number}:" + ("|" if rows[0].mode == "any" else "&").join(row.value for row in rows))
    return " ".join(told)


@pytest.mark.parametrize(
    ("line", "review"),
    [
        ("fix it review by @ann and @bob", "1:ann&bob"),
        ("fix it review by @ann or @bob", "1:ann|bob"),
        ("fix it review by @ann then @bob", "1:ann 2:bob"),
        ("fix it, reviewed by @ann or @bob, then @eve and @tom", "1:ann|bob 2:eve&tom"),
        ("fix it reviewers: @ann, @bob and @eve", "1:ann&bob&eve"),
        ("fix it review by @ann -> @bob / @eve", "1:ann 2:bob|eve"),
        ("fix it review by <@U1|ann> or <@U2>, then <@U3>", "1:U1|U2 2:U3"),
        ("写合同，由@韩梅梅或@李雷审核", "1:韩梅梅|李雷"),
        ("写合同 先@韩梅梅后@李雷审核", "1:韩梅梅 2:李雷"),
        ("写合同，先由@韩梅梅审核，再由@李雷审核", "1:韩梅梅 2:李雷"),
        ("写合同 审核：@韩梅梅 然后 @李雷", "1:韩梅梅 2:李雷"),
        ("写合同 审核人：@韩梅梅、@李雷", "1:韩梅梅&李雷"),
        ("写合同 审核：先@韩梅梅、@李雷，再@王芳", "1:韩梅梅&李雷 2:王芳"),
        ("写合同 由 @韩梅梅 和 @李雷 审核", "1:韩梅梅&李雷"),
    ],
)
def test_reviewers_stand_in_steps(line: str, review: str) -> None:
    draft = drafted(line)
    assert steps(draft.reviewers) == review
    assert draft.people == ()
    assert draft.title in ("fix it", "写合同")


@pytest.mark.parametrize(
    ("line", "title", "people", "parts"),
    [
        ("@dana fix it with @tom by Friday", "fix it", "dana", {"helpers": "tom"}),
        ("send the deck, helper @tom", "send the deck", "", {"helpers": "tom"}),
        ("发报价单 协助人 @tom", "发报价单", "", {"helpers": "tom"}),
        ("@dana fix it, helpers: @tom and @eve", "fix it", "dana", {"helpers": "tom eve"}),
        ("fix it @dana accountable @ann cc @eve and @tom", "fix it", "dana",
         {"accountable": "ann", "informed": "eve tom"}),
        ("fix it @dana A: @ann", "fix it", "dana", {"accountable": "ann"}),
        ("fix it, consult @ann", "fix it", "", {"consulted": "ann"}),
        ("fix it, consult @ann by Friday", "fix it", "", {"consulted": "ann"}),
        ("fix it, inform @eve", "fix it", "", {"informed": "eve"}),
        ("fix it keep @eve posted", "fix it", "", {"informed": "eve"}),
        ("@dana fix it, cc: @ann, consult: @tom", "fix it", "dana", {"consulted": "tom", "informed": "ann"}),
        ("写合同 负责人：@李雷 协助：@韩梅梅", "写合同", "李雷", {"helpers": "韩梅梅"}),
        ("写合同，@李雷负责，@韩梅梅协助", "写合同", "李雷", {"helpers": "韩梅梅"}),
        ("@李雷 写合同，由@王芳协助，总负责 @韩梅梅", "写合同", "李雷", {"helpers": "王芳", "accountable": "韩梅梅"}),
        ("写合同 征求@李雷意见 周五前", "写合同", "", {"consulted": "李雷"}),
        ("写合同，咨询@李雷", "写合同", "", {"consulted": "李雷"}),
        ("写合同 抄送@李雷", "写合同", "", {"informed": "李雷"}),
        ("@李雷 写合同 知会 @韩梅梅", "写合同", "李雷", {"informed": "韩梅梅"}),
    ],
)  # fmt: skip
def test_people_get_the_part_that_is_said(line: str, title: str, people: str, parts: dict[str, str]) -> None:
    draft = drafted(line)
    assert draft.title == title
    assert " ".join(ref.value for ref in draft.people) == people
    said = {name: " ".join(ref.value for ref in refs) for name, refs in draft.parts.items() if refs}
    assert said == parts


@pytest.mark.parametrize(
    "line",
    [
        "lunch with Tom", "consult the manual", "咨询客户", "配合税务检查", "inform the board", "cc the whole team",
        "meet the accountable manager", "抄送清单", "审核合同", "work with the printer", "协助搬家", "征求意见",
        "consult @ann about the budget", "inform @eve of the delay", "lunch with @tom", "check the pile with @ann",
        "协助 @李雷 整理资料", "征求@李雷的意见", "把邮件抄送给@李雷", "cc @ann's team on the mail",
    ],
)  # fmt: skip
def test_the_same_words_of_a_title_stay_in_it(line: str) -> None:
    draft = drafted(line)
    assert draft.others == ()
    assert title_of(line, draft).replace(" ", "") == line.replace(" ", "")


@pytest.mark.parametrize(
    ("words", "there", "gone", "is_change"),
    [
        ("@ann or @bob, then @eve", "1:ann|bob 2:eve", "", False),
        ("+@tom -@ann", "1:tom", "ann", True),
        ("-<@U1>", "", "U1", True),
        ("先@韩梅梅后@李雷", "1:韩梅梅 2:李雷", "", False),
        ("none", "", "", False),
        ("无", "", "", False),
    ],
)
def test_a_list_of_people_is_read(words: str, there: str, gone: str, is_change: bool) -> None:
    said = part_lists.named(words)
    assert said is not None
    assert (steps(said.there), " ".join(ref.value for ref in said.gone)) == (there, gone)
    assert said.is_change == is_change


@pytest.mark.parametrize("words", ["invoices", "@ann about the price", "42", "", "the team @ann"])
def test_other_words_are_no_list_of_people(words: str) -> None:
    assert part_lists.named(words) is None
