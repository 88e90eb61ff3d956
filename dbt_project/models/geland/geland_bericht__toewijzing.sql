{{ geland('bericht__toewijzing') }}
