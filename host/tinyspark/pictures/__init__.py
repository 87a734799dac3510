"""Pictures of takes, streams and results, drawn with matplotlib."""
