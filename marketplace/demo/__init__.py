"""The demo world: a small market with half a year behind it, built through the services so that its books balance."""
