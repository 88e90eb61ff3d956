-- The products that a provider asks to be assigned (315).
{{ berichtrijen('bericht__aangevraagd_product') }}
