-- Budgets have figures as transactions have: measure 3. A row is what a budget is for one year, or for days
-- of it for which a revised one stands; its number is below zero, for those of transactions are above.
ALTER TABLE flow_transaction ADD COLUMN budget $INT; -- iati_budget.number; nothing: a transaction
ALTER TABLE flow_transaction ADD COLUMN days $INT;   -- so many of the budget's days
ALTER TABLE flow_part ADD COLUMN is_even $INT NOT NULL DEFAULT 0; -- no percentage was given

-- Everything is counted anew at the next start; the figures of before are shown until each is.
INSERT INTO flow_changed (identifier) SELECT DISTINCT identifier FROM iati_activity WHERE ended_by IS NULL;
DELETE FROM job_recurrence WHERE kind = 'flows.refresh';
