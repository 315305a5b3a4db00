"""Words for short notes that something was done; `answers.Said` names a row."""

from bot.locales import marked

WORDS = {
    "answer_saved": marked("Thank you, your answer is in. You can change it until the standup closes."),
    "digest_off": marked("The digest of this channel is off. `/digest setup` turns it on again."),
    "digest_paused": marked("The digest rests. `/digest resume` wakes it."),
    "digest_resumed": marked("The digest goes on."),
    "digest_saved": marked("Saved. `/digest preview` shows what will be posted."),
    "more_soon": marked("That is not there yet. `/task help` shows what is."),
    "nothing_to_undo": marked("There is nothing of yours to undo in the last ten minutes."),
    "set_up_saved": marked("Saved. Muster is ready: try `/task send the deck by Friday`."),
    "standup_paused": marked("The standup rests. `/standup resume` wakes it."),
    "standup_resumed": marked("The standup goes on."),
    "standup_run": marked("Everybody who takes part is being asked now."),
    "standup_saved": marked("Saved. `/standup preview` shows what members will get."),
    "standup_skipped": marked("You are excused for today. Have a good day."),
}

UNKNOWN = marked("Done.")
