"""Words for short notes that something was done; `answers.Said` names a row.

`standup_saved:` is used instead of `standup_saved` where something that would be named is not known.
"""

from bot.answers import Said
from bot.locales import marked
from bot.render.rows import row_for

WORDS = {
    "digest_off": marked("The digest of this channel is off. `/digest setup` turns it on again."),
    "digest_paused": marked("The digest of {channel} rests. `/digest resume` wakes it."),
    "digest_resumed": marked("The digest of {channel} goes on: {next_at}."),
    "digest_resumed:": marked("The digest of {channel} goes on."),
    "digest_saved": marked("Saved. The next digest of {channel} comes {next_at}; `/digest preview` shows it now."),
    "digest_saved:": marked("Saved. `/digest preview` shows what will be posted."),
    "more_soon": marked("That is not there yet. `/task help` shows what is."),
    "nothing_to_undo": marked("There is nothing of yours to undo in the last ten minutes."),
    "set_up_saved": marked("Saved. Muster is ready: try `/task send the deck by Friday`."),
    "standup_answered": marked("Thank you, your answer is in {channel}. You can change it until the standup closes."),
    "standup_asked": marked("Asked now: {count}. The answers appear in {channel}."),
    "standup_edited": marked("Your answer in {channel} is changed."),
    "standup_late": marked("Thank you, your answer is added in {channel}."),
    "standup_no_report": marked("{channel} had no standup on that day."),
    "standup_nothing_waits": marked("No standup waits for your answer."),
    "standup_paused": marked("The standup of {channel} rests. `/standup resume` wakes it."),
    "standup_resumed": marked("The standup of {channel} goes on: next {next_on}."),
    "standup_resumed:": marked("The standup of {channel} goes on."),
    "standup_saved": marked("Saved. The next standup of {channel}: {next_on}. `/standup preview` shows the questions."),
    "standup_saved:": marked("Saved. `/standup preview` shows the questions."),
    "standup_skipped": marked("You are excused from the standup of {channel} today."),
}

UNKNOWN = marked("Done.")


def words_for(answer: Said) -> str:
    return row_for(WORDS, answer.key, answer.params, UNKNOWN)
