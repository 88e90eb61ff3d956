-- The answers to requests (319).
{{ berichtrijen('bericht__verzoekantwoord') }}
