"""Words for every refusal: what is the matter and what to do instead.

A row may have finer ones beside it: `cannot_move:done` is used where the verb or the state of the refusal is `done`.
"""

from bot.errors import UserError
from bot.locales import marked

WORDS = {
    "admins_only": marked("Only admins of this workspace may do that: {admins}."),
    "admins_only:": marked("Only admins of this workspace may do that."),
    "cannot_move": marked("#{number} is {state} now, so that does not fit. `/task show {number}` tells more."),
    "cannot_move:archived": marked("#{number} is archived; `/task reopen {number}` opens it again."),
    "cannot_move:cancelled": marked("#{number} is cancelled; `/task reopen {number}` opens it again."),
    "cannot_move:doing": marked("#{number} is in progress already."),
    "cannot_move:done": marked("#{number} is done already; `/task reopen {number}` opens it again."),
    "cannot_move:open": marked("#{number} is open already."),
    "cannot_own": marked("{name} cannot take tasks: the account is a bot or is no longer active."),
    "changed_since": marked("#{number} was changed again since then. `/task show {number}` shows how it stands now."),
    "changed_under_you": marked(
        "#{number} has changed since you saw it. Here is how to look again: `/task show {number}`."
    ),
    "date_is_past": marked("{on} is behind us. Please choose a day to come."),
    "empty_note": marked("Please write a few words."),
    "empty_task": marked("What is to be done? For example: `/task send the deck by Friday`"),
    "find_what": marked("Find what? For example: `/task find price list`"),
    "leads_only": marked("Only leads of this team may do that: {leads}."),
    "leads_only:": marked("Only leads of this team and admins may do that."),
    "line_not_clear": marked("Nothing was added, because this line leaves a question: “{line}”. Please send it alone."),
    "no_channel_here": marked("There is no channel here. Please say it in the channel you mean."),
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
    "not_blocked": marked("#{number} is not blocked."),
    "not_installed": marked("Muster is not set up in this workspace. Please ask an admin."),
    "not_yours": marked("Only {owner}, {creator} and leads may change it. A note is welcome: `/task note {number} …`"),
    "nothing_to_undo": marked("There is nothing of yours to undo in the last ten minutes."),
    "owns_already": marked("#{number} is with {owner} already."),
    "snooze_in_the_past": marked("That moment is behind us. Try `/task snooze {number} 2h`."),
    "too_long": marked("That is too long: {n} characters, {most} at most. Please shorten it."),
    "too_many_lines": marked("{n} lines are too many at once, {most} at most. Please send them in parts."),
    "undo_not_yours": marked("That change was made by {actor}, who can undo it."),
    "undo_too_late": marked("Too late to undo. `/task edit {number}` changes it."),
    "undo_too_late:add": marked("Too late to undo. `/task cancel {number}` cancels it."),
    "undo_too_late:assign": marked("Too late to undo. `/task assign {number} @…` hands it back."),
    "undo_too_late:block": marked("Too late to undo. `/task unblock {number}` lets it go on."),
    "undo_too_late:cancel": marked("Too late to undo. `/task reopen {number}` opens it again."),
    "undo_too_late:done": marked("Too late to undo. `/task reopen {number}` opens it again."),
    "undo_too_late:due": marked("Too late to undo. `/task due {number} …` sets another date."),
    "undone_already": marked("That was undone already."),
    "which_person": marked("Whom do you mean by “{name}”: {people}? Please use an @mention."),
    "which_task": marked("Which task? Say its number, for example: `/task done 42`"),
    "why_blocked": marked("What does it wait for? A few words help whoever reads it."),
}  # fmt: skip

UNKNOWN = marked("That does not work here. `/task help` shows what does.")


def words_for(error: UserError) -> str:
    """The source text that fits best: finer rows by verb and state, `key:` where there is nothing to name."""
    for name in ("verb", "state"):
        finer = f"{error.key}:{error.params.get(name, '-')}"
        if finer in WORDS:
            return WORDS[finer]
    bare = f"{error.key}:"
    if bare in WORDS and any(value in ("", ()) for value in error.params.values()):
        return WORDS[bare]
    return WORDS.get(error.key, UNKNOWN)
