-- What a definition leaves out of a law: a form of delivery, a product category, or where the use is known from.
select definitie, wet, kenmerk, waarde
from {{ source('raw', 'definitie__uitsluiting') }}
