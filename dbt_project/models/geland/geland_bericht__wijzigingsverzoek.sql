{{ geland('bericht__wijzigingsverzoek') }}
