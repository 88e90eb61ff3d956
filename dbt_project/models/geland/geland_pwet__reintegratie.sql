{{ geland('pwet__reintegratie') }}
