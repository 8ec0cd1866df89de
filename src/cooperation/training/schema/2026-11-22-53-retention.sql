-- How long passport and medical part are kept: months after the course, where the rules say so.
ALTER TABLE training_rules ADD COLUMN retention_months $INT
    CONSTRAINT training_rules__retention_months CHECK (retention_months >= 0);
