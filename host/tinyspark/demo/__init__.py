"""The demo: both stories of the kit on the virtual board; all but the hardware is real."""
