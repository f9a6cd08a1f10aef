"""Overlaps, supplies and cancellations of approved land, parcel by parcel."""
