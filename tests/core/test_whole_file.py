"""Files that are whole or not there, also where another program holds the place."""

import builtins
import errno
import os

import pytest

from nm_urban.nm_urban_plugin.core import whole_file as module
from nm_urban.nm_urban_plugin.core.whole_file import NotWritten, whole_file


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """No pauses: they are counted instead."""
    waited = []
    monkeypatch.setattr(module.time, "sleep", waited.append)
    return waited


def refuse(name, times, error=PermissionError):
    """An os function that fails so often as Windows does while a file is open."""
    original, left = getattr(os, name), [times]

    def function(*paths):
        if left[0]:
            left[0] -= 1
            raise error(errno.EACCES, "Permission denied", *paths[:1])
        return original(*paths)

    return function


def write(path, text="new"):
    with whole_file(path) as beside, open(beside, "w", encoding="utf-8") as stream:
        stream.write(text)


def test_takes_its_place_when_complete(tmp_path):
    path = tmp_path / "表.txt"
    path.write_text("old", encoding="utf-8")
    with whole_file(path) as beside:
        assert os.path.dirname(beside) == str(tmp_path) and len(os.path.basename(beside)) <= 20
        with open(beside, "w", encoding="utf-8") as stream:
            stream.write("new")
        assert path.read_text(encoding="utf-8") == "old"
    assert path.read_text(encoding="utf-8") == "new" and os.listdir(tmp_path) == ["表.txt"]


def test_two_at_once_have_two_names(tmp_path):
    with whole_file(tmp_path / "a") as one, whole_file(tmp_path / "b") as two:
        for beside in (one, two):
            open(beside, "wb").close()
    assert one != two and sorted(os.listdir(tmp_path)) == ["a", "b"]


def test_an_error_of_the_writer_comes_through_and_leaves_nothing(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(KeyError, match="mine"), whole_file(path) as beside:
        open(beside, "wb").close()
        raise KeyError("mine")
    with pytest.raises(FileNotFoundError, match="source"), whole_file(path) as beside:
        open(beside, "wb").close()
        open(tmp_path / "source", "rb").close()
    assert os.listdir(tmp_path) == ["a.txt"] and path.read_text(encoding="utf-8") == "old"


def test_a_target_that_is_open_elsewhere_is_said_in_words(tmp_path, monkeypatch, at_once):
    path = tmp_path / "a.xlsx"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(module.os, "replace", refuse("replace", 99))
    with pytest.raises(NotWritten) as told:
        write(path)
    assert "is open in another program, such as Excel or WPS" in str(told.value) and str(path) in str(told.value)
    assert "正被其他程序（如 Excel、WPS）打开" in told.value.text("zh") and "unfinished" not in str(told.value)
    assert path.read_text(encoding="utf-8") == "old" and os.listdir(tmp_path) == ["a.xlsx"]
    assert 0.8 <= sum(at_once) <= 1.2


def test_a_scanner_that_lets_go_is_waited_for(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(module.os, "replace", refuse("replace", 2))
    write(tmp_path / "a.txt")
    assert os.listdir(tmp_path) == ["a.txt"] and len(at_once) == 2


def test_cleaning_up_never_hides_the_first_error(tmp_path, monkeypatch):
    monkeypatch.setattr(module.os, "remove", refuse("remove", 99))
    with pytest.raises(KeyError, match="mine"), whole_file(tmp_path / "a.txt") as beside:
        open(beside, "wb").close()
        raise KeyError("mine")
    monkeypatch.setattr(module.os, "replace", refuse("replace", 99))
    (tmp_path / "b.txt").write_text("old", encoding="utf-8")
    with pytest.raises(NotWritten, match=r"another program.*unfinished file .*\.part could not be removed"):
        write(tmp_path / "b.txt")


def test_a_folder_that_is_not_there_or_takes_no_file(tmp_path, monkeypatch):
    with pytest.raises(NotWritten, match="cannot be written: No such file"):
        write(tmp_path / "nowhere" / "a.txt")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotWritten, match="cannot be written: Not a directory"):
        write(tmp_path / "file" / "a.txt")
    with pytest.raises(NotWritten, match=f"No file may be written in the folder {tmp_path}"), (
            whole_file(tmp_path / "a.txt")) as beside:
        raise PermissionError(errno.EACCES, "Permission denied", beside)


@pytest.fixture
def windows(monkeypatch):
    """Paths of 260 characters and more are not found, as on Windows."""
    for owner, name in ((builtins, "open"), (os, "replace"), (os, "remove")):
        original = getattr(owner, name)

        def function(path, *more, original=original, **options):
            if max(len(str(one)) for one in (path, *more)) > 259:
                raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)
            return original(path, *more, **options)

        monkeypatch.setattr(owner, name, function)


def named(folder, length):
    """A path of so many characters."""
    return f"{folder}{os.sep}{'x' * (length - len(str(folder)) - 5)}.txt"


@pytest.mark.parametrize("length", [200, 247, 248, 259])
def test_every_path_that_windows_takes_can_be_written(tmp_path, windows, length):
    path = named(tmp_path, length)
    write(path)
    assert len(path) == length and os.listdir(tmp_path) == [os.path.basename(path)]


def test_a_path_that_windows_does_not_take_is_said_with_its_length(tmp_path, windows):
    with pytest.raises(NotWritten, match="the path has 260 characters, Windows allows 259") as told:
        write(named(tmp_path, 260))
    assert "路径长 260 个字符" in told.value.zh and os.listdir(tmp_path) == []
