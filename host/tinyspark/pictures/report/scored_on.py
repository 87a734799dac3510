"""What a score was measured on, in words, by the name of the split. Needs nothing to be loaded."""

SPLIT_WORDS = {
    "subject": "persons that the model has not seen",
    "session": "sessions that the model has not seen",
    "recording": "recordings that the model has not seen",
    "random": "recordings drawn at random",
    "given": "recordings marked test",
}
