"""The virtual TinySpark: real MicroPython behind a pty, with register models of the sensors."""
