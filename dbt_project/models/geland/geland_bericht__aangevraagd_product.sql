{{ geland('bericht__aangevraagd_product') }}
