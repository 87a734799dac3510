"""The parts of prove_parity.py."""
