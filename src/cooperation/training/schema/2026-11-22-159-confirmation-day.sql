-- The last day on which whoever was selected confirms the place.
ALTER TABLE training_call ADD COLUMN confirm_by $DATE;
