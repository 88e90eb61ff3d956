-- The messages of served municipalities, each once, on its earliest delivery date.
{{ berichtrijen('bericht__bericht') }}
