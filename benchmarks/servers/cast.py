"""The workspace that is measured: so many people who work in so many channels. It imports nothing that takes time."""

TEAM, SECRET, BOT_TOKEN = "T0MUSTER1", "s" * 32, "xoxb-bench-1"
PATH = "/slack/events"
PEOPLE = tuple(f"U0BENCH{number:03d}" for number in range(200))
CHANNELS = tuple(f"C0BENCH{number:02d}" for number in range(20))
LARGE_PERSON, LARGE_CHANNEL = "U0LARGE", "C0LARGE"  # how the ids begin in a workspace of very many tasks
