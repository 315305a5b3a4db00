"""English as an office writes it: days, and the very words they take."""

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


# the day meant on Wednesday 11 March 2026 at 10:15, and ways to say it
DAYS = (
    ("2026-03-10", "3 days before Friday"),
    (
        "2026-03-11",
        "before lunch | after lunch | at lunchtime | by lunchtime | after work | late afternoon | "
        "this afternoon | this morning | in the afternoon | later today | mid-week | by EOD | EOD | eod today | "
        "by COB | by close of business | by close of play | by end of play | end of business today | "
        "by end of day | by the end of the day | by end of today | today | by EOB | later tonight | tonight | "
        "by tonight | this evening | by the middle of the week | by the end of the day today | within the day | "
        "this pm | before EOD | due today | deadline EOD",
    ),
    (
        "2026-03-12",
        "tomorrow before lunch | before lunch tomorrow | first thing tomorrow | tomorrow first thing | "
        "first thing in the morning | tomorrow lunchtime | tomorrow after work | tomorrow late afternoon | "
        "in the morning | sometime tomorrow | EOD tomorrow | tomorrow EOD | by close of play tomorrow | "
        "by end of day tomorrow | by the end of tomorrow | tmrw | by Thu | tmrw EOD | in a day | "
        "at lunch tomorrow | mid-morning tomorrow | tomorrow mid-afternoon | early tomorrow | "
        "early tomorrow morning | late tomorrow | tomorrow early | starting tomorrow | from tomorrow | "
        "tomorow | tommorrow | tomorrrow | tomorroe | by thrusday | on thursady | close of business tomorrow | "
        "COB tomorrow | by tomorrow EOB | by eod tomorrow | thu am | thursday pm | tomorrow am | tomorrow pm | "
        "by tomorrow pm | tmw | in a day's time | before tomorrow | due by EOD tomorrow | due tmrw | "
        "deadline tomorrow | some time tomorrow | tomorrow sometime | tomorrow at the latest | "
        "the day before Friday | today to tomorrow",
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
        "by firday | by fridya | by end of day on Friday | end of day Friday | Fri afternoon | this wk | "
        "no later than EOD Friday | prior to Friday | before Fri | ETA Friday | due this Friday | due EOW | "
        "on Friday in the afternoon | Friday night | Friday at night | one day after tomorrow | "
        "Friday, end of day | Friday EOD at the latest | between Thursday and Friday | "
        "tomorrow through Friday | from today to Friday",
    ),
    (
        "2026-03-14",
        "in 3 days | in three days | in 3 days time | in 3 days' time | in around 3 days | 3 days later | "
        "3 days from now | 3 days from today | 2 days after tomorrow | in a few days | within the next 3 days | "
        "in the next 3 days | over the next 3 days | next 3 days | the day after Friday | by the weekend | "
        "over the weekend | this weekend | at the weekend | on the weekend | on sat | saterday | "
        "in exactly 3 days | in the next few days | three days hence | after 3 days | Sat March 14 | "
        "sat 14 march | by weekend | due in 3 days",
    ),
    (
        "2026-03-15",
        "three days from tomorrow | mid-March | mid-month | by sun | by the fifteenth | 3 days from tomorrow | "
        "3 days after tomorrow | by the middle of the month | the 15th of this month | Sun, 15 March",
    ),
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
        "nxt week | next mon | nxt wk | next wk | in 5d | after Monday | from Monday onwards | due next week | "
        "next week Monday morning | Monday morning next week | on Monday, the 16th of March | on 16th | "
        "by 16th | Thu to Mon | from Thu to Mon",
    ),
    (
        "2026-03-17",
        "in four business days | two days after the 15th | next Tues | Tuesday early morning | next teusday | "
        "by tusday | Tues. March 17 | Tue., March 17 | Tue 17 | Tue, 17th | Tues",
    ),
    (
        "2026-03-18",
        "in a week's time | in a week | in about a week | a week from today | today week | a week today | "
        "in 5 workdays | within a week | 2 days before March 20 | one week from now | mid next week | "
        "middle of next week | Wednesday | this Wednesday | next Wednesday | 2 business days before the 20th | "
        "3 working days after Friday | by wed | next wed | Wed | Mon to Wed | Monday to Wednesday | "
        "from Monday to Wednesday | Monday through Wednesday | between Monday and Wednesday | by wendesday | "
        "by wensday | 2 days from Monday | Wed, March 18 | in 1wk | Mon-Wed | Mon - Wed | "
        "from next Monday to Wednesday",
    ),
    (
        "2026-03-19",
        "Thursday 19/03 | Thu 19/3 | Thu 3/19 | Thursday, 3/19 | a week from tomorrow | tomorrow week | "
        "the day before March 20 | a day before the 20th | a week tomorrow | Thursday, the 19th | "
        "3/19 Thursday",
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
        "16th to 20th of March | nxt friday | by end of next week | no later than March 20th | "
        "by the 20th latest | by 20 March at the latest | before 3/20 | until next Friday | ETA: 3/20 | "
        "due the 20th | due on the 20th | due 20th | deadline 20 March | deadline is March 20 | "
        "on the morning of the 20th | on the evening of March 20 | on the afternoon of the 20th | "
        "the morning of March 20 | 20. March | 20-Mar-26 | 20 Mar 26 | Mar 20 '26 | on 3/20/2026 | "
        "20 March, 2026 | Friday 20 | Fri 20 Mar | Fri Mar 20 | Fri 3/20 | Fri (3/20) | by next Friday EOD | "
        "next Friday morning | 16.3. - 20.3. | from 16.3. to 20.3.",
    ),
    (
        "2026-03-21",
        "in 10d | next weekend | five days after March 16 | in ten days | ten days from now | 10 days hence | "
        "by the twenty-first",
    ),
    (
        "2026-03-23",
        "the week after next | week after next | Monday the week after next | two Mondays from now | "
        "10 days from Friday | the Monday after next | the Monday after March 20 | Monday week | "
        "1 week from Monday | the week of the 23rd | the week of March 25 | the week starting March 23 | "
        "week beginning 23 March",
    ),
    ("2026-03-24", "Tuesday after next"),
    (
        "2026-03-25",
        "in 2 weeks' time | in two weeks time | in about two weeks | in a fortnight | a fortnight from now | "
        "2 weeks from now | two weeks hence | in couple of weeks | in the next two weeks | in 2w | in 2wks | "
        "exactly two weeks from today | two weeks today | within 2 weeks | in the next couple of weeks | "
        "after two weeks | in 2 wks | in roughly two weeks | due in two weeks | the week before April 1",
    ),
    ("2026-03-26", "two weeks from tomorrow"),
    (
        "2026-03-27",
        "two weeks from Friday | Friday after next | the Friday after next | 3 Fridays from now | "
        "last Friday of the month | on the last Friday of the month | last Friday of March | "
        "last Friday in March",
    ),
    ("2026-03-30", "2 weeks after next Monday"),
    (
        "2026-03-31",
        "later this month | this month | this quarter | EOM | EOQ | end of month | by month end | "
        "by month-end | at month end | by quarter end | by end of quarter | by end of the quarter | by March | "
        "on the 31st | within the month | by end of Q1 | by end of this month | by the end of this quarter | "
        "last day of the month | on the last day of the month | last working day of the month | "
        "last day of the quarter | last day of this month | before the end of March | before month end | "
        "due end of month",
    ),
    (
        "2026-04-01",
        "early April | in early April | beginning of next quarter | start of next month | "
        "by the start of next month | next quarter | next month | by Q2 | in Q2 | start of Q2 | in April | "
        "by April | next April | this April | by the 1st of April | by the first of April | by April 1st EOD | "
        "EOD on April 1st | due 2026-04-01 | first working day of April | first business day of next month | "
        "first day of next month | the first day of April | first week of April | 1st of the month | "
        "first of next month | the first of the month | on the first | 1st of next month | nxt month | "
        "in approx 3 weeks | effective April 1 | before the 1st | from 1 April | from April 1st onwards",
    ),
    ("2026-04-03", "March 30 - April 3 | 30 March to 3 April | two business days after April 1"),
    (
        "2026-04-05",
        "5-Apr | Apr-05 | Apr 5 | apr 5th | 5apr | the 5th of April | April the 5th | on April 5 | "
        "by the 5th April | the 5th of next month | from April 1 to 5 | from 1-5 April | April 1-5 | "
        "1-5 April | 1st-5th April | 1 to 5 April | 4/1-4/5 | 4/1 to 4/5 | from 4/1 to 4/5 | "
        "2026-04-01 - 2026-04-05",
    ),
    ("2026-04-06", "3 weeks from Monday | the first Monday of next month | week of April 6 | week of 4/6"),
    ("2026-04-08", "one week after April 1"),
    ("2026-04-09", "Thursday 4/9 | Thursday 9/4"),
    ("2026-04-10", "in 30 days | 30 days from today"),
    (
        "2026-04-11",
        "in a month | in one month | a month from today | a month from now | within a month | in a month's time",
    ),
    ("2026-04-12", "one month from tomorrow"),
    ("2026-04-13", "1 week before April 20"),
    ("2026-04-14", "the second Tuesday of next month | the 2nd Tuesday of the month"),
    (
        "2026-04-15",
        "by mid-April | mid April | in mid-April | in the middle of April | middle of next month | "
        "mid next month | 15th of the following month | due mid-April",
    ),
    ("2026-04-16", "by the 16th of next month | by the 16th of April | by Apr 16th | by 16th Apr"),
    ("2026-04-20", "20th of April | six weeks before June 1"),
    ("2026-04-21", "on the twenty first of April | April twenty-first | April twenty first"),
    ("2026-04-22", "6 weeks from now"),
    ("2026-04-27", "the last week of April"),
    (
        "2026-04-30",
        "late April | by late April | end of April | by the end of April | at the end of April | end April | "
        "by end of April | EOM April | last day of April | the last working day of April | the end of april | "
        "april end | end-April | end of next month",
    ),
    (
        "2026-05-01",
        "the month after next | start of May | beginning of May | at the start of May | by May | in May | "
        "a month before June 1",
    ),
    ("2026-05-02", "the 2nd of may | 2nd may"),
    ("2026-05-03", "may 3 | on may 3rd"),
    ("2026-05-04", "first Monday in May | on the first Monday in May | first Monday of May"),
    ("2026-05-05", "1 April - 5 May | April 1 through May 5 | from April 1 till May 5 | between April 1 and May 5"),
    ("2026-05-15", "mid-Q2 | by mid may"),
    ("2026-05-29", "last business day of May"),
    ("2026-05-31", "by end of may"),
    ("2026-06-01", "by June 2026 | june 1"),
    ("2026-06-11", "in 1 quarter | in 3mo | in 3 mths"),
    ("2026-06-30", "by end of Q2 | end of Q2 | by end of next quarter | 90 days after April 1"),
    ("2026-07-01", "early Q3 | before Q3"),
    ("2026-09-03", "on Septmber 3"),
    ("2026-09-09", "sept 9th"),
    ("2026-09-11", "in 6 months | in half a year"),
    ("2026-09-30", "by the end of Q3"),
    ("2026-10-31", "by Halloween"),
    ("2026-11-19", "the 3rd Thursday of November | 3rd Thursday in November"),
    ("2026-12-03", "by Decemeber 3"),
    ("2026-12-24", "dec 24 | 24 dec"),
    ("2026-12-25", "by Christmas | before Xmas"),
    (
        "2026-12-31",
        "by EOY | by year end | by year-end | by the end of this year | before year end | by end of year | "
        "by end of 2026 | by the end of Q4 2026 | last day of the year | on New Year's Eve",
    ),
    ("2027-01-01", "next year | early next year | in 2027"),
    ("2027-02-05", "febuary 5 | by Feburary 5th | 2/5/2027 | 2-5-2027"),
    ("2027-02-14", "on Valentine's Day"),
    ("2027-02-28", "the last day of February | last day of February"),
    ("2027-03-11", "in a year | in one year | a year from now"),
    ("2027-03-16", "Mar 16, 2027 | March 16 '27"),
    ("2027-04-01", "April 2027"),
    ("2027-04-05", "5-Apr-2027 | 05-Apr-27 | 5 Apr 27 | 5 Apr '27 | by April 5th, 2027 | 5th April 2027"),
    ("2027-04-16", "third Friday of April 2027"),
    (
        "2027-05-02",
        "may 2nd, 2027 | 2 may 2027 | 2027-05-02 | 2027.5.2 | 02.05.2027 | Sun 2 May 2027 | Sunday the 2nd of May 2027",
    ),
    ("2027-07-01", "in Q3 2027"),
    ("2027-12-31", "by EOY 2027 | by the end of 2027"),
    ("2028-02-29", "Feb 29"),
    ("2028-03-11", "in 2 yrs"),
)


@pytest.mark.parametrize(("words", "meant"), each(DAYS))
def test_a_date_takes_its_own_words_and_leaves_the_title(words: str, meant: str) -> None:
    draft = drafted(f"review {words}")
    assert due(draft) == meant
    assert draft.title == "review"
    assert [draft.due.words for _ in draft.taken if draft.due] == [words]
