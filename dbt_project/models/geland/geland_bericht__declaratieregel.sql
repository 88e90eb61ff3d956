{{ geland('bericht__declaratieregel') }}
