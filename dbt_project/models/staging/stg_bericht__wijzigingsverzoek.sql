-- The products of a request for change (317), by class; a request without products is one row.
{{ berichtrijen('bericht__wijzigingsverzoek') }}
