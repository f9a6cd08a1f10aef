"""Stock land: from approvals, supplies and cancellations to the ledger."""
