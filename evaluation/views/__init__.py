"""The pages: ``overview`` is where we stand, ``reports`` is what we tell the council."""
