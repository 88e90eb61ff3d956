-- What intake saw broken within one message, where the values that show it are not landed.
{{ berichtrijen('bericht__schending') }}
