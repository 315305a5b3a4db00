"""Words for every refusal: what is the matter and what to do instead.

A row may have finer ones beside it: `cannot_move:done` is used where the state of the refusal, or its verb, is `done`,
`leads_only:` where there is nobody to name, as in the fields of a form.
"""

from bot.errors import UserError
from bot.locales import marked
from bot.render.rows import row_for

WORDS = {
    "added_already": marked("That was added already: it is #{number}."),
    "admins_only": marked("Only admins of this workspace may do that: {admins}."),
    "admins_only:": marked("Only admins of this workspace may do that."),
    "answer_too_long": marked("That answer is too long, {most} characters at most. Please shorten it."),
    "bad_remind": marked("The reminder comes before the standup closes: {high} minutes at most."),
    "bad_time": marked("“{words}” is no time of day. Try `09:30`."),
    "bad_time:": marked("Please choose a time."),
    "bad_window": marked("Please choose between {low} and {high} minutes."),
    "bot_not_in_channel": marked("I am not in that channel, or it is archived. `/invite @Muster` brings me in."),
    "cannot_help": marked("{name} cannot help here: the account is a bot or is no longer active."),
    "cannot_move": marked("#{number} is {state} now, so that does not fit. `/task show {number}` tells more."),
    "cannot_move:archived": marked("#{number} is archived; `/task reopen {number}` opens it again."),
    "cannot_move:cancelled": marked("#{number} is cancelled; `/task reopen {number}` opens it again."),
    "cannot_move:doing": marked("#{number} is in progress already."),
    "cannot_move:done": marked("#{number} is done already; `/task reopen {number}` opens it again."),
    "cannot_move:open": marked("#{number} is open already."),
    "cannot_own": marked("{name} cannot take tasks: the account is a bot or is no longer active."),
    "cannot_take_part": marked("{people} cannot take part: not in the channel, or no longer active."),
    "cannot_take_part:": marked("Some of these people cannot take part: not in the channel, or no longer active."),
    "changed_since": marked("#{number} was changed again since then. `/task show {number}` shows how it stands now."),
    "changed_under_you": marked(
        "#{number} has changed since you saw it, so nothing was done. It is {state} now, with {owner}."
    ),
    "changed_under_you:": marked("#{number} has changed since you saw it, so nothing was done. It is {state} now."),
    "date_is_past": marked("That date is behind us: {on}. Please choose a day to come."),
    "empty_answer": marked("Please answer at least one question."),
    "empty_note": marked("Please write a few words."),
    "empty_task": marked("What is to be done? For example: `/task send the deck by Friday`"),
    "find_what": marked("Find what? For example: `/task find price list`"),
    "form_needs_a_tap": marked("A form needs one tap from you:"),
    "form_not_opened": marked("The form did not open in time, but your words are kept. Once more:"),
    "form_not_opened:": marked("The form did not open in time. Please try once more."),
    "leads_only": marked("Only leads of this team may do that: {leads}."),
    "leads_only:": marked("Only leads of this team and admins may do that."),
    "line_not_clear": marked("Nothing was added, because this line leaves a question: “{line}”. Please send it alone."),
    "no_channel_here": marked("There is no channel here. Please say it in the channel you mean."),
    "no_days": marked("Please choose at least one day."),
    "no_digest_here": marked("This channel has no digest. `/digest setup` makes one."),
    "no_members": marked("Please choose who takes part."),
    "no_standup_for_you": marked("No standup of yours was asked on that day."),
    "no_standup_here": marked("This channel has no standup. `/standup setup` makes one."),
    "no_such_date": marked("“{words}” is no date I can read. Try `Friday`, `13 March 15:00` or `tomorrow`."),
    "no_such_date:": marked("Please choose a day."),
    "no_such_estimate": marked("“{words}” is no number of days. Try `0.5` or `2`."),
    "no_such_person": marked("I know nobody called “{name}” here. Try an @mention."),
    "no_such_person:": marked("Please choose a person."),
    "no_such_priority": marked("“{words}” is no priority. Use 1 (urgent) to 5 (someday), or `none`."),
    "no_such_priority:": marked("Which priority? Use 1 (urgent) to 5 (someday), or `none`."),
    "no_such_region": marked("I know no holidays of “{words}”. Please choose a region from the list."),
    "no_such_task": marked("There is no #{number} that you may see. `/task list` shows yours."),
    "no_such_zone": marked("I know no time zone “{words}”. Please choose one from the list."),
    "no_tasks_to_answer_with": marked("Your tasks have nothing to answer with. Please answer in words."),
    "nobody_to_ask": marked("There is nobody to ask now: everybody was asked, is away or has their own hour."),
    "not_blocked": marked("#{number} is not blocked."),
    "not_installed": marked("Muster is not set up in this workspace. Please ask an admin."),
    "not_your_standup": marked("These questions were asked of somebody else."),
    "not_yours": marked("Only {owner}, {creator} and leads may change it. A note is welcome: `/task note {number} …`"),
    "not_yours:": marked("Only its owner, creator and leads may change it. A note is welcome: `/task note {number} …`"),
    "nothing_to_answer": marked("No standup waits for your answer."),
    "nothing_to_undo": marked("There is nothing of yours to undo in the last ten minutes."),
    "outsider": marked(
        "{name} isn't in the conversation that #{number} comes from. `/task assign {number} @…` reassigns it."
    ),
    "outsider_new": marked(
        "{name} isn't in this conversation. Leave the owner empty, then reassign the task with `/task assign`."
    ),
    "owns_already": marked("#{number} is with {owner} already."),
    "owns_already:": marked("That person has it already."),
    "question_too_long": marked("A question may have {most} characters at most. Please shorten it."),
    "run_in_channel": marked("Please say that in the team's channel."),
    "snooze_in_the_past": marked("That moment is behind us. Try `/task snooze {number} 2h`."),
    "standup_answered_already": marked("You have answered already. `/standup answer` changes your answer."),
    "standup_closed": marked("That standup has closed, so there is nothing to skip."),
    "standup_is_paused": marked("The standup rests. `/standup resume` wakes it."),
    "standup_too_old": marked("That standup is over; answers are taken for a week."),
    "too_long": marked("That is too long: {n} characters, {most} at most. Please shorten it."),
    "too_many_lines": marked("{n} lines are too many at once, {most} at most. Please send them in parts."),
    "too_many_questions": marked("{most} questions at most, please."),
    "undo_not_yours": marked("That change was made by {actor}, who can undo it."),
    "undo_not_yours:": marked("That change was made by somebody else, who can undo it."),
    "undo_too_late": marked("Too late to undo. `/task edit {number}` changes it."),
    "undo_too_late:add": marked("Too late to undo. `/task cancel {number}` cancels it."),
    "undo_too_late:assign": marked("Too late to undo. `/task assign {number} @…` hands it back."),
    "undo_too_late:block": marked("Too late to undo. `/task unblock {number}` lets it go on."),
    "undo_too_late:cancel": marked("Too late to undo. `/task reopen {number}` opens it again."),
    "undo_too_late:done": marked("Too late to undo. `/task reopen {number}` opens it again."),
    "undo_too_late:due": marked("Too late to undo. `/task due {number} …` sets another date."),
    "undone_already": marked("That was undone already."),
    "which_person": marked("Whom do you mean by “{name}”: {people}? Please use an @mention."),
    "which_person:": marked("“{name}” may be several people. Please use an @mention."),
    "which_task": marked("Which task? Say its number, for example: `/task done 42`"),
    "why_blocked": marked("What does it wait for? A few words help whoever reads it."),
}  # fmt: skip

UNKNOWN = marked("That does not work here. `/task help` shows what does.")


def words_for(error: UserError) -> str:
    return row_for(WORDS, error.key, error.params, UNKNOWN)
