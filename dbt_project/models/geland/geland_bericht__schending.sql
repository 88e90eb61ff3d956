{{ geland('bericht__schending') }}
