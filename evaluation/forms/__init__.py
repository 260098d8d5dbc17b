"""Forms, by noun: they validate and call nothing; views hand them to the actions."""
