"""English as an office writes it: rhythms, their limits and exceptions."""

from datetime import UTC, datetime

import pytest

from bot.parsing.lines.task_line import Draft, read

WEDNESDAY = datetime(2026, 3, 11, 10, 15, tzinfo=UTC)


def drafted(text: str) -> Draft:
    return read(text, now=WEDNESDAY, zone="UTC")


def each(table: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(words, meant) for meant, several in table for words in several.split(" | ")]


# the rule with its hour, and ways to say it
RHYTHMS = (
    (
        "FREQ=DAILY",
        "every evening | every day starting tomorrow | from Monday every day | every day | each day | "
        "every single day | daily | each morning | every night | nightly | once a day | daily starting Monday | "
        "daily from April 1",
    ),
    ("FREQ=DAILY 00:00", "every day at midnight"),
    (
        "FREQ=DAILY 09:00",
        "daily 9am | daily, 9am | 9am daily | at 9am daily | at 9 every morning | at 9 each morning | "
        "starting tomorrow every day at 9 | daily at 9 | every day at 9am | at 9am every day | "
        "every morning at 9 | starting Monday, every day at 9 | daily from 9 to 10am",
    ),
    ("FREQ=DAILY 09:30", "daily @ 9:30"),
    ("FREQ=DAILY 12:00", "every day at noon"),
    ("FREQ=DAILY 15:00", "every afternoon at 3 | 3pm every day"),
    ("FREQ=DAILY 17:00", "every day 5pm | everyday at 5"),
    ("FREQ=DAILY 17:30", "every day at 17:30"),
    ("FREQ=DAILY 20:00", "every evening at 8"),
    ("FREQ=DAILY 23:00", "every night at 11"),
    ("FREQ=DAILY;COUNT=5", "every day, 5 times"),
    ("FREQ=DAILY;INTERVAL=10", "every ten days"),
    ("FREQ=DAILY;INTERVAL=2", "every 2d | every 2nd day"),
    ("FREQ=DAILY;INTERVAL=2 09:00", "every second day at 9"),
    ("FREQ=DAILY;INTERVAL=3", "once every 3 days | every 3 days | every third day | every 3rd day"),
    ("FREQ=DAILY;INTERVAL=90", "every 90 days"),
    ("FREQ=DAILY;UNTIL=20260313", "daily until Friday | every day until Friday"),
    ("FREQ=DAILY;UNTIL=20260318", "every day for a week"),
    ("FREQ=DAILY;UNTIL=20260320", "daily till the 20th"),
    ("FREQ=DAILY;UNTIL=20260320 09:00", "daily at 9 until March 20"),
    ("FREQ=DAILY;UNTIL=20260321", "every day for 10 days"),
    ("FREQ=DAILY;UNTIL=20260325", "daily for two weeks | every day for the next two weeks"),
    ("FREQ=DAILY;UNTIL=20260331", "daily until the end of the month | daily until end of March"),
    ("FREQ=DAILY;UNTIL=20260401", "for 3 weeks every day"),
    ("FREQ=HOURLY", "every hour | hourly"),
    ("FREQ=HOURLY;INTERVAL=2", "every 2h | every 2 hrs | every 2 hours | every two hours | every other hour"),
    ("FREQ=MINUTELY", "every minute"),
    ("FREQ=MINUTELY;INTERVAL=15", "every 15 min | every 15mins"),
    ("FREQ=MINUTELY;INTERVAL=30", "every 30 minutes | every half hour"),
    (
        "FREQ=MONTHLY",
        "monthly starting April 1 | once each month | once a month | every month | monthly | each month",
    ),
    ("FREQ=MONTHLY 09:00", "monthly at 9am"),
    (
        "FREQ=MONTHLY;BYDAY=-1FR",
        "each month on the last Friday | the last Friday of every month | every last Friday | "
        "every last Friday of the month",
    ),
    ("FREQ=MONTHLY;BYDAY=-1FR 16:00", "every month on the last Friday at 4pm | last Friday of each month at 4pm"),
    (
        "FREQ=MONTHLY;BYDAY=1MO",
        "first Monday of every month | every first Monday | every first Monday of the month | "
        "every month on the first Monday | monthly on the first Monday",
    ),
    ("FREQ=MONTHLY;BYDAY=1MO 10:00", "on the first Monday of every month at 10"),
    ("FREQ=MONTHLY;BYDAY=1MO,3MO", "the first and third Monday of every month"),
    ("FREQ=MONTHLY;BYDAY=1TU,3TU", "every 1st and 3rd Tuesday"),
    (
        "FREQ=MONTHLY;BYDAY=2TU",
        "second Tuesday of each month | every 2nd Tuesday of every month | every second Tuesday of the month",
    ),
    ("FREQ=MONTHLY;BYDAY=3FR 15:00", "every third Friday of the month at 3pm"),
    ("FREQ=MONTHLY;BYDAY=3MO", "every third Monday"),
    (
        "FREQ=MONTHLY;BYDAY=3TU",
        "every third Tuesday | every 3rd Tuesday of the month | monthly on the third Tuesday",
    ),
    ("FREQ=MONTHLY;BYDAY=4FR", "every 4th Friday"),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "every month on the last working day | last weekday of each month | monthly on the last working day | "
        "last working day of every month | on the last business day of each month | every last working day | "
        "every last weekday of the month | the last weekday of every month",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        "on the first working day of each month | the first weekday of every month | "
        "first working day of every month | every first business day of the month",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "every month on the last day | every last day | every last day of the month | "
        "on the last day of every month | last day of each month | at the end of every month | "
        "end of each month | every month end | every end of month | monthly on the last day",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=1",
        "at the start of every month | at the beginning of each month | every first of the month | "
        "every first day of the month | first day of every month | every 1st | each 1st of the month | "
        "monthly, on the 1st",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=1 09:00", "every month on the 1st at 9am | at 9am on the 1st of every month"),
    (
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "twice a month | on the 1st and 15th of each month | on the 1st and 15th of every month | "
        "every 1st and 15th | monthly on the 1st and 15th",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=10 08:00", "every 10th of the month at 8am"),
    ("FREQ=MONTHLY;BYMONTHDAY=10,20,30", "every month on the 10th, 20th and 30th | every 10th, 20th and 30th"),
    ("FREQ=MONTHLY;BYMONTHDAY=15", "every month on day 15"),
    (
        "FREQ=MONTHLY;BYMONTHDAY=27",
        "every 27th | every 27th of the month | on the 27th of every month | the 27th of each month | "
        "every month on the 27th | monthly on the 27th | 27th of the month every month",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=31", "every month on the 31st"),
    ("FREQ=MONTHLY;BYMONTHDAY=5", "on the 5th monthly | once a month on the 5th"),
    ("FREQ=MONTHLY;BYMONTHDAY=5 09:00", "monthly on the 5th at 9am"),
    ("FREQ=MONTHLY;BYMONTHDAY=5 12:00", "every 5th of the month at noon"),
    (
        "FREQ=MONTHLY;BYMONTHDAY=5,20",
        "every month on the 5th and 20th | every 5th and 20th of the month | the 5th and the 20th of every month",
    ),
    ("FREQ=MONTHLY;INTERVAL=2", "every second month | bimonthly | every other month | every 2 months"),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "on the last Friday of every other month"),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR", "every other month on the first Friday"),
    ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=10", "every other month on the 10th"),
    ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15", "every two months on the 15th"),
    ("FREQ=MONTHLY;INTERVAL=3", "every 3 months | every third month | once a quarter | every quarter | quarterly"),
    ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", "every 3 months on the 1st"),
    ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5", "every quarter on the 5th | quarterly on the 5th"),
    (
        "FREQ=MONTHLY;INTERVAL=6",
        "every half-year | twice a year | semi-annually | semiannually | every half year | every six months",
    ),
    ("FREQ=MONTHLY;INTERVAL=6;BYDAY=2WE", "every 6 months on the 2nd Wednesday"),
    ("FREQ=WEEKLY", "weekly starting next Monday | once per week | once a week | every week starting Monday"),
    ("FREQ=WEEKLY 09:00", "weekly at 9am"),
    (
        "FREQ=WEEKLY;BYDAY=FR",
        "Friday afternoons | end of every week | once a week on Fridays | weekly on Friday | "
        "weekly, on Fridays | every week on Friday | every week Friday | every Friday from April | "
        "every Friday starting April 3 | every Friday starting next week",
    ),
    ("FREQ=WEEKLY;BYDAY=FR;COUNT=10", "every Friday 10 times | every Friday for 10 times | every Friday, 10 times"),
    ("FREQ=WEEKLY;BYDAY=FR;COUNT=5", "every Friday for 5 occurrences"),
    ("FREQ=WEEKLY;BYDAY=FR;UNTIL=20260422", "every Friday for 6 weeks"),
    ("FREQ=WEEKLY;BYDAY=FR;UNTIL=20260531", "every Friday until the end of May"),
    ("FREQ=WEEKLY;BYDAY=FR;UNTIL=20260601", "every Friday till June"),
    ("FREQ=WEEKLY;BYDAY=FR;UNTIL=20260611", "every Friday for the next 3 months"),
    (
        "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630",
        "every Friday through June 30 | every Friday until 2026-06-30 | every Friday from April 1 to June 30",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO",
        "every Monday starting March 23 | every Monday starting on March 23 | every Monday beginning April 6 | "
        "every Monday from April 6 | every Monday from next month | every Monday from now on | "
        "every Monday as of April | every Monday morning | Monday mornings | every monady | "
        "every single Monday | each and every Monday",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO 09:00",
        "every week at 9am on Mondays | weekly on Mondays at 9 | weekly Monday 9am | weekly at 9am Monday | "
        "starting April 1, every Monday at 9 | every Monday morning at 9 | on Monday mornings at 9",
    ),
    ("FREQ=WEEKLY;BYDAY=MO 09:30", "every Monday at 9:30am"),
    (
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "twice a week | on Mondays and Thursdays | every monday and every thursday | on Monday and Thursday every week",
    ),
    ("FREQ=WEEKLY;BYDAY=MO,TH 09:00", "Mondays and Thursdays at 9 | on Mon and Thu weekly at 9"),
    ("FREQ=WEEKLY;BYDAY=MO,TH 10:00", "weekly on Mon and Thu at 10am"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,TH 08:30", "every Monday, Tuesday and Thursday at 8:30am"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,TH,FR", "every weekday but Wednesday"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE", "every Mon-Wed"),
    (
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH",
        "every weekday excluding Friday | every weekday except Friday | every Monday to Thursday",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "weekdays | every weekday morning | weekday mornings | every work day | Monday through Friday | "
        "every Monday to Friday | every day Monday to Friday | every day except Sat and Sun | every workday | "
        "every weekday | every working day | every business day | on weekdays | each weekday | "
        "on working days | every day except weekends | every day except Saturday and Sunday | Mon-Fri | "
        "every Mon-Fri | on business days",
    ),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 08:00", "weekday mornings at 8"),
    (
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:00",
        "on weekdays at 9am | 9am on weekdays | at 9am on weekdays | every weekday morning at 9 | "
        "Mon to Fri at 9 | daily Mon-Fri at 9 | every day except weekends at 9 | every workday at 9 | "
        "weekdays at 9 | Monday to Friday at 9 | Mon-Fri at 9 | every Monday through Friday at 9",
    ),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 10:00", "every working day at 10"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 17:00", "each working day at 5"),
    (
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA",
        "daily except on Sundays | every day except for Sunday | every day except Sunday | "
        "every day but Sunday | daily except Sundays",
    ),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA 09:00", "every day at 9 except Sunday"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260403 08:30", "every weekday at 8:30 until April 3"),
    (
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "every Mon, Wed & Fri | every Mon/Wed/Fri | every Monday, Wednesday and Friday | "
        "mondays, wednesdays and fridays | mon, wed and fri | every mon wed fri",
    ),
    ("FREQ=WEEKLY;BYDAY=MO,WE,FR 10:00", "every Mon, Wed, and Fri at 10"),
    ("FREQ=WEEKLY;BYDAY=MO;COUNT=5", "every Monday 5 times | every Monday five times"),
    ("FREQ=WEEKLY;BYDAY=MO;COUNT=6 09:00", "every Monday at 9, 6 times"),
    ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260408", "every Monday for 4 weeks | every Monday for the next 4 weeks"),
    ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260411", "every Monday for a month"),
    ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260511", "every Monday for two months"),
    ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260601", "every Monday until June"),
    (
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260630",
        "every Monday until 6/30 | every Monday through the end of June | every Monday up to June 30 | "
        "every Monday from April 6 until June 30",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260630 09:00",
        "every Monday at 9 until June 30 | every Monday until June 30 at 9",
    ),
    ("FREQ=WEEKLY;BYDAY=SA", "every Saturday morning"),
    ("FREQ=WEEKLY;BYDAY=SA 08:00", "every Saturday at 8 in the morning"),
    (
        "FREQ=WEEKLY;BYDAY=SA,SU",
        "every sat and sun | every weekend | on the weekends | Saturdays and Sundays | on weekends | "
        "at weekends | each weekend",
    ),
    ("FREQ=WEEKLY;BYDAY=SA,SU 10:00", "weekends at 10"),
    ("FREQ=WEEKLY;BYDAY=SU 22:00", "every Sunday night at 10"),
    ("FREQ=WEEKLY;BYDAY=TU", "every Tue"),
    ("FREQ=WEEKLY;BYDAY=TU 12:00", "each Tuesday at noon"),
    (
        "FREQ=WEEKLY;BYDAY=TU 14:00",
        "every Tuesday at 2pm, starting March 24 | every Tuesday 2-3pm | every Tuesday from 2 to 3pm",
    ),
    (
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "every tues & thurs | every Tue/Thu | weekly on Tuesdays and Thursdays | Tuesdays and Thursdays weekly",
    ),
    ("FREQ=WEEKLY;BYDAY=TU,TH 14:00", "Tuesdays & Thursdays at 2pm | Tuesdays/Thursdays 2pm"),
    ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260501 14:00", "every Tuesday at 2pm, until May"),
    ("FREQ=WEEKLY;BYDAY=WE", "every wed | Wednesdays"),
    (
        "FREQ=WEEKLY;BYDAY=WE 14:00",
        "Wednesdays at 2 | on Wednesdays at 2pm | at 2pm on Wednesdays | 2pm every Wednesday | "
        "at 2pm every Wednesday | Wednesday at 2pm every week | every week on Wednesday at 2pm",
    ),
    ("FREQ=WEEKLY;COUNT=8", "weekly 8 times"),
    (
        "FREQ=WEEKLY;INTERVAL=2",
        "every 2 weeks | every other week | every alternate week | bi-weekly | fortnightly | every 2w | "
        "once every two weeks | once a fortnight | biweekly | every fortnight | every second week | "
        "every 2nd week | every couple of weeks",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "every other Friday | every alternate Friday | alternate Fridays | every 2 weeks on Friday | "
        "Friday every two weeks | Fridays every 2 weeks",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR 15:00", "every other Friday at 3"),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        "on alternate Mondays | biweekly on Mondays | bi-weekly on Monday | fortnightly on Monday",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 10:00", "every two weeks on Monday at 10"),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "every other week on Monday and Thursday | every other Monday and Thursday",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "every 2 weeks on Tuesdays | every other week on Tuesday | every second Tuesday | Tuesdays biweekly",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 14:00", "biweekly on Tuesday at 2pm | Tuesday 2pm every other week"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 15:00", "fortnightly on Wednesdays at 3"),
    ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20260611", "every 2 weeks for 3 months"),
    ("FREQ=WEEKLY;INTERVAL=3", "every three weeks | every 3rd week"),
    ("FREQ=WEEKLY;INTERVAL=4;BYDAY=FR 11:00", "every 4 weeks on Friday at 11am"),
    ("FREQ=WEEKLY;UNTIL=20270311", "every week for a year"),
    ("FREQ=YEARLY", "annually | yearly | every year | once a year | once per year"),
    ("FREQ=YEARLY;BYMONTH=1", "every January | every year in January"),
    ("FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR", "yearly on the last Friday of November"),
    ("FREQ=YEARLY;BYMONTH=12", "each December"),
    ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", "every December 31"),
    ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1", "every January 1st"),
    (
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=20",
        "every year on March 20 | every year on the 20th of March | every March 20th | every 20th March | "
        "each March 20 | March 20 each year | on 20 March every year | on March 20 annually | yearly on 3/20 | "
        "every year on 3/20",
    ),
    ("FREQ=YEARLY;BYMONTH=4,10", "every April and October"),
    ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1 10:00", "on 1 April every year at 10am"),
    (
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3",
        "annually on May 3 | yearly on May 3rd | every May 3 | every 3 May | every 3rd of May | "
        "every year on 3 May | every year on the 3rd of May | on May 3 every year | each year on May 3rd",
    ),
    ("FREQ=YEARLY;BYMONTH=6", "annually in June | every June | once a year in June"),
    ("FREQ=YEARLY;BYMONTH=6;BYDAY=-1FR", "the last Friday of June every year"),
    ("FREQ=YEARLY;BYMONTH=6;BYDAY=1MO", "every year on the first Monday of June | every first Monday in June"),
    ("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=20 11:00", "every 7/20 at 1100"),
    ("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4", "every 4th of July"),
    ("FREQ=YEARLY;INTERVAL=2", "every 2 years | every other year"),
)


@pytest.mark.parametrize(("words", "meant"), each(RHYTHMS))
def test_a_rhythm_takes_its_own_words_and_leaves_the_title(words: str, meant: str) -> None:
    draft = drafted(f"review {words}")
    assert draft.due is not None
    hour = f" {draft.due.at:%H:%M}" if draft.due.at else ""
    assert f"{draft.rrule}{hour}" == meant
    assert (draft.title, draft.rrule_words) == ("review", words)
