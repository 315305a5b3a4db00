"""Text as it is drawn: Slack's mrkdwn faithfully, and nothing anybody writes as markup of the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.cast import ANN, DANA, LAUNCH, LILEI, MAYA, actions, modal, option, plain, section
from tests.browser.conftest import Open
from tests.browser.standin import StandIn

pytestmark = pytest.mark.browser

MRKDWN = [
    ("*bold* _slanted_ ~gone~ `code`", "<strong>bold</strong> <em>slanted</em> <s>gone</s> <code>code</code>"),
    ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("* not bold * and *open", "* not bold * and *open"),
    ("`*not bold*`", "<code>*not bold*</code>"),
    ("（*重要*）", "（<strong>重要</strong>）"),
    ("a &lt;b&gt; &amp;amp; c", "a &lt;b&gt; &amp;amp; c"),
    ("one\ntwo", "one<br>two"),
    ("&gt; quoted", "<blockquote>quoted</blockquote>"),
    ("```x = 1\ny = *2*```", "<pre><code>x = 1\ny = *2*</code></pre>"),
    ("<img src=x>", "&lt;img src=x&gt;"),
    ("<javascript:alert(1)|press>", "&lt;javascript:alert(1)|press&gt;"),
    ("<!here> <!unknown>", "@here &lt;!unknown&gt;"),
    (f"<@{DANA}> in <#{LAUNCH}>", "@Dana Park in #launch"),
    ("<!subteam^S123|@design>", "@design"),
    ("<mailto:a@b.example|write>", "write"),
    (":tada: :nosuchthing: 10:30:00", "🎉 :nosuchthing: 10:30:00"),
]
DRAWN = """async (text) => {
  const { mrkdwn } = await import('/page/mrkdwn.js');
  const box = document.createElement('div');
  box.append(...mrkdwn(text));
  for (const one of box.querySelectorAll('span, a')) one.replaceWith(one.textContent);
  box.normalize();
  return [...box.childNodes].map((one) => (one.nodeName === 'DIV' ? one.innerHTML : one.outerHTML)).join('');
}"""


def test_mrkdwn_is_read_as_slack_reads_it(open_page: Open) -> None:
    page = open_page()
    assert {text: page.evaluate(DRAWN, text) for text, _ in MRKDWN} == dict(MRKDWN)


MOMENT = 1773414000  # Friday 13 March 2026, 16:00 in Berlin
DATES = [
    (MAYA, "{date_num} {time}", "2026-03-13 16:00"),
    (ANN, "{date_short} at {time}", "Mar 13 at 4:00 PM"),
    (LILEI, "{date} {time}", "3月13日 23:00"),
    (DANA, "{date_long} {time}", "Friday, March 13 8:00 AM"),
    (ANN, "{ago}", "in 4 days"),
    (LILEI, "{ago}", "4天后"),
    (ANN, "{date} {nonsense}", "the fallback"),
]


@pytest.mark.parametrize(("person", "pattern", "shown"), DATES)
def test_a_date_token_is_written_in_the_readers_zone_and_language(
    open_page: Open, bot: StandIn, person: str, pattern: str, shown: str
) -> None:
    bot.client.chat_postMessage(channel=LAUNCH, text=f"due <!date^{MOMENT}^{pattern}|the fallback>")
    page = open_page(as_=person)
    expect(page.locator("#messages time.date")).to_have_text(shown)


def test_near_days_are_named(open_page: Open, bot: StandIn) -> None:
    tomorrow, yesterday = 1773129600, 1772956800
    bot.client.chat_postMessage(
        channel=LAUNCH, text=f"<!date^{tomorrow}^{{date_pretty}}|x> <!date^{yesterday}^{{date_short_pretty}}|x>"
    )
    english, chinese = open_page(as_=ANN), open_page(as_=LILEI)
    expect(english.locator("#messages time.date")).to_have_text(["tomorrow", "yesterday"])
    expect(chinese.locator("#messages time.date")).to_have_text(["明天", "昨天"])


EVIL = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>\"><svg onload=window.hit=1>"


def _evil_blocks() -> list[dict[str, Any]]:
    select = {
        "type": "static_select",
        "action_id": "s",
        "placeholder": plain(EVIL[:140]),
        "options": [option(EVIL[:60])],
    }
    cell = {"type": "raw_text", "text": EVIL}
    return [
        section(EVIL),
        {"type": "header", "text": plain(EVIL[:140])},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": EVIL}]}],
        },
        {"type": "image", "image_url": "https://example.com/x.png", "alt_text": EVIL},
        {"type": "table", "rows": [[cell], [cell]]},
        actions(select),
    ]


def test_what_people_and_bots_write_never_becomes_markup(open_page: Open, bot: StandIn) -> None:
    page = open_page()
    page.locator("#write").fill(EVIL)
    page.keyboard.press("Enter")
    expect(page.locator("#messages article .text")).to_have_text(EVIL)
    bot.client.chat_postMessage(channel=LAUNCH, text=EVIL, blocks=_evil_blocks())
    bot.client.chat_postMessage(
        channel=LAUNCH, text=EVIL, blocks=[{"type": "markdown", "text": f"{EVIL} [x](javascript:window.hit=1)"}]
    )
    expect(page.locator("#messages article")).to_have_count(3)
    page.locator(".select").click()
    expect(page.locator(".option")).to_contain_text("<img")
    bot.answers["/task"] = bot.opens(modal("<b>x</b>", section(EVIL)))
    page.keyboard.press("Escape")
    page.locator("#write").fill("/task new")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("<img src=x")
    assert page.locator("#messages :is(img, script, svg[onload], a[href^=javascript]), dialog img").count() == 0
    assert page.evaluate("window.hit") is None


def test_the_page_forbids_foreign_scripts_and_styles(open_page: Open) -> None:
    page = open_page()
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy is not None
    assert policy.startswith("default-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert page.locator("style, script:not([src]), [onclick], [onerror]").count() == 0
