-- The starts (305) of served municipalities, each message once, on its earliest delivery date.
{{ berichtrijen('bericht__start') }}
