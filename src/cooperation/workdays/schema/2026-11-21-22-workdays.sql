-- Days on which nobody is expected to act.
CREATE TABLE public_holiday (
    id  $ID   NOT NULL CONSTRAINT public_holiday__id PRIMARY KEY REFERENCES record (id),
    day $DATE NOT NULL
) $STRICT;
CREATE INDEX public_holiday__day ON public_holiday (day);
