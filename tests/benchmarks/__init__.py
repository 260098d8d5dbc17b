"""What the figures in docs are made with: ``./run bench``. Prints tables; fails no test run."""
