"""The sandbox's own pages: the hosted-looking payment page and the desk that lists what happened."""
