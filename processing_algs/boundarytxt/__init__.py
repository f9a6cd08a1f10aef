"""boundarytxtimport, boundarytxtexport."""
