"""The demo's boundary-point files: same seed same bytes, each defect there and read, nothing lost."""

import pytest

from tests.builders import files_in, rows_of
from tools.demo.inputs import boundary_files


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("示例") / "坐标 文件"
    assert boundary_files.make(made) == 32
    return made


def test_same_seed_same_bytes(folder, tmp_path):
    boundary_files.make(tmp_path / "again")
    boundary_files.make(tmp_path / "other", seed=7)
    assert files_in(folder) == files_in(tmp_path / "again") == sorted(boundary_files.FILES)
    for name in boundary_files.FILES:
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
        assert (folder / name).read_bytes() != (tmp_path / "other" / name).read_bytes(), name


def test_the_import_reads_every_file(run_alg, folder):
    result = run_alg("boundarytxtimport", {"INPUT": str(folder), "OUTPUT": "memory:", "REJECTS": "memory:"})
    assert (result["N_FILES"], result["N_USED"], result["N_REJECTED"]) == (4, 32, 0)
    rows = rows_of(result["OUTPUT"])
    assert all(abs(row["area_m2"] / 10_000 - row["decl_ha"]) <= 0.0001 for row in rows)
    words = {name: {row["warnings"] for row in rows if row["file"] == name} for name in boundary_files.FILES}
    clean, no_prefix, swapped, unclosed = words.values()
    assert clean == {""} and all("no zone prefix; 37" in text for text in no_prefix)
    assert all("swapped" in text and "m²" in text for text in swapped)
    assert all("not closed" in text for text in unclosed)
