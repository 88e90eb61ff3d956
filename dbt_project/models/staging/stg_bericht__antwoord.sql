-- The answers to declarations (325); what is NULL was not answered because of a technical error.
{{ berichtrijen('bericht__antwoord') }}
