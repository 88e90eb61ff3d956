{{ geland('bericht__bericht') }}
