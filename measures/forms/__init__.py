"""What people type about measures and actors."""
