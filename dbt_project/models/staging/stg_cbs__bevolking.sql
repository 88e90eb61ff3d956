-- Inhabitants and households per municipality on 1 January, as CBS publishes them.
select tabel, jaar, gebied_code, gebied_naam, inwoners, huishoudens, status, reden
from {{ source('raw', 'cbs__bevolking') }}
