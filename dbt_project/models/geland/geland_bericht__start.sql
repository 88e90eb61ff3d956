{{ geland('bericht__start') }}
