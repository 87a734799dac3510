"""What runs inside the virtual board's MicroPython in place of the chip's own modules."""
