"""English as an office writes it: days and clocks, and the very words they take."""

from datetime import UTC, datetime

import pytest

from bot.parsing.task_line import Draft, read

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


# the day meant on Wednesday 11 March 2026 at 10:15, and ways to say it
DAYS = (
    ("2026-03-10", "3 days before Friday"),
    (
        "2026-03-11",
        "before lunch | after lunch | at lunchtime | by lunchtime | after work | late afternoon | "
        "this afternoon | this morning | in the afternoon | later today | mid-week | by EOD | EOD | eod today | "
        "by COB | by close of business | by close of play | by end of play | end of business today | "
        "by end of day | by the end of the day | by end of today | today | by EOB | later tonight | tonight | "
        "by tonight",
    ),
    (
        "2026-03-12",
        "tomorrow before lunch | before lunch tomorrow | first thing tomorrow | tomorrow first thing | "
        "first thing in the morning | tomorrow lunchtime | tomorrow after work | tomorrow late afternoon | "
        "in the morning | sometime tomorrow | EOD tomorrow | tomorrow EOD | by close of play tomorrow | "
        "by end of day tomorrow | by the end of tomorrow | tmrw | by Thu | tmrw EOD | in a day | "
        "at lunch tomorrow | mid-morning tomorrow | tomorrow mid-afternoon | early tomorrow | "
        "early tomorrow morning | late tomorrow | tomorrow early | starting tomorrow | from tomorrow | "
        "tomorow | tommorrow | tomorrrow | tomorroe | by thrusday | on thursady",
    ),
    (
        "2026-03-13",
        "Friday 13th March | no later than Friday | at the latest Friday | by Friday at the latest | "
        "by Friday latest | on or before Friday | due Friday | due on Friday | due by Friday | due: Friday | "
        "deadline Friday | deadline is Friday | until Friday | till Friday | later this week | "
        "day after tomorrow | the day after tomorrow | on the day after tomorrow | in a couple of days | "
        "in a couple days | within the week | this Friday | coming Friday | this coming Friday | "
        "the coming Friday | upcoming Friday | Friday this week | this week Friday | this week | by this week | "
        "by EOD Friday | by Friday EOD | by Friday, EOD | by EOW | COB Friday | by COB on Friday | "
        "by close of business Friday | by end of business Friday | by end of day Friday | "
        "by the end of Friday | by end of week | by the end of the week | before the end of the week | "
        "by end of this week | before the weekend | within this week | end of this week | "
        "at the end of the week | by EOB Friday | COP Friday | Friday lunchtime | Friday after lunch | "
        "Friday before lunch | over lunch on Friday | late Friday | early Friday | early Friday morning | "
        "late Friday afternoon | from tomorrow to Friday | tomorrow to Friday | today until Friday | "
        "by firday | by fridya",
    ),
    (
        "2026-03-14",
        "in 3 days | in three days | in 3 days time | in 3 days' time | in around 3 days | 3 days later | "
        "3 days from now | 3 days from today | 2 days after tomorrow | in a few days | within the next 3 days | "
        "in the next 3 days | over the next 3 days | next 3 days | the day after Friday | by the weekend | "
        "over the weekend | this weekend | at the weekend | on the weekend | on sat | saterday",
    ),
    ("2026-03-15", "three days from tomorrow | mid-March | mid-month | by sun | by the fifteenth"),
    (
        "2026-03-16",
        "first thing Monday | first thing Monday morning | as of Monday | some time next week | "
        "within 3 working days | within three business days | 3 business days from now | next Monday | "
        "next week | by next week | sometime next week | early next week | beginning of next week | "
        "at the beginning of next week | start of next week | week of March 16 | the week of March 16 | "
        "week of 16 March | week commencing March 16 | week of the 16th | after the weekend | on 16.03. | "
        "Monday 16/03 | Monday 16th | Mon the 16th | the 16th of March | 16th Mar | Mar. 16 | "
        "sixteenth of March | March sixteenth | the sixteenth | during next week | in the coming week | "
        "this coming Monday | the next Monday | on the Monday | starting Monday | from Monday | by mondy | "
        "nxt week",
    ),
    (
        "2026-03-17",
        "in four business days | two days after the 15th | next Tues | Tuesday early morning | next teusday | "
        "by tusday",
    ),
    (
        "2026-03-18",
        "in a week's time | in a week | in about a week | a week from today | today week | a week today | "
        "in 5 workdays | within a week | 2 days before March 20 | one week from now | mid next week | "
        "middle of next week | Wednesday | this Wednesday | next Wednesday | 2 business days before the 20th | "
        "3 working days after Friday | by wed | next wed | Wed | Mon to Wed | Monday to Wednesday | "
        "from Monday to Wednesday | Monday through Wednesday | between Monday and Wednesday | by wendesday | "
        "by wensday",
    ),
    (
        "2026-03-19",
        "Thursday 19/03 | Thu 19/3 | Thu 3/19 | Thursday, 3/19 | a week from tomorrow | tomorrow week | "
        "the day before March 20 | a day before the 20th | a week tomorrow",
    ),
    (
        "2026-03-20",
        "2026/03/20 | 2026.03.20 | 2026-3-20 | by 3/20 | by 3/20/26 | by 3/20/2026 | by 03-20-2026 | "
        "by 20-03-2026 | by 20/03 | by 20/03/2026 | on 20/03/26 | by 20.03.2026 | by 20.3.26 | deadline: 3/20 | "
        "due date: March 20 | due 3/20 | a week from Friday | a week on Friday | a week after Friday | "
        "Friday week | by Friday week | next Friday | the following Friday | Friday next week | "
        "next week Friday | next week on Friday | next week, Friday | Friday of next week | "
        "on Friday next week | two Fridays from now | late next week | end of next week | "
        "by the end of next week | by EOD on the 20th | march 20 | mar 20 | the 20th | on the 20th | on 20th | "
        "before the 20th | on the 20th of this month | from 16 to 20 March | March 16 - 20 | March 16 to 20 | "
        "16-20 March | March 16 to March 20 | from March 16 to March 20 | from March 16th through March 20th | "
        "between March 16 and 20 | between March 16 and March 20 | between 16 and 20 March | 16/3-20/3 | "
        "16/3 - 20/3 | 3/16-3/20 | 3/16 - 3/20 | from 3/16 to 3/20 | from 3/16 until 3/20 | "
        "2026-03-16 to 2026-03-20 | from the 16th to the 20th | 16th to 20th | 16th-20th March | "
        "16th to 20th of March | nxt friday",
    ),
    (
        "2026-03-21",
        "in 10d | next weekend | five days after March 16 | in ten days | ten days from now | 10 days hence | "
        "by the twenty-first",
    ),
    (
        "2026-03-23",
        "the week after next | week after next | Monday the week after next | two Mondays from now | "
        "10 days from Friday | the Monday after next | the Monday after March 20 | Monday week",
    ),
    (
        "2026-03-25",
        "in 2 weeks' time | in two weeks time | in about two weeks | in a fortnight | a fortnight from now | "
        "2 weeks from now | two weeks hence | in couple of weeks | in the next two weeks | in 2w | in 2wks | "
        "exactly two weeks from today | two weeks today | within 2 weeks",
    ),
    ("2026-03-26", "two weeks from tomorrow"),
    (
        "2026-03-27",
        "two weeks from Friday | Friday after next | the Friday after next | 3 Fridays from now | "
        "last Friday of the month | on the last Friday of the month | last Friday of March | "
        "last Friday in March",
    ),
    (
        "2026-03-31",
        "later this month | this month | this quarter | EOM | EOQ | end of month | by month end | "
        "by month-end | at month end | by quarter end | by end of quarter | by end of the quarter | by March | "
        "on the 31st | within the month | by end of Q1 | by end of this month | by the end of this quarter | "
        "last day of the month | on the last day of the month | last working day of the month | "
        "last day of the quarter",
    ),
    (
        "2026-04-01",
        "early April | in early April | beginning of next quarter | start of next month | "
        "by the start of next month | next quarter | next month | by Q2 | in Q2 | start of Q2 | in April | "
        "by April | next April | this April | by the 1st of April | by the first of April | by April 1st EOD | "
        "EOD on April 1st | due 2026-04-01 | first working day of April | first business day of next month | "
        "first day of next month | the first day of April | first week of April | 1st of the month",
    ),
    ("2026-04-03", "March 30 - April 3 | 30 March to 3 April"),
    (
        "2026-04-05",
        "5-Apr | Apr-05 | Apr 5 | apr 5th | 5apr | the 5th of April | April the 5th | on April 5 | "
        "by the 5th April | the 5th of next month",
    ),
    ("2026-04-06", "3 weeks from Monday | the first Monday of next month"),
    ("2026-04-08", "one week after April 1"),
    ("2026-04-09", "Thursday 4/9 | Thursday 9/4"),
    ("2026-04-10", "in 30 days | 30 days from today"),
    ("2026-04-11", "in a month | in one month | a month from today | a month from now | within a month"),
    ("2026-04-13", "1 week before April 20"),
    ("2026-04-14", "the second Tuesday of next month | the 2nd Tuesday of the month"),
    (
        "2026-04-15",
        "by mid-April | mid April | in mid-April | in the middle of April | middle of next month | mid next month",
    ),
    ("2026-04-20", "20th of April"),
    ("2026-04-21", "on the twenty first of April | April twenty-first | April twenty first"),
    ("2026-04-22", "6 weeks from now"),
    ("2026-04-27", "the last week of April"),
    (
        "2026-04-30",
        "late April | by late April | end of April | by the end of April | at the end of April | end April | "
        "by end of April | EOM April | last day of April | the last working day of April",
    ),
    (
        "2026-05-01",
        "the month after next | start of May | beginning of May | at the start of May | by May | in May",
    ),
    ("2026-05-03", "may 3 | on may 3rd"),
    ("2026-05-04", "first Monday in May | on the first Monday in May | first Monday of May"),
    ("2026-05-15", "mid-Q2 | by mid may"),
    ("2026-05-29", "last business day of May"),
    ("2026-05-31", "by end of may"),
    ("2026-06-01", "by June 2026 | june 1"),
    ("2026-06-11", "in 1 quarter | in 3mo"),
    ("2026-06-30", "by end of Q2 | end of Q2 | by end of next quarter"),
    ("2026-07-01", "early Q3 | before Q3"),
    ("2026-09-03", "on Septmber 3"),
    ("2026-09-09", "sept 9th"),
    ("2026-09-11", "in 6 months | in half a year"),
    ("2026-09-30", "by the end of Q3"),
    ("2026-11-19", "the 3rd Thursday of November | 3rd Thursday in November"),
    ("2026-12-03", "by Decemeber 3"),
    ("2026-12-24", "dec 24 | 24 dec"),
    (
        "2026-12-31",
        "by EOY | by year end | by year-end | by the end of this year | before year end | by end of year | "
        "by end of 2026 | by the end of Q4 2026 | last day of the year",
    ),
    ("2027-01-01", "next year | early next year | in 2027"),
    ("2027-02-05", "febuary 5 | by Feburary 5th"),
    ("2027-02-28", "the last day of February | last day of February"),
    ("2027-03-11", "in a year"),
    ("2027-03-16", "Mar 16, 2027 | March 16 '27"),
    ("2027-04-01", "April 2027"),
    ("2027-04-05", "5-Apr-2027 | 05-Apr-27 | 5 Apr 27 | 5 Apr '27 | by April 5th, 2027 | 5th April 2027"),
    ("2027-07-01", "in Q3 2027"),
    ("2027-12-31", "by EOY 2027 | by the end of 2027"),
    ("2028-02-29", "Feb 29"),
    ("2028-03-11", "in 2 yrs"),
)

CLOCKS = (
    (
        "2026-03-11 10:30",
        "in a quarter of an hour | 10:30ish | in 15 minutes | in fifteen minutes | 15 minutes from now",
    ),
    ("2026-03-11 10:45", "in half an hour | in half a hour | in a half hour"),
    ("2026-03-11 11:00", "in 45m | in 45 min | in three quarters of an hour"),
    ("2026-03-11 11:10", "ten past eleven | at 10 past 11"),
    ("2026-03-11 11:15", "in the next hour | within the hour | in an hour | in an hour or so | an hour from now"),
    ("2026-03-11 11:30", "in 1 hr 15 min"),
    (
        "2026-03-11 11:45",
        "in 1h30 | in 1h30m | in 1h 30m | in 1 hour 30 minutes | in 1 hour and 30 minutes | "
        "in an hour and a half | in one and a half hours | in 1.5 hours | in 90 mins | in 90min",
    ),
    ("2026-03-11 11:55", "at five to twelve"),
    ("2026-03-11 12:00", "noonish | by noon | 12 noon | by 12pm"),
    ("2026-03-11 12:15", "in 2h | in 2hrs | in 2 hrs | 2 hours from now"),
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
    (
        "2026-03-11 17:00",
        "at 5p | 5 p.m. | at 5 sharp | at 5pm sharp | at exactly 5pm | by 5pm | by 5pm today | "
        "no later than 5pm | today 5pm | today by 5 | today by 5pm | by 5 today | before 5pm today",
    ),
    ("2026-03-11 17:15", "a quarter past 5"),
    ("2026-03-11 17:30", "at 1730h | 1730h | 17:30hrs | 1730 hrs | at 1730 | 17:30 | 5:30p.m."),
    ("2026-03-11 17:45", "quarter to six in the evening | at quarter to six"),
    ("2026-03-11 18:00", "around 18.00 h"),
    ("2026-03-11 19:30", "730 in the evening | at 7.30 in the evening"),
    ("2026-03-11 20:00", "this evening at 8 | at eight in the evening | eight o'clock tonight"),
    ("2026-03-11 21:00", "tonight at 9 | at 9 tonight"),
    ("2026-03-11 22:00", "10, tonight | tonight by 10"),
    ("2026-03-11 23:30", "tonight 11:30"),
    ("2026-03-12 00:00", "at midnight | 12 midnight | by 12am | tomorrow 00:00"),
    ("2026-03-12 00:30", "12:30 am | 0:30"),
    ("2026-03-12 05:00", "tomorrow at 5 in the morning"),
    ("2026-03-12 07:00", "at seven | at 7"),
    ("2026-03-12 07:30", "tomorrow morning at 7:30 | tomorrow at 7:30 in the morning"),
    ("2026-03-12 08:00", "at 8 tomorrow | tomorrow 8am | tomorrow at 0800 | tomorrow 0800 | tomorrow at 08:00"),
    ("2026-03-12 08:30", "8:30 tomorrow"),
    (
        "2026-03-12 09:00",
        "tomorrow 9ish | 9ish tomorrow | tomorrow at 9ish | 9-11am tomorrow | from 9am till 11am tomorrow | "
        "by 9 tomorrow | by 9am tomorrow morning",
    ),
    ("2026-03-12 09:10", "at ten past nine"),
    ("2026-03-12 09:15", "at nine fifteen tomorrow"),
    ("2026-03-12 09:30", "tomorrow half past nine | 9:30-11am tomorrow"),
    (
        "2026-03-12 10:00",
        "tomorrow from 10 to 11am | tomorrow 10-11 | tomorrow 10:00-11:00 | 10:00-11:00 tomorrow | "
        "tomorrow 10:00 to 11:30 | at 10am sharp",
    ),
    ("2026-03-12 10:15", "within 24 hours | this time tomorrow | same time tomorrow"),
    ("2026-03-12 11:00", "at eleven tomorrow"),
    (
        "2026-03-12 12:00",
        "tomorrow noonish | noon tomorrow | by midday tomorrow | at 12 noon tomorrow | before noon tomorrow | "
        "tomorrow at noon",
    ),
    ("2026-03-12 13:30", "tomorrow 13h30"),
    ("2026-03-12 14:00", "tomorrow between 2pm and 4pm | tomorrow between 2 and 4pm | 2pm - 4pm tomorrow"),
    ("2026-03-12 14:30", "tomorrow at 2.30pm | tomorrow at 2.30"),
    (
        "2026-03-12 15:00",
        "tomorrow at three pm | tomorrow @ 3 | 3 tomorrow afternoon | tmr 3pm | after 3pm tomorrow | "
        "tomorrow after 3pm",
    ),
    ("2026-03-12 15:30", "tomorrow at three thirty | tomorrow at half past 3"),
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
    ("2026-03-13 15:00", "the day after tomorrow at 3pm | in 2 days at 3pm"),
    (
        "2026-03-13 16:00",
        "2026-03-13 at 4pm | Friday at 4 | Friday 4pm | 4pm Friday | at 4 on Friday | on Friday at 4",
    ),
    ("2026-03-13 16:30", "2026-03-13 16:30 | 2026-03-13T16:30"),
    ("2026-03-13 17:00", "not later than Friday 5pm | Friday before 5pm"),
    ("2026-03-13 18:30", "Friday evening at 6:30"),
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
    ("2026-03-16 21:30", "2026-03-16 9:30pm"),
    ("2026-03-17 10:00", "10:00 17th"),
    ("2026-03-17 12:00", "next tue at noon"),
    ("2026-03-18 10:15", "this time next week"),
    ("2026-03-18 15:00", "wed 3pm"),
    ("2026-03-19 14:30", "Thursday next week at 2:30 pm | next Thursday 2:30"),
    ("2026-03-20 12:10", "20.3. at 12:10"),
    ("2026-03-20 14:00", "on Friday of next week at 2"),
    ("2026-03-20 15:00", "the 20th at 3pm"),
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
)


@pytest.mark.parametrize(("words", "meant"), each(DAYS + CLOCKS))
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
