"""Everything between this computer and a board: port, messages, takes, files."""
