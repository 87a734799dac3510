"""What the report of a training says beside the score: how sure it is, and a yardstick for it."""
