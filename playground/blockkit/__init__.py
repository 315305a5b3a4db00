"""A strict reading of Slack's Block Kit: says what Slack would refuse, and why."""

from playground.blockkit.payloads import Problem, problems_in_message, problems_in_options, problems_in_view

__all__ = ["Problem", "problems_in_message", "problems_in_options", "problems_in_view"]
