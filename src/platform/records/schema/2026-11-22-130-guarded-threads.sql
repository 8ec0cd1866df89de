-- Who may go this way in a story: 0 everyone, 1 partners, 2 the house.
ALTER TABLE thread_link ADD COLUMN audience $INT NOT NULL DEFAULT 0;
