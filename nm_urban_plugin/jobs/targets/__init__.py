"""Measured values of a layer against the targets."""
