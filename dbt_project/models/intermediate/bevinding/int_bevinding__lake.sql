-- All rules that were judged on the lake, also those that found nothing: what gate 2 judges and `bevinding` publishes.
select * from {{ ref('int_bevinding__persoon') }}
union all
select * from {{ ref('int_bevinding__bericht') }}
union all
select * from {{ ref('int_bevinding__gebruik') }}
union all
select * from {{ ref('int_bevinding__samenhang') }}
