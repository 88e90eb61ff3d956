{{ geland('contracten__contract') }}
