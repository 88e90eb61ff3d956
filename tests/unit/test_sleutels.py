"""The keys of a data root: made once, guarded, never silently replaced."""

import pytest

from warehouse.keys import NAMES, SleutelFout, check_fingerprint, ensure_keys, read_key


def test_de_eerste_run_maakt_gesloten_sleutels(tmp_path):
    ensure_keys(tmp_path / "keys", has_data=False)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert {len(read_key(tmp_path / "keys", naam)) for naam in NAMES} == {32}
    assert all((tmp_path / "keys" / f"{naam}.key").stat().st_mode & 0o777 == 0o600 for naam in NAMES)


def test_een_volgende_run_houdt_dezelfde_sleutels(tmp_path):
    ensure_keys(tmp_path, has_data=False)
    eerst = [read_key(tmp_path, naam) for naam in NAMES]
    ensure_keys(tmp_path, has_data=True)
    assert [read_key(tmp_path, naam) for naam in NAMES] == eerst


def test_een_kwijtgeraakte_sleutel_wordt_nooit_vervangen_als_er_gegevens_zijn(tmp_path):
    ensure_keys(tmp_path, has_data=False)
    (tmp_path / "lake.key").unlink()
    with pytest.raises(SleutelFout, match="ontbreekt"):
        ensure_keys(tmp_path, has_data=True)
    assert not (tmp_path / "lake.key").exists()


@pytest.mark.parametrize(("inhoud", "rechten"), [("00" * 32, 0o644), ("geen hex", 0o600), ("00" * 8, 0o600)])
def test_een_open_of_kapotte_sleutel_wordt_niet_vertrouwd(tmp_path, inhoud, rechten):
    ensure_keys(tmp_path, has_data=False)
    (tmp_path / "pseudoniem.key").write_text(inhoud)
    (tmp_path / "pseudoniem.key").chmod(rechten)
    with pytest.raises(SleutelFout):
        read_key(tmp_path, "pseudoniem")


def test_een_andere_sleutel_dan_die_van_de_gegevensmap_stopt_de_run(tmp_path):
    ensure_keys(tmp_path / "a", has_data=False)
    ensure_keys(tmp_path / "b", has_data=False)
    check_fingerprint(tmp_path / "a", tmp_path / ".sleutel")
    check_fingerprint(tmp_path / "a", tmp_path / ".sleutel")
    with pytest.raises(SleutelFout, match="andere"):
        check_fingerprint(tmp_path / "b", tmp_path / ".sleutel")
