"""Power cuts: each erase and program of what the kit does to a flash, and what is left then."""
