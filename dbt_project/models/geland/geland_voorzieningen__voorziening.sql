{{ geland('voorzieningen__voorziening') }}
