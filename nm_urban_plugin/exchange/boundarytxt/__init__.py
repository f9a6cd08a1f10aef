"""Files of boundary points (界址点 .txt): read, checked, written."""
