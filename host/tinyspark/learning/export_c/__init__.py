"""A model as a C header. header.py puts it together, code/ holds the C that is always the same."""
