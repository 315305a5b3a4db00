"""What goes wrong outside: processes are killed, Slack fails, and nothing is lost or said twice."""
