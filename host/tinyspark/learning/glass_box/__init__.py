"""The glass box: one recording through a model, with every integer on the way named and kept."""
