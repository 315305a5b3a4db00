"""English as an office writes it: what only looks like a date is none."""

from datetime import UTC, datetime

import pytest

from bot.parsing.lines.task_line import Draft, read

WEDNESDAY = datetime(2026, 3, 11, 10, 15, tzinfo=UTC)


def drafted(text: str) -> Draft:
    return read(text, now=WEDNESDAY, zone="UTC")


# versions, ratios, prices, names, things named by a day, a length or a rhythm, and tales of the past
LOOK_ALIKES = """
give Dr. Noon the folder | get a quote from Thursday Boots | order the 28 Days Later poster | the song Eight Days a Week
measure the hallway at 14 Second Avenue | win rate went from 7/10 to 9/10 | the key: 7/12 + 1/4 = 5/6, not 8/16
borrow a charger from April | get the TGI Fridays voucher refunded | read the Tuesdays with Morrie quote
the day was Thursday | proofread the Wednesday (draft) captions | deliver to 5 May Street | the key for 30 June Road
write up what we shipped in May | the server crashed at 14:05, find the cause | order COB LED strips
send the EOD report | cap retries at 5 | x = 3/5 is wrong | the song is in 4/4, no drums
ERROR 12:30:07 the worker died | [2026-02-14 08:15:02] the disk is full
thank Friday Osei | share the Sunday Times review | ask Tuesday Morales for her badge | Mon Ami wants a refund
move 12 skids from bay 3/14 to bay 7 | bed 4/5 needs linen | raise the price to 12.50
the pager went off at 3am last night | rename "Friday notes" to "Monday notes"
hang the "Day After Tomorrow" poster | stamp pages 1-31 | the “Seven Days” brochure | read “Tomorrow at 5” again
review two days before the deadline | review in 20 | call the bank on the 30th of Feb | call the bank Feb 30
call the bank 13/13 | call the bank at 25:00 | sync mornings | sync twice a day | sync per week
sync a week | review every other PR | check every single file | test every 10th row
every 5th customer gets a call | each second item | ask every manager | every single time
write a daily plan | draft the weekly plan | the nightly build is red | fix nightly build | run hourly job
yearly subscription renewal | annual review | monthly active users | weekly sync notes | quarterly goals doc
biweekly newsletter draft | weekly report | daily scrum notes | the Monday meeting | the Friday deploy
standup any day | standup each summer | pay rent per month | what happened last Friday
the tests broke last Friday | notes from last Monday | last Friday's numbers | as discussed yesterday
we met 3 days ago | filed two weeks ago | last week the build broke | last month's report
fix the bug from last night | send money to Ann | aghast at the price | the thirsty crew | marches along
sundry items | friend request flow | add a mundane task | monkey test the form | remember the milk
member list | septic tank | octagon icon | jury duty form | Saturn visit | upgrade to 1.2
upgrade to v1.2.3 | bump node 18 to 20 | bump python to 3.12 | ratio is 4:3 | ratio of 16:9 | resize to 16:9
score 2:1 | won 3:2 against sales | it costs 12.50 | pay 5.50 to Ann | pay $12.30 | pay 1,000 for it
call 555 1234 | call +1 415 555 2671 | call 0800 123 456 | tel 020-7946-0958 | meet in room 5 | room 3.12
Room 10:30 | ping 10.0.0.1 | use port 8080 | open port 443 | at port 3000 | at 40.7128, -74.0060 | print 5x7
print A4 copies | A4 paper | 1.5h of work | 10m/1h | 2 weeks of work | about 2 days of work
it takes 3 days | a 3 day trip | a three-day trip | two-day workshop | 30-minute call | the 2-hour session
needs 4 hours | ask May about it | talk to April | April will do it | June and August join | invite June
Mark the file | mar the surface | Jan will call | ask Jan | email Jan about the deck | sun cream
the sun is out | Wed to the idea | we wed soon | he sat down | sat nav | SAT exam prep | wait a second
second opinion | the second half | second quarter results | in second place | the weekly newsletter
weekly newsletter | write weekly report | prepare the monthly review | monthly report | quarterly report
daily standup notes | fix daily job | annual report | yearly planning doc | biweekly sync notes
the hourly rate | 2nd Floor | on the 2nd floor | 3rd party libs | the 3rd attempt | 1st draft
5th Avenue office | 24/7 | 24/7 support | 9/11 report | Q3 deck | write Q3 OKRs | Q2 results
the Q1 numbers | FY26 plan | the March numbers | March numbers | read the March report | June report
the August release | Friday's notes | Monday's standup notes | today's build is red | tomorrow's agenda
update tomorrow's agenda | this week's numbers | next week's roster | May I have it | may the force
day one | day 1 | day 2 of the trip | a minute | give me a minute | Monday.com | update Monday.com board
watch 12 monkeys | 7-eleven | 50/50 | split it 50/50 | 1-on-1 | 1:1 with Ann | one on one | 1/2 cup
3/4 done | 2/3 of users | 4/5 stars | 10/10 would do | the 2025 budget | 2025 budget | budget 2026
Windows 10 | upgrade to Windows 11 | iPhone 15 | top 10 | top 5 bugs | 5 people | 10 copies
print 10 copies | part 2 | part 2 of the doc | v2.3 | #41 | see #41 | C4 | color #ff0000 | 0x1f
order 123-456 | order 20260311-7 | ISO 8601 | ISO 9001:2015 | Blade Runner 2049 | 1984 by Orwell | Apollo 13
Boeing 737 | Fahrenheit 451 | HTTP 404 | error 500 | 500 errors | return code 3 | chapter 5 | page 12
step 3 | 4 weeks notice | 90 day plan | 30 60 90 plan | the 90-day plan | 5 min read | 10 minute break
2h meeting | 8h shift | 5 star review | 3 in 1 | 2 for 1 | one by one | in one go | in two parts
in 3 places | in 5 languages | within 10% | by 10% | by 5 points | grow by 3 | at 80% | at 3 sites
on 3 servers | at 5 Main Street | at 221 Baker Street | from 5 to 10 | from 10 to 20 users | 10-20 people
5-10 slides | pages 3-5 | lines 10-20 | between 5 and 10 | ages 5 to 12 | 5 to 10 people | half of the team
quarter of the budget | in the first half | a few days | a couple of days | once upon a time
every time it fails | every user | every other user | each of them | every second counts | every bit
everyday life | Freaky Friday | Taco Tuesday | Cyber Monday sale | Good Friday hours | Ash Wednesday
Super Tuesday | May Day | Independence Day | sign off | day off | the day after | days of the week | week 12
sprint 12 | the end | end of the line | end of story | end user docs | start of line | early adopters
late fees | late arrivals | morning coffee | good morning | evening dress | night mode | night shift
past due | half past | noon report | lunch with Ann | lunch menu | work from home | a while ago | now | next
next steps | next time | this time | this one | last one | later | soon | weekday | calendar
update the calendar for month view | month view | week view bug | year filter | date picker | due date field
overdue tasks | deadline field | due diligence | before the meeting | after the release | until it works
am I right | I am 5 | PM role | 3 PMs | ask the PM | 3p protein | 10k users | 5k run | 4G router | 3D model
2FA | 2D chart | 1M rows | 5m rows | 10m cable | 3m tape | 4h mode | 6d chess | move 5w to 7w | 100 days
100 days of code | 365 days | 2 months old | 10 years of data | 5 years experience | 3 hours long
in 2025 we failed | since 2020 | copyright 2026 | (c) 2026 | release 2026.3 | release 26.03 | version 3.4
Ubuntu 24.04 | python 3.11 | node 20.11.1 | 1.1.30 | 192.168.1.1 | 3.5 stars | rc-2026-03-11
file_2026-03-11.csv | logs-2026-03-11.txt | report2026 | 2026-report | A/B test | B2B | the sun | sat | sun
mar | may | march | second | first | Marc 5 | decide | set a deadline | check in with May next
May is on leave | tell April and June about it | August sent the file | Jan to review the doc
ping Jan, Mark and Sun | Sun Microsystems contract | Sat down with legal | The march towards Q4 | march on
the long march | may or may not | may need 2 people | may take 3 days | Apr rates comparison | APR of 5%
DEC servers | compare Dec and Jan numbers | Jan numbers | Nov report | update the Nov newsletter
get a second quote | 60 seconds | 30 second ad | second hand desk | one second | minutes of the meeting
hour glass icon | write the minutes | happy hour | rush hour traffic | office hours page | day care
day job | day to day ops | day-to-day ops | year-over-year growth | year in review deck
end-of-year party plan | month-end close checklist | end to end tests | end-to-end test | back end
weekend trip | weekend plans | night bus | late payment fee | early bird offer | first come first serve
last mile | last name field | the last 3 invoices | next 3 releases | next 5 tickets | past 7 days chart
last 30 days report | show last week in chart | the previous Friday | since Monday | as of yesterday
yesterday's numbers | what we did yesterday | bus 42 | flat 5b | unit 12a | seat 11a | gate 7p | row 5p
5a Main Street | plan b | v2 | v1.0 release notes | 1.0 | release 1.2.3 | 1.2 million | 3.5 hours of video
4.5 stars | 9.99 per month | 10.5% | EUR 12.30 | $5/mo plan | 5/month | 10/day limit | 2/3 majority
3/4 inch | 1/4 of the team | fix 1/2 of it | part 1/2 | page 3/10 | task 4/7 | 7/10 done | scored 9/10
ratio 3/4 | room 4/12 | 12-34-56 | 555-0199 | (415) 555-2671 | ext. 1234 | zip 10115 | 10115 Berlin
PO 4500012345 | SKU 12-2025 | inv-2025-11 | 2025/26 season | 2025-26 plan | FY2025 | Q42 | H1 goals | Q1
Q1 and Q2 | after Q3 results | between Q1 and Q2 | in Q3 deck | CO2 | MP3 | Mar-a-Lago | 5G | 4K | 1080p
720p video | 24h support | 48h SLA | 9-to-5 | 9 to 5 job | 9-5 | 10-4 | 5-3 win | 5-a-side | two-factor
three-way call | one-time code | first-time user | 3-day trip | 5-day sprint | 6-week course | 2-week notice
12-month plan | a 5 year plan | 10 years | buy 3 days of ads | it took 2 hours | took 3 weeks
after 3 days it failed | after 2 hours of debugging | for 2 hours | for 3 days | during the week
for the week | of the week | employee of the month | quote of the day | word of the day | state of the union
time of day | day in the life | this is it | this 2 | next to the door | next door | next in line
next.js upgrade | Node.js | by two | by half | by the way | by the book | by hand | on time
on the one hand | on 5 | at 5 locations | at 10% | at 3x | at 1st sight | at first | at last | at least 5
at most 10 | up to 5 | 10 to 15 | from A to Z | from 2 offices | until done | till | high noon poster
midnight blue theme | midnight blue | due to rain | due process | 5th element | 6th sense | the 4th wall
the 10th customer | the first | the 2nd one | my 2nd try | on the first try | on the 2nd attempt
on the 5th floor | in the 3rd row | by the 3rd reviewer | first of all | first of many | a third of users
two thirds | fourth wall | tenth anniversary | twenty people | five people | at five places | three thirty
ten four | nine eleven | twelve monkeys | five to one odds | seven eleven | ten past | 5 past | quarter past
I am late | am late | pm me | PM me the link | ask PM for 5 slides | 3 PMs and 2 designers
I am 5 minutes away | the daily | our daily | a daily | each | every | everyone | every 5 | every other
every one of them | each one | once | twice | once more | twice as fast | once a user logs in
once per request | times 3 | 3 times | 3x faster | run 3 times | x3 | tomorrowland | tomorrow's | todays
black friday | Good Friday | holiday | business days calc | count business days | working days report
working day calendar | lunch | lunch break | dinner with Bob | work | after work drinks | before work starts
close | close the ticket | close of the deal | start | start over | start of the race | end
the end of the road | middle of the page | middle name | mid | mid-size | early | late | someday | sometime
the latest | the latest build | latest news | exactly | exactly 5 | roughly 10 | around 20 people
about 5 people | between jobs | Christmas party plan | plan the Halloween party | order Christmas cards
review every so often | review every now and then | review every once in a while | review most days
we shipped on Friday | it broke on Monday | Ann said Friday works | as agreed on Friday | we met Tuesday
"""


@pytest.mark.parametrize("text", [text for row in LOOK_ALIKES.strip().splitlines() for text in row.split(" | ")])
def test_what_only_looks_like_a_date_names_no_time(text: str) -> None:
    draft = drafted(text)
    assert (draft.due, draft.rrule) == (None, None)
