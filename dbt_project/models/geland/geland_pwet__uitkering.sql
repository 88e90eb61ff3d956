{{ geland('pwet__uitkering') }}
