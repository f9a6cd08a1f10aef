"""The land quota: from parcels, counties and tables to the ledger."""
