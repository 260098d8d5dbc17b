"""Reading measures from spreadsheets: what a file means, what it would change, writing that, and taking it back."""
