"""What may: the rules of cases on plain facts. No Django, no database, no clock of their own."""
