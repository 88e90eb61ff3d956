-- The declarations (323).
{{ berichtrijen('bericht__declaratie') }}
