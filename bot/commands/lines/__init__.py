"""From what somebody typed or said to the command that they meant."""
