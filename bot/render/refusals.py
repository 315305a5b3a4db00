"""Words for every refusal: what is the matter and what to do instead.

A row may have finer ones beside it: `cannot_move:done` is used where the state of the refusal, or its verb, is `done`,
`leads_only:` where there is nobody to name, as in the fields of a form.
"""

from bot.errors import UserError
from bot.locales import marked
from bot.render.rows import row_for

WORDS = {
    "accepted_already": marked("You've already accepted #{number}. It waits for the others now."),
    "acked_already": marked("You've already taken #{number} on."),
    "decline_own": marked("You added #{number} yourself: `/task cancel {number}` or `/task assign {number} @…`."),
    "why_declined": marked("Why isn't it yours? A few words help whoever added it."),
    "cannot_take_back": marked(
        "{name}, who added it, is no longer here. `/task assign … @…` gives it to somebody else."
    ),
    "cannot_take_part_in_it": marked("{name} can't be on this task: the account is a bot or has been deactivated."),
    "one_accountable": marked("Only one person can answer for #{number}. Name the one."),
    "reviews_twice": marked("Somebody is in two steps. Each person accepts once."),
    "outsider_part": marked(
        "{name} isn't in the conversation that #{number} comes from. `/task cc {number} @…` asks before telling them."
    ),
    "after_what": marked("What does #{number} come after? For example: `/task after {number} 42`, or `none`."),
    "cannot_be_named": marked("{name} can't be named here: the account is a bot or has been deactivated."),
    "form_is_odd": marked("That form isn't as I opened it, so nothing was changed. Please open it again."),
    "department_too_long": marked("Please keep the department to {most} characters."),
    "stands_for_self": marked("Nobody is their own manager or stand-in. Choose somebody else."),
    "managers_in_a_ring": marked("That would make a ring of managers: {names}."),
    "no_roster_header": marked(
        "I need a first line that names the columns, for example: `name,department,manager,stand_in`"
    ),
    "no_handover": marked("Only leads, admins and the manager of {name} can hand over what they have."),
    "lead_is_anothers": marked(
        "Nothing to hand back: somebody else leads these teams by now, or {name} leads them again."
    ),
    "who_takes_over": marked("Choose at least one person who takes over."),
    "takes_over_from_self": marked("Choose somebody else: they are the one who leaves."),
    "added_already": marked("That's already been added as #{number}."),
    "admins_only": marked("Only admins can do that: {admins}."),
    "admins_only:": marked("Only admins can do that."),
    "all_ticked": marked("Everything there is already ticked off, so there's nothing to add."),
    "answer_too_long": marked("That answer is too long. Please keep it to {most} characters."),
    "bad_remind": marked("The reminder has to come before the standup closes: {high} minutes at most."),
    "bad_time": marked("I can't read “{words}” as a time. Try `09:30`."),
    "bad_time:": marked("Please choose a time."),
    "bad_window": marked("Please choose between {low} and {high} minutes."),
    "bot_not_in_channel": marked("I'm not in that channel, or it's archived. `/invite @Muster` brings me in."),
    "calendar_not_allowed": marked("The admins allow calendars of {hosts} only."),
    "calendar_not_https": marked("That address isn't encrypted. I need one that starts with https:// or webcal://."),
    "calendar_not_open": marked(
        "I can't read from there. I need an address on the open internet, with a name and without a port or password."
    ),
    "calendar_said_aloud": marked(
        "Who has that address can read your calendar, and here everybody sees it. I haven't kept it: make a new one, "
        "and tell me with `/muster calendar https://…`, which only you see."
    ),
    "calendars_off": marked("Calendars are switched off in this workspace."),
    "no_calendar_address": marked(
        "That's no address of a calendar. I need the one from your calendar's settings: `/muster calendar https://…`"
    ),
    "no_such_host": marked("I can't read “{words}” as a host. Try `google.com` or `*.office365.com`."),
    "cancel_or_comment": marked("Shall I cancel #{number}, or was “{words}” just a comment?"),
    "cannot_help": marked("{name} can't help here: the account is a bot or has been deactivated."),
    "cannot_move": marked("#{number} is {state} now, so that isn't possible. `/task show {number}` has the details."),
    "cannot_move:archived": marked("#{number} is archived. `/task reopen {number}` reopens it."),
    "cannot_move:cancelled": marked("#{number} is cancelled. `/task reopen {number}` reopens it."),
    "cannot_move:doing": marked("#{number} is already in progress."),
    "cannot_move:done": marked("#{number} is already done. `/task reopen {number}` reopens it."),
    "cannot_move:open": marked("#{number} is already open."),
    "cannot_own": marked("{name} can't take tasks: the account is a bot or has been deactivated."),
    "cannot_take_part": marked("{people} can't take part: not in the channel, or deactivated."),
    "cannot_take_part:": marked("Some of these people can't take part: not in the channel, or deactivated."),
    "changed_since": marked("#{number} has changed again since then. `/task show {number}` shows where it stands."),
    "changed_under_you": marked(
        "Nothing was done: {told} (#{number}) since you saw it. It's now {state}, with {owner}."
    ),
    "changed_under_you:": marked("#{number} has changed since you saw it, so nothing was done. It's now {state}."),
    "date_is_past": marked("That date has passed: {on}. Pick a later one."),
    "date_too_far": marked("That's further away than any calendar goes. Pick an earlier day."),
    "describe_first": marked("Before #{number} starts, the team asks for a description: `/task describe {number}`"),
    "does_not_repeat": marked("#{number} doesn't repeat. `/task repeat {number} every Tuesday` changes that."),
    "empty_answer": marked("Please answer at least one question."),
    "empty_part": marked("“{words}” says nothing that could be done. Each part needs a few words."),
    "empty_note": marked("Please write a few words."),
    "empty_task": marked("What needs doing? For example: `/task send the deck by Friday`"),
    "evidence_first": marked("#{number} needs evidence first: `/task evidence {number} https://…`"),
    "evidence_there": marked("That's already attached to #{number}."),
    "export_nothing": marked("There's nothing to export: no task that you can see matches."),
    "export_too_many": marked("That's {n} tasks, and one file holds {most}. Please narrow it down with filters."),
    "export_under_way": marked("That file is already on its way to your direct messages."),
    "filter_unknown": marked(
        "I don't know the filter “{words}:”. There are: `owner:` `by:` `due:` `label:` `status:` `is:` `created:` "
        "`closed:` `done:` `priority:` `project:` `in:` `role:` `reviewer:` `helper:` `accountable:` `consulted:` "
        "`informed:` `has:` `sort:`. A minus before one turns it round: `-label:draft`."
    ),
    "filter_value": marked("“{words}” doesn't go with `{verb}:`. `/task help list` says more."),
    "filter_value:has": marked(
        "I don't know `has:{words}`. There are: evidence, parts, note, comments, date, estimate, label, project, "
        "reviewer, link."
    ),
    "filter_value:is": marked(
        "I don't know `is:{words}`. There are: late, blocked, repeating, unassigned, unacknowledged, mine, private, "
        "public, important, urgent, snoozed, part, waiting, undated, doing, review, done, live, closed."
    ),
    "filter_value:priority": marked("I can't read the priority “{words}”. Use 1 (urgent) to 5 (someday), or `1..2`."),
    "filter_value:role": marked(
        "I don't know the role “{words}”. Try owner, creator, accountable, helper, reviewer, consulted, informed."
    ),
    "filter_value:sort": marked("I can't sort by “{words}”. There are: due, priority, created, updated, title."),
    "filter_value:status": marked(
        "I don't know the status “{words}”. There are: open, doing, review, done, archived, cancelled."
    ),
    "find_what": marked("What should I look for? For example: `/task find price list`"),
    "followed_already": marked("#{number} has been followed by #{next} already; the series goes on there."),
    "form_needs_a_tap": marked("One tap opens the form:"),
    "form_not_opened": marked("The form didn't open in time, but your words are kept. Try again:"),
    "form_not_opened:": marked("The form didn't open in time. Please try again."),
    "leads_only": marked("Only this team's leads can do that: {leads}."),
    "leads_only:": marked("Only this team's leads and admins can do that."),
    "away_changed_since": marked("{name}'s days away have changed since, so nothing was taken back."),
    "away_of_others": marked("Only {name}'s leads, their manager and admins can say when {name} is away."),
    "ends_before_it_begins": marked("The last day lies before the first one."),
    "half_of_one_day": marked("Half a day is of one day: leave the last day empty."),
    "no_such_day_said": marked("Nobody said anything of that day: {on}."),
    "no_hours": marked("Work has to end at another time than it begins."),
    "no_week_hours": marked("I can't read “{words}” as hours. Write one a line, for example: Fri 9:00-13:00"),
    "which_region": marked("Please choose a region."),
    "no_such_absence": marked(
        "I can't read “{words}” as days away. Try `until Friday`, `9-13 March`, `tomorrow morning` or `for 3 days`."
    ),
    "no_such_letter": marked("That one is settled already. `/muster outbox` shows what's left."),
    "letter_has_no_words": marked("Its words aren't kept any more, so it can only be dropped."),
    "nothing_paused": marked("Nothing is paused: messages go out as usual."),
    "not_on_hold": marked("Nothing is on hold: messages go out as usual."),
    "not_away": marked("{name} isn't away then, as far as I know."),
    "not_our_people": marked("That is for people of this workspace."),
    "line_gone": marked("That was too long ago: I don't have those words any more. Please send them again."),
    "line_not_clear": marked("Nothing was added, because one line isn't clear: “{line}”. Please send it on its own."),
    "more_in_hand": marked("That was {most} tasks, and {name} has more. Hand over once more for the rest."),
    "no_channel_here": marked("There's no channel here. Please run this in the channel you mean."),
    "no_days": marked("Please choose at least one day."),
    "no_digest_here": marked("This channel has no digest yet. `/digest setup` creates one."),
    "no_evidence": marked(
        "“{words}” can't be attached. Send a link that starts with https://, or a number with its unit."
    ),
    "no_evidence:": marked("Please give a link that starts with https://, or a number with its unit."),
    "no_members": marked("Please choose who takes part."),
    "no_standup_for_you": marked("You had no standup to answer that day."),
    "no_standup_here": marked("This channel has no standup yet. `/standup setup` creates one."),
    "rehearse_fewer_days": marked("I rehearse {most} days at most."),
    "rehearse_your_own": marked("You can rehearse what would be sent to you, and to teams that you lead."),
    "rehearsal_under_way": marked("That rehearsal is on its way already."),
    "no_such_channel": marked("I can't find a channel called “{name}” that you can see."),
    "no_such_date": marked("I can't read “{words}” as a date. Try `Friday`, `13 March 15:00` or `tomorrow`."),
    "no_such_date:": marked("Please choose a day."),
    "no_such_effort": marked("I can't read “{words}” as a length of time. Try `3h`, `90m` or `1.5d`."),
    "no_such_effort:": marked("How long did it take? For example `3h`, `90m` or `1.5d`."),
    "no_such_emoji": marked("I don't know “{words}” as an emoji. Type its name, for example `:memo:`."),
    "no_such_estimate": marked("I can't read “{words}” as a number of days. Try `0.5` or `2`."),
    "no_such_evidence": marked("#{number} has no evidence with that number. It has {most} in all."),
    "no_such_percent": marked("I can't read “{words}” as a percentage. Try `60%`."),
    "no_such_percent:": marked("Please give a number from 0 to 100."),
    "no_such_person": marked("I can't find anyone called “{name}”. Try an @mention."),
    "no_such_person:": marked("Please choose a person."),
    "no_such_priority": marked("“{words}” isn't a priority. Use 1 (urgent) to 5 (someday), or `none`."),
    "no_such_priority:": marked("Which priority? Use 1 (urgent) to 5 (someday), or `none`."),
    "no_such_region": marked("I don't have public holidays for “{words}”. Please choose a region from the list."),
    "no_such_score": marked("A score is a number from 1 to 5."),
    "no_such_rule": marked("I can't read “{words}” as a rule. `/muster rules` shows them, with a form to change them."),
    "no_such_rhythm": marked("I can't read “{words}” as a rhythm. Try `every Tuesday` or `the 15th of every month`."),
    "no_such_rhythm:": marked("How often? Try `every Tuesday` or `the 15th of every month`."),
    "no_such_task": marked("There's no #{number} that you can see. `/task list` shows your tasks."),
    "no_such_zone": marked("I don't know the time zone “{words}”. Please choose one from the list."),
    "no_tasks_to_answer_with": marked("Your tasks have nothing to report. Please answer in your own words."),
    "merge_has_parts": marked("#{number} has open parts of its own. Close or move those first."),
    "merge_what": marked("Which tasks belong together? For example: `/task merge 43 44` takes #44 into #43."),
    "nobody_to_ask": marked("There's nobody left to ask now: everyone has been asked, is away or gets asked later."),
    "nobody_reviews": marked(
        "#{number} has no reviewers, so there's nobody to submit it to. `/task done {number}` closes it."
    ),
    "not_blocked": marked("#{number} isn't blocked."),
    "not_done_yet": marked("#{number} isn't done yet: it's {state}."),
    "not_in_review": marked("#{number} isn't waiting for acceptance. It's {state} now."),
    "not_installed": marked("Muster isn't set up in this workspace. Please ask an admin."),
    "not_your_step": marked("#{number} is waiting for {people} now, so only they can accept or return it."),
    "not_your_step:": marked("#{number} isn't waiting for you, so you can't accept or return it now."),
    "not_your_standup": marked("These questions were for someone else."),
    "not_yours": marked(
        "Only {owner}, {creator} and leads can change it, but you can add a note: `/task note {number} …`"
    ),
    "not_yours:": marked(
        "Only its owner, creator and leads can change it, but you can add a note: `/task note {number} …`"
    ),
    "not_yours:one": marked("Only {owner} and leads can change it, but you can add a note: `/task note {number} …`"),
    "nothing_described": marked("Nothing has changed. Please fill in at least one field."),
    "nothing_to_answer": marked("No standup is waiting for your answer."),
    "nothing_to_undo": marked("You have nothing to undo from the last ten minutes."),
    "offer_gone": marked("That offer has been answered already, or you've edited the message again since then."),
    "order_your_own": marked("#{number} is with {owner}, so it isn't part of your day."),
    "order_your_own:": marked("#{number} is with someone else, so it isn't part of your day."),
    "order_in_a_circle": marked("That would go in a circle, and none of them could ever begin: {circle}"),
    "outsider": marked(
        "{name} isn't in the conversation that #{number} comes from. `/task assign {number} @…` reassigns it."
    ),
    "outsider_new": marked(
        "{name} isn't in this conversation. Leave the owner empty, then reassign the task with `/task assign`."
    ),
    "owns_already": marked("#{number} is already with {owner}."),
    "owns_already:": marked("That person already has it."),
    "part_of_what": marked("What is #{number} a part of? For example: `/task part {number} of 40`, or `none`."),
    "question_too_long": marked("That question is too long. Please keep each one to {most} characters."),
    "review_complete": marked("Everybody asked has accepted #{number}. `/task done {number}` closes it."),
    "run_in_channel": marked("Please run that in the team's channel."),
    "remind_of_what": marked(
        "What shall I remind you of? Say it in one line, for example: remind me {words} to call Bob"
    ),
    "remind_of_what:": marked("What shall I remind you of, and when? For example: remind me tomorrow at 9 to call Bob"),
    "rhythm_needs_words": marked(
        "I can't tell the new rhythm from one date. Say it in words: `/task repeat {number} every Thursday`"
    ),
    "series_is_over": marked("#{number} is the last of its series. `/task cancel {number}` cancels it."),
    "saved_name": marked("“{name}” can't be a name. Use letters, digits and hyphens, for example `launch-late`."),
    "saved_name_taken": marked("“{name}” means something already. Please choose another name."),
    "saved_too_many": marked("You've saved {most} lists, and there's no room for more. `/task list saved` has them."),
    "saved_unknown": marked("You haven't saved a list called “{name}”. `/task list saved` shows what you have."),
    "saved_what": marked("What should “{name}” show? For example: `/task list save {name} label:launch is:late`"),
    "snooze_in_the_past": marked("That time has passed. Try `/task snooze {number} 2h`."),
    "split_into_what": marked("Which parts does #{number} have? One per line."),
    "standup_answered_already": marked("You've already answered. `/standup answer` lets you change it."),
    "standup_closed": marked("That standup has closed, so there's nothing to skip."),
    "standup_is_paused": marked("The standup is paused. `/standup resume` restarts it."),
    "standup_too_old": marked("That standup is too old. You can answer for up to a week."),
    "suggestion_gone": marked("That proposal has been answered already. `/task suggest` shows what is left."),
    "task_already": marked("That message is already #{number}. `/task show {number}` shows it."),
    "task_already:": marked("Someone has already turned that message into a task."),
    "reaction_unread": marked(
        "I couldn't read the message you reacted to, so there's no task. Choose *Make a task* from its menu instead."
    ),
    "too_much_evidence": marked("That's too much: a task can have {most} pieces of evidence. Please remove one first."),
    "this_or_the_series": marked("#{number} repeats. Cancel only this one, or the whole series?"),
    "too_often_for_the_day": marked(
        "That comes too often for a day of its own. The next one can follow a finished one."
    ),
    "too_long": marked("That's too long: {n} characters, and the limit is {most}. Please shorten it."),
    "too_many_to_order": marked("That's too much for one day: {most} tasks at most."),
    "too_many_parts": marked("That's too many parts at once: {most} at most, please."),
    "too_many_questions": marked("Please keep it to {most} questions."),
    "undo_not_yours": marked("{actor} made that change, so only they can undo it."),
    "undo_not_yours:": marked("Someone else made that change, so only they can undo it."),
    "undo_too_late": marked("Too late to undo. `/task edit {number}` changes it."),
    "undo_too_late:add": marked("Too late to undo. `/task cancel {number}` cancels it."),
    "undo_too_late:assign": marked("Too late to undo. `/task assign {number} @…` reassigns it."),
    "undo_too_late:block": marked("Too late to undo. `/task unblock {number}` unblocks it."),
    "undo_too_late:cancel": marked("Too late to undo. `/task reopen {number}` reopens it."),
    "undo_too_late:done": marked("Too late to undo. `/task reopen {number}` reopens it."),
    "undo_too_late:due": marked("Too late to undo. `/task due {number} …` sets another date."),
    "undone_already": marked("That has already been undone."),
    "waits_for_review": marked("#{number} is submitted and waiting for {people} to accept it."),
    "waits_for_review:": marked("#{number} is submitted and waiting to be accepted."),
    "waits_for_itself": marked("#{number} can't come after itself, or be a part of itself."),
    "waits_for_its_part": marked(
        "#{other} is a part of #{number}, so #{number} can't come after it: it ends with its parts anyway."
    ),
    "waits_for_its_whole": marked(
        "#{number} is a part of #{other}, so it can't come after it: #{other} only ends when its parts do."
    ),
    "no_such_quiet": marked(
        "I can't read “{words}” as a time to come. Try `2h`, `until 15:00`, `until Monday` or `off`."
    ),
    "quiet_is_past": marked("That time has passed. Try `/muster quiet 2h`."),
    "quiet_too_long": marked(
        "Quiet lasts {days} days at most. For longer, `/muster away until …` also tells your team."
    ),
    "no_such_level": marked(
        "I can't read “{words}”. A level is off, light, standard or active; `/muster nudges` shows what there is."
    ),
    "no_such_policy": marked("There is no such rule any more. `/muster escalation` shows those in force."),
    "no_such_wait": marked("I can't read “{words}” as working time. Try `1d`, `4h` or `1d 4h`."),
    "policy_needs_steps": marked("At least one step is needed: after how long, and who hears."),
    "policy_tells_nobody": marked("Who hears in this step? Tick at least one."),
    "policy_waits_too_long": marked("That's too long: {most} working days at most."),
    "policy_waits_not": marked("Please leave people some time: an hour at least is fair, more than none is needed."),
    "policy_out_of_order": marked("Each step comes later than the one before it. Please give this one a longer wait."),
    "policy_repeats": marked("That's too often. Please choose from the list."),
    "too_many_policies": marked("There is room for {most} rules. Please change or remove one first."),
    "wish_changed_since": marked("That has changed since, so nothing was taken back."),
    "which_task": marked("Which task? Give its number, for example: `/task {verb} 42`"),
    "which_work": marked(
        "I can't tell what “this” is. Say what needs doing, or choose *Make a task* from that message's menu."
    ),
    "which_reason": marked("Please choose why it comes back."),
    "why_returned": marked("What needs to change? A few words help whoever reworks it."),
    "why_blocked": marked("What is it waiting for? A few words help everyone who reads it."),
}  # fmt: skip

UNKNOWN = marked("That doesn't work here. `/task help` shows what does.")


def words_for(error: UserError) -> str:
    params = error.params
    if error.key == "not_yours" and params.get("owner") and params["owner"] == params.get("creator"):
        params = params | {"state": "one"}
    return row_for(WORDS, error.key, params, UNKNOWN)
