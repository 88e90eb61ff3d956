{{ geland('bericht__antwoordregel') }}
