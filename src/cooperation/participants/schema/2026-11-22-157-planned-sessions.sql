-- Of a session that was planned with all others: which day of the course, and which of that day's.
-- Its name follows from that in each reader's language, as long as nobody typed another.
ALTER TABLE training_session ADD COLUMN course_day $INT;
ALTER TABLE training_session ADD COLUMN one_of_day $INT;
