"""Evidence says where it leads, whatever it is called."""

import pytest

from bot.render.slack.reviewing import evidence
from bot.render.slack.voice import Voice
from tests.render import samples

EVIL = "https://evil.example/login"


@pytest.mark.parametrize(("value", "name", "shown"), [
    (EVIL, "https://bank.example", f"<{EVIL}|https://bank.example> (evil.example)"),
    (EVIL, "bank.example", f"<{EVIL}|bank.example> (evil.example)"),
    (EVIL, "the wiki at www.bank.example/a", f"<{EVIL}|the wiki at www.bank.example/a> (evil.example)"),
    (EVIL, "ｈｔｔｐｓ：／／bank．example", f"<{EVIL}|ｈｔｔｐｓ：／／bank．example> (evil.example)"),
    (EVIL, "report.pdf", f"<{EVIL}|report.pdf> (evil.example)"),
    (EVIL, "10.0.0.1", f"<{EVIL}|10.0.0.1> (evil.example)"),
    (EVIL, "draft v1.2", f"<{EVIL}|draft v1.2>"),
    ("https://bank.example@evil.example/", "bank.example",
     "<https://bank.example@evil.example/|bank.example> (evil.example)"),
    (EVIL, "evil.example", f"<{EVIL}|evil.example>"),
    (EVIL, EVIL, f"<{EVIL}|{EVIL}>"),
    (EVIL, "the draft", f"<{EVIL}|the draft>"),
    (EVIL, "第 3 版", f"<{EVIL}|第 3 版>"),
    (EVIL, "", f"<{EVIL}|evil.example/login>"),
    ("javascript:alert(1)", "https://bank.example", "https://bank.example"),
])  # fmt: skip
def test_a_link_tells_its_host_where_its_name_reads_like_another_address(value: str, name: str, shown: str) -> None:
    task = samples.task(evidence=[{"kind": "link", "value": value, "name": name}])
    assert evidence(Voice(samples.reader()), task) == f"📎 {shown}"
