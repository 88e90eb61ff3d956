{{ geland('financien__bedrag') }}
