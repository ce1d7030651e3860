"""The demo school's pictures, drawn by this code: wax crayon on paper, and flat faces."""
