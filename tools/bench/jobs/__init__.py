"""One method each, run as ``python -m tools.bench.jobs.<name> SIZE [--out FILE]`` in a process of its own.

Every job does the same: the ellipsoidal area of every parcel in every zone of four layers (counties, three control
lines), and from it the sum and the number of parcels by zone. ``--out`` asks for the cells themselves, for the
comparison.
"""
