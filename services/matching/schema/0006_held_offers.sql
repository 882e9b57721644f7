-- additive
-- What is held of a mentor's places.
CREATE INDEX offers_by_mentor ON offers (mentor, held);
