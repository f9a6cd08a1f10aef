"""The printed ledgers of quota and stock land."""
