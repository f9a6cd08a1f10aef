"""The zip holds exactly what may ship, is the same every time, and works for its receiver."""

import zipfile

import pytest

from tools.common import version
from tools.release import check_zip, package


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return package.build(tmp_path_factory.mktemp("dist"))


def test_the_listing_is_the_allow_list_under_one_folder(archive):
    assert archive.name == f"nm_urban-{version()}.zip"
    assert check_zip.check_listing(archive) == len(package.shipped_files())
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    assert {name.split("/")[0] for name in names} == {"nm_urban"}
    assert {f"nm_urban/{name}" for name in package.REQUIRED} <= set(names)
    assert not [n for n in names if n.endswith((".pyc", ".ts")) or "/tests/" in n or "/tools/" in n or "\\" in n]


def test_two_builds_have_the_same_bytes(archive, tmp_path):
    assert package.build(tmp_path).read_bytes() == archive.read_bytes()


def test_a_stranger_in_the_zip_is_found(archive, tmp_path):
    changed = tmp_path / "changed.zip"
    changed.write_bytes(archive.read_bytes())
    with zipfile.ZipFile(changed, "a") as opened:
        opened.writestr("nm_urban/tests/test_x.py", "")
    with pytest.raises(check_zip.ZipError, match="test_x"):
        check_zip.check_listing(changed)


def test_a_stranger_in_the_resources_stops_the_build(tmp_path, monkeypatch):
    for name in package.REQUIRED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    monkeypatch.setattr(package, "ROOT", tmp_path)
    assert package.shipped_files() == sorted(package.REQUIRED)
    (tmp_path / "resources" / "notes.docm").write_text("x", encoding="utf-8")
    with pytest.raises(package.PackageError, match="notes.docm"):
        package.shipped_files()


@pytest.mark.slow
def test_it_runs_in_a_clean_profile(archive, tmp_path):
    assert check_zip.check_runs(archive, tmp_path) == pytest.approx(10_000, abs=1)
