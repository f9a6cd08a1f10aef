"""idleland."""
