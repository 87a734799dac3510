"""The mark of tests of faults, for files that MicroPython runs, too: there it does nothing.

Use it as `@fault(24, "10 MB without an end of line")`. The rows are those of tools/fault_table.py.
"""

try:
    from pytest import mark

    fault = mark.fault
except ImportError:

    def fault(row, injected):
        return lambda test: test
