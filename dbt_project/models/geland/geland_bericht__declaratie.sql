{{ geland('bericht__declaratie') }}
