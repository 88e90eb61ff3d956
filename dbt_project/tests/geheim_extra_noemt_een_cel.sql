-- Each row of geheim_extra names one cell that is published: columns that are right apart may not be together.
select extra.*
from {{ ref('geheim_extra') }} as extra
left join {{ ref('int_geheim__cel') }} as cel
    on
        extra.tabel = cel.tabel
        and extra.definitie = cel.definitie
        and extra.periode = cel.periode
        and extra.eenheid = cel.eenheid
        and coalesce(extra.gebied_code, '') = cel.gebied_code
        and extra.onderdeel = cel.onderdeel
        and cel.mag_geheim
where cel.onderdeel is null
