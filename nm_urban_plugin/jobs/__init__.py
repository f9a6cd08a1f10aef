"""Use cases: layers in, results out. The only room that joins the library (analysis) and the rules (core)."""
