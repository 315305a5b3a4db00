"""Words for short notes that something was done; `answers.Said` names a row.

`standup_saved:` is used instead of `standup_saved` where something that would be named is not known.
"""

from bot.answers import Said
from bot.locales import marked
from bot.render.rows import row_for

WORDS = {
    "directory_applied": marked("The directory is up to date. People changed: {count}."),
    "directory_fields_saved": marked("Saved. The profiles are read again within a day, and whenever I start."),
    "nothing_kept": marked(
        "Nothing to keep, then. `/task closing {number}` is there whenever something comes to mind."
    ),
    "nothing_in_hand": marked("{name} has nothing in hand, as far as you can see."),
    "person_saved": marked("Saved for {name}. `/muster directory` shows everybody."),
    "teams_handed_over": marked("Teams with a new lead: {count}."),
    "away_restored": marked("Taken back: it's as it was before."),
    "teams_handed_back": marked("Teams that {name} leads again: {count}."),
    "digest_off": marked("This channel's digest is off. `/digest setup` turns it back on."),
    "digest_paused": marked("The digest for {channel} is paused. `/digest resume` restarts it."),
    "digest_resumed": marked("The digest for {channel} is back on. Next: {next_at}."),
    "digest_resumed:": marked("The digest for {channel} is back on."),
    "digest_saved": marked("Saved. Next digest for {channel}: {next_at}. `/digest preview` shows it now."),
    "digest_saved:": marked("Saved. `/digest preview` shows what will be posted."),
    "emoji_off": marked("Reactions don't make tasks. `/muster emoji :memo:` switches that on."),
    "emoji_on": marked(
        "React with {emoji} to a message, in any channel I'm in, and it becomes a task. `/muster emoji off` switches "
        "that off."
    ),
    "hours_saved": marked("Saved for {name}: reminders, dates and standups follow from now on."),
    "hours_saved:": marked("Saved: reminders, dates and standups follow from now on."),
    "let_go": marked(
        "The outbox is released. Messages that waited: {count}. What's in Slack already or has passed is left out."
    ),
    "hours_saved_reading": marked(
        "Saved. I'm reading your calendar at {host} and will tell you in a moment what I found."
    ),
    "hours_saved_reading:": marked("Saved. Your calendar isn't read any more."),
    "calendar_anywhere": marked(
        "People may have their days away read from any calendar on the internet. `/muster calendar hosts google.com` "
        "allows some only, `hosts off` none."
    ),
    "calendar_hosts": marked(
        "People may have their days away read from calendars of: {hosts}. `/muster calendar hosts any` allows all."
    ),
    "calendar_hosts:": marked("Nobody's calendar is read. `/muster calendar hosts any` allows all."),
    "left_as_it_was": marked("👍 Left as it was."),
    "more_soon": marked("That isn't available yet. `/task help` shows what is."),
    "nothing_to_undo": marked("You have nothing to undo from the last ten minutes."),
    "nothing_added": marked("OK, nothing has been added."),
    "nothing_to_order": marked("There's nothing to put in order: fewer than two tasks are late or due today."),
    "rules_applied": marked("Applied. Tasks to be looked at again, a few at a time: {count}."),
    "set_up_saved": marked("Saved. Muster is ready: try `/task send the deck by Friday`."),
    "shape_off": marked("Tasks in {channel} need no description."),
    "shape_saved": marked("Saved. Cards of tasks in {channel} ask for what's missing."),
    "standup_answered": marked("Thanks! Your answer is in {channel}. You can change it until the standup closes."),
    "standup_asked": marked("People asked: {count}. Their answers will appear in {channel}."),
    "standup_edited": marked("Your answer in {channel} has been updated."),
    "standup_late": marked("Thanks! Your answer has been added in {channel}."),
    "standup_no_report": marked("There was no standup in {channel} that day."),
    "standup_nothing_waits": marked("No standup is waiting for your answer."),
    "standup_paused": marked("The standup in {channel} is paused. `/standup resume` restarts it."),
    "standup_resumed": marked("The standup in {channel} resumes {next_on}."),
    "standup_resumed:": marked("The standup in {channel} is back on."),
    "standup_saved": marked("Saved. Next standup in {channel}: {next_on}. `/standup preview` shows the questions."),
    "standup_saved:": marked("Saved. `/standup preview` shows the questions."),
    "standup_skipped": marked("Skipped for today. {channel} won't expect an answer from you."),
}

UNKNOWN = marked("Done.")


def words_for(answer: Said) -> str:
    return row_for(WORDS, answer.key, answer.params, UNKNOWN)
