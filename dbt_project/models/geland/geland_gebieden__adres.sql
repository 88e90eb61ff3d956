{{ geland('gebieden__adres') }}
