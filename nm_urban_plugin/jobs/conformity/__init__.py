"""Conformity of parcels with the control lines."""
