{{ geland('brp__persoon') }}
