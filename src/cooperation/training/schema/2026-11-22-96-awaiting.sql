-- What waits for somebody is asked for by each of those whose turn it is.
CREATE INDEX training_application__awaits ON training_application (awaits, id);
