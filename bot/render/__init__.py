"""Pure writing: answers and notices become words on each platform, in each reader's language."""
