"""quotahooks."""
