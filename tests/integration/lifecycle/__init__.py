"""The sandbox as a whole: start, crashes, stop."""
