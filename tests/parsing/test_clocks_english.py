"""English as an office writes it: clocks beside days and alone, and dates among words that look like one."""

from datetime import UTC, datetime

import pytest

from bot.parsing.lines.task_line import Draft, read

WEDNESDAY = datetime(2026, 3, 11, 10, 15, tzinfo=UTC)


def drafted(text: str) -> Draft:
    return read(text, now=WEDNESDAY, zone="UTC")


def each(table: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(words, meant) for meant, several in table for words in several.split(" | ")]


def due(draft: Draft) -> str:
    """The day, and the hour where one is named."""
    assert draft.due is not None
    assert draft.rrule is None
    return f"{draft.due.on} {draft.due.at:%H:%M}" if draft.due.at else str(draft.due.on)


# the day and hour meant on Wednesday 11 March 2026 at 10:15, and ways to say it
CLOCKS = (
    (
        "2026-03-11 10:30",
        "in a quarter of an hour | 10:30ish | in 15 minutes | in fifteen minutes | 15 minutes from now",
    ),
    (
        "2026-03-11 10:45",
        "in half an hour | in half a hour | in a half hour | half an hour from now | half an hour later | "
        "in 0.5 hours | in 30m | in 30 minutes or so",
    ),
    ("2026-03-11 11:00", "in 45m | in 45 min | in three quarters of an hour"),
    ("2026-03-11 11:10", "ten past eleven | at 10 past 11"),
    (
        "2026-03-11 11:15",
        "in the next hour | within the hour | in an hour | in an hour or so | an hour from now | 1 hour later | "
        "an hour later | in 1 hr | in about an hour | within the next hour | within an hour",
    ),
    ("2026-03-11 11:30", "in 1 hr 15 min"),
    (
        "2026-03-11 11:45",
        "in 1h30 | in 1h30m | in 1h 30m | in 1 hour 30 minutes | in 1 hour and 30 minutes | "
        "in an hour and a half | in one and a half hours | in 1.5 hours | in 90 mins | in 90min | in 1.5h",
    ),
    ("2026-03-11 11:55", "at five to twelve"),
    ("2026-03-11 12:00", "noonish | by noon | 12 noon | by 12pm | today at noon"),
    ("2026-03-11 12:15", "in 2h | in 2hrs | in 2 hrs | 2 hours from now | after 2 hours | in 120 minutes"),
    ("2026-03-11 12:30", "in 2 hours and 15 minutes | in 2h15"),
    ("2026-03-11 12:45", "in 2 and a half hours | in two and a half hours"),
    ("2026-03-11 13:30", "at 13h30"),
    ("2026-03-11 14:00", "between 2pm and 4pm | from 2 to 4pm | from 2pm to 4pm | 2pm-4pm | 2-4pm"),
    ("2026-03-11 14:30", "at 230pm"),
    ("2026-03-11 15:00", "around 3ish | 3pm-ish | three pm"),
    ("2026-03-11 15:25", "at twenty-five past three"),
    (
        "2026-03-11 15:30",
        "half past three pm | at half past three | at half past three in the afternoon | at three thirty | "
        "at three thirty pm",
    ),
    ("2026-03-11 15:40", "at twenty to four"),
    ("2026-03-11 15:45", "at three forty five | at 3:45 this afternoon | this afternoon at 3:45"),
    ("2026-03-11 16:00", "about 4pm | approx 4pm | approx. 4pm | circa 4pm | 4-ish"),
    ("2026-03-11 16:05", "5 minutes past 4"),
    ("2026-03-11 16:20", "20 past 4 | twenty past four pm"),
    (
        "2026-03-11 17:00",
        "at 5p | 5 p.m. | at 5 sharp | at 5pm sharp | at exactly 5pm | by 5pm | by 5pm today | "
        "no later than 5pm | today 5pm | today by 5 | today by 5pm | by 5 today | before 5pm today | due at 5 | "
        "due 5pm | due today 5pm | today, 17:00 | today @ 17:00 | today 17.00 | today at 17 | at 5 today | "
        "5pm today | sharp 5pm | 5pm prompt | 5:00",
    ),
    ("2026-03-11 17:15", "a quarter past 5"),
    ("2026-03-11 17:30", "at 1730h | 1730h | 17:30hrs | 1730 hrs | at 1730 | 17:30 | 5:30p.m."),
    ("2026-03-11 17:45", "quarter to six in the evening | at quarter to six"),
    ("2026-03-11 18:00", "around 18.00 h"),
    ("2026-03-11 19:30", "730 in the evening | at 7.30 in the evening | this evening at half past seven"),
    (
        "2026-03-11 20:00",
        "this evening at 8 | at eight in the evening | eight o'clock tonight | 20:00 | at 20h | "
        "8 in the evening | 8 at night | 8 tonight | tonight at eight",
    ),
    ("2026-03-11 20:15", "8:15pm | 8.15pm | 8.15 pm | 815pm | 20h15 | 20:15h | at 20:15 hours | 2015 hours"),
    ("2026-03-11 20:30", "tonight at 8:30"),
    ("2026-03-11 21:00", "tonight at 9 | at 9 tonight"),
    ("2026-03-11 22:00", "10, tonight | tonight by 10"),
    ("2026-03-11 23:30", "tonight 11:30"),
    ("2026-03-11 23:59", "at 11:59pm"),
    ("2026-03-12 00:00", "at midnight | 12 midnight | by 12am | tomorrow 00:00"),
    ("2026-03-12 00:30", "12:30 am | 0:30"),
    ("2026-03-12 05:00", "tomorrow at 5 in the morning | 05:00 | at 05:00 | 5:00 AM"),
    ("2026-03-12 07:00", "at seven | at 7"),
    ("2026-03-12 07:30", "tomorrow morning at 7:30 | tomorrow at 7:30 in the morning"),
    ("2026-03-12 08:00", "at 8 tomorrow | tomorrow 8am | tomorrow at 0800 | tomorrow 0800 | tomorrow at 08:00"),
    ("2026-03-12 08:30", "8:30 tomorrow"),
    (
        "2026-03-12 09:00",
        "tomorrow 9ish | 9ish tomorrow | tomorrow at 9ish | 9-11am tomorrow | from 9am till 11am tomorrow | "
        "by 9 tomorrow | by 9am tomorrow morning | tomorrow at 9 o'clock sharp | tomorrow, 9 o'clock | "
        "9 o'clock tomorrow morning | tomorrow 9:00 in the morning",
    ),
    ("2026-03-12 09:10", "at ten past nine"),
    ("2026-03-12 09:15", "at nine fifteen tomorrow"),
    ("2026-03-12 09:30", "tomorrow half past nine | 9:30-11am tomorrow"),
    (
        "2026-03-12 10:00",
        "tomorrow from 10 to 11am | tomorrow 10-11 | tomorrow 10:00-11:00 | 10:00-11:00 tomorrow | "
        "tomorrow 10:00 to 11:30 | at 10am sharp | before 10 tomorrow | tomorrow, 10am | tomorrow 10 a.m. | "
        "tomorrow, at 10 a.m. | tomorrow 10am-11am | tomorrow 10am to 11am",
    ),
    ("2026-03-12 10:15", "within 24 hours | this time tomorrow | same time tomorrow"),
    ("2026-03-12 11:00", "at eleven tomorrow"),
    (
        "2026-03-12 12:00",
        "tomorrow noonish | noon tomorrow | by midday tomorrow | at 12 noon tomorrow | before noon tomorrow | "
        "tomorrow at noon | at noon tomorrow | tomorrow 12:00 | tomorrow 12 pm | tomorrow at 12 | "
        "Thursday noon | due tomorrow at noon",
    ),
    ("2026-03-12 12:15", "in 1 day 2 hours"),
    ("2026-03-12 13:30", "tomorrow 13h30"),
    (
        "2026-03-12 14:00",
        "tomorrow between 2pm and 4pm | tomorrow between 2 and 4pm | 2pm - 4pm tomorrow | Thurs 2p",
    ),
    ("2026-03-12 14:30", "tomorrow at 2.30pm | tomorrow at 2.30 | thu 2:30 | 2:30 thu | 2:30pm thu"),
    (
        "2026-03-12 15:00",
        "tomorrow at three pm | tomorrow @ 3 | 3 tomorrow afternoon | tmr 3pm | after 3pm tomorrow | "
        "tomorrow after 3pm",
    ),
    (
        "2026-03-12 15:30",
        "tomorrow at three thirty | tomorrow at half past 3 | tomorrow afternoon at half past three",
    ),
    ("2026-03-12 15:45", "tomorrow at a quarter to four"),
    (
        "2026-03-12 17:00",
        "5p tomorrow | tomorrow 5p | at 5 p.m. tomorrow | tomorrow at 5 p.m. | tomorrow at 5 o'clock | "
        "tomorrow 5 oclock | tomorrow at five o'clock | tomorrow at 17h | tommorow at 5pm",
    ),
    ("2026-03-12 17:15", "quarter past five tomorrow"),
    ("2026-03-12 17:30", "tomorrow @ 5:30p"),
    ("2026-03-12 19:00", "tomorrow evening at 7 | tomorrow at 7 in the evening"),
    ("2026-03-12 20:00", "at 8 tomorrow night"),
    ("2026-03-12 23:00", "tomorrow night at 11"),
    ("2026-03-13 09:00", "in 2 days, at 9"),
    (
        "2026-03-13 10:00",
        "Friday 13 March at 10 | March 13 10:00 | March 13, 10am | 13 March, 10am | 10am, 13 March | "
        "10am on 13 March | 10am on the 13th | 13/3 at 10am | 3/13 10am | 3/13 @ 10am",
    ),
    ("2026-03-13 10:15", "within 48h | in 48 hours"),
    ("2026-03-13 12:00", "by noon on Friday | Friday by noon | Friday at noon | Friday midday"),
    ("2026-03-13 14:00", "Friday 2-4 | Friday 2 - 4 pm | Friday 2 to 4pm | Fri 14:00-15:30 | Friday from 2pm"),
    ("2026-03-13 15:00", "the day after tomorrow at 3pm | in 2 days at 3pm"),
    (
        "2026-03-13 16:00",
        "2026-03-13 at 4pm | Friday at 4 | Friday 4pm | 4pm Friday | at 4 on Friday | on Friday at 4",
    ),
    ("2026-03-13 16:30", "2026-03-13 16:30 | 2026-03-13T16:30"),
    (
        "2026-03-13 17:00",
        "not later than Friday 5pm | Friday before 5pm | deadline: Friday 5pm | Friday, 5 PM latest",
    ),
    ("2026-03-13 18:30", "Friday evening at 6:30"),
    ("2026-03-13 23:59", "by 23:59 on Friday | Friday 23:59 | Fri by 23:59"),
    ("2026-03-14 10:00", "Sat 10am"),
    ("2026-03-15 20:00", "Sunday evening at eight"),
    (
        "2026-03-16 09:00",
        "at 9:00 AM on Monday, March 16 | Monday, March 16, 2026 at 9 AM | Mon 16 Mar 2026 09:00 | "
        "16 March 2026, 09:00 | 16.03.2026 09:00 | 16.03. 9:00 | 16.3.2026 at 9 | 16/03/2026 09:00 | "
        "03/16/2026 09:00 AM | 03/16/26 9am | at 9 on the 16th | on the 16th at 9 | on Monday the 16th at 9 | "
        "16th of Mar, 9am | 9am 16th of Mar | Mar 16th 9am | mon 9am",
    ),
    ("2026-03-16 09:30", "Mon 16/3 at 9:30 | 2026/03/16 9:30"),
    (
        "2026-03-16 10:00",
        "next week on Monday at 10 | next week, Monday 10am | on Monday the 16th of March at 10 am | "
        "Monday 16th March 2026 10am",
    ),
    ("2026-03-16 21:30", "2026-03-16 9:30pm"),
    ("2026-03-17 10:00", "10:00 17th | nxt tues 10am"),
    ("2026-03-17 12:00", "next tue at noon"),
    ("2026-03-17 15:00", "next week Tuesday at 3pm | Tuesday next week 3pm"),
    ("2026-03-18 10:15", "this time next week"),
    ("2026-03-18 15:00", "wed 3pm"),
    ("2026-03-19 14:30", "Thursday next week at 2:30 pm | next Thursday 2:30"),
    ("2026-03-19 15:00", "Thursday 3/19 at 3 | Thursday 19 March 2026 3pm"),
    ("2026-03-19 15:30", "Thurs 3/19 3:30p"),
    ("2026-03-20 12:00", "next Friday by noon"),
    ("2026-03-20 12:10", "20.3. at 12:10"),
    (
        "2026-03-20 14:00",
        "on Friday of next week at 2 | 3/20 2-4pm | March 20 2-4pm | March 20, 14:00 - 15:00 | 20 March 14:00 | "
        "20/3 14:00 | 20.3. 14:00 | 20-Mar-2026 14:00 | 20th March, 2pm | the 20th March at 2",
    ),
    ("2026-03-20 14:30", "Fri, Mar 20, 2:30 PM | Friday March 20th at half past two"),
    ("2026-03-20 15:00", "the 20th at 3pm"),
    ("2026-03-20 17:00", "3/20/26 5p"),
    (
        "2026-05-02 17:00",
        "2 May at 17:00 | 17:00 on 2 May | 5pm, May 2 | 5 pm May 2nd | May 2 @ 5pm | May 2nd 5pm | "
        "May 2, 5 p.m. | May 2 17:00 | 2026-05-02 17:00:00 | 2026-05-02T17:00:00Z",
    ),
    ("2026-05-03 16:00", "may 3rd at 4"),
)

# whole lines, with the words of the date in brackets
LINES = (
    ("[Friday, March 13th 2026 at 4:30pm] review", "2026-03-13 16:30"),
    ("[Friday March 13] review", "2026-03-13"),
    ("[Fri 13 Mar] review", "2026-03-13"),
    ("[Fri, 13 Mar 2026] review", "2026-03-13"),
    ("[Fri 13th] review", "2026-03-13"),
    ("[Friday the 13th] review", "2026-03-13"),
    ("[on Friday the 13th] review", "2026-03-13"),
    ("review ([by Friday])", "2026-03-13"),
    ("call the bank - [Friday]", "2026-03-13"),
    ("[Tomorrow] call the bank", "2026-03-12"),
    ("[Tomorrow at 9] call the bank", "2026-03-12 09:00"),
    ("[On Friday at 3pm], call the bank", "2026-03-13 15:00"),
    ("[In 2 hours] call the bank", "2026-03-11 12:15"),
    ("can you call the bank [by tomorrow]?", "2026-03-12"),
    ("can you call the bank [by tomorrow at 3]?", "2026-03-12 15:00"),
    ("call the bank [on Friday] re the loan", "2026-03-13"),
    ("call the bank [tomorrow at 3pm] about the loan", "2026-03-12 15:00"),
    ("prepare the Q3 deck [by next Tuesday]", "2026-03-17"),
    ("finish the 2-hour session plan [by the 20th]", "2026-03-20"),
    ("draft the 2026 budget [by April 3]", "2026-04-03"),
    ("book room 301 [at 3pm]", "2026-03-11 15:00"),
    ("update Friday's notes [by Monday]", "2026-03-16"),
    ("prepare Monday's agenda [by Friday 5pm]", "2026-03-13 17:00"),
    ("call 555-1234 [at 4pm]", "2026-03-11 16:00"),
    ("buy 5 apples [on Saturday]", "2026-03-14"),
    ("the 3rd party audit [on the 3rd]", "2026-04-03"),
    ("[due yesterday]: fix the build", "2026-03-10"),
    ("fix the build [yesterday]", "2026-03-10"),
    ("pay the invoice [due last Friday]", "2026-03-06"),
    ("remind me [in 2 minutes] to stretch", "2026-03-11 10:17"),
    ("remind me [on Friday at 9] to call Ann", "2026-03-13 09:00"),
    ("follow up w/ Ann [Thu 2pm]", "2026-03-12 14:00"),
    ("follow up - [deadline 3/20]", "2026-03-20"),
    ("log in [at 5pm]", "2026-03-11 17:00"),
    ("check in [on Monday]", "2026-03-16"),
    ("check in [Monday]", "2026-03-16"),
    ("move in [on April 1]", "2026-04-01"),
    ("phase in [from April 1]", "2026-04-01"),
    ("go live [at around 5pm]", "2026-03-11 17:00"),
    ("go live [starting on Monday]", "2026-03-16"),
    ("go live [by about 5pm]", "2026-03-11 17:00"),
    ("as discussed on Monday, send the doc [by Thursday]", "2026-03-12"),
)


@pytest.mark.parametrize(("words", "meant"), each(CLOCKS))
def test_a_date_takes_its_own_words_and_leaves_the_title(words: str, meant: str) -> None:
    draft = drafted(f"review {words}")
    assert due(draft) == meant
    assert draft.title == "review"
    assert [draft.due.words for _ in draft.taken if draft.due] == [words]


@pytest.mark.parametrize(("marked", "meant"), LINES)
def test_a_date_is_found_among_words_that_look_like_one(marked: str, meant: str) -> None:
    draft = drafted(marked.replace("[", "").replace("]", ""))
    assert due(draft) == meant
    assert draft.due is not None
    assert draft.due.words == marked[marked.index("[") + 1 : marked.index("]")]
