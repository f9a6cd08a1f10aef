"""A corpus of small files as bureaus have them, made by a seeded script, and the score of the quality topic on it."""
