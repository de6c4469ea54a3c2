"""Pages that belong to no single room: notices, and the demo's clock and mail."""
