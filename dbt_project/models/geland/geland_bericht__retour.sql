{{ geland('bericht__retour') }}
