{{ geland('bericht__verzoekantwoord') }}
