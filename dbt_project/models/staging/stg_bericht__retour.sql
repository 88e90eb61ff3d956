-- The return messages (302 to 320) of served municipalities: which message they answer, with which codes.
{{ berichtrijen('bericht__retour') }}
