"""The pages of goals, one module per noun."""
