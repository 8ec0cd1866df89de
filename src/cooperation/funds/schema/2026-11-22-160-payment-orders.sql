-- Whoever records a payment is told which other one was paid by an order of the same number.
CREATE INDEX disbursement__payment_number ON disbursement (lower(payment_number));
