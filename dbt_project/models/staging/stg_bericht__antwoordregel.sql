-- The rejected lines in answers to declarations (325), with their return codes.
{{ berichtrijen('bericht__antwoordregel') }}
