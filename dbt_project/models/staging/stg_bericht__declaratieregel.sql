-- The lines of declarations (323).
{{ berichtrijen('bericht__declaratieregel') }}
