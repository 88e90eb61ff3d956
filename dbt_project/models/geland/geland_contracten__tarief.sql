{{ geland('contracten__tarief') }}
