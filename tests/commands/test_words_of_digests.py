"""The verbs of a summary are understood in Chinese."""

from bot.commands.digests import DIGEST


def test_it_understands_chinese():
    for words, name in (
        ("设置", "setup"), ("预览", "preview"), ("暂停", "pause"), ("恢复", "resume"), ("关闭", "off"), ("帮助", "help")
    ):  # fmt: skip
        found = DIGEST.find(words)
        assert found is not None
        assert found[0].name == name
