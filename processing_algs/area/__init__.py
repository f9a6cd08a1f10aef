"""parcelarea."""
