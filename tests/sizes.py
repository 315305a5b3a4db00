"""How much is drawn at random: a little in the suite's ten minutes, all of it with MUSTER_EXAMPLES."""

import os

WANTED = os.environ.get("MUSTER_EXAMPLES")


def examples(few: int, whole: int) -> int:
    """`few`; at full size `whole`, or more where more were asked for."""
    return few if WANTED is None else max(whole, int(WANTED))
