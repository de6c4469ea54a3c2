"""Starting, testing and checking the site. Stands beside the rooms: imports none of them, and none imports it."""
