"""The customer portal: what it may offer, and sessions in which a customer is let in."""
