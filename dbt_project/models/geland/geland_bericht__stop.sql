{{ geland('bericht__stop') }}
