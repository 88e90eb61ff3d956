{{ geland('gebieden__naam') }}
