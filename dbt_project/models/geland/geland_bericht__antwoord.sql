{{ geland('bericht__antwoord') }}
