"""Money that moves: customers, PaymentIntents, charges, refunds."""
