"""countyclass."""
