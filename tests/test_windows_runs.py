"""The runs of `make test-locks`, `make test-encoding` and `make test-windows-ints` see what they are for."""

import os
import re
import subprocess
import sys
import textwrap

import pytest

from tools.common import ROOT


def python(script, *options, **environment):
    return subprocess.run([sys.executable, *options, "-c", textwrap.dedent(script)], cwd=ROOT, check=False,
                          capture_output=True, encoding="utf-8", env={**os.environ, **environment})


@pytest.fixture(scope="session")
def preload(tmp_path_factory):
    path = tmp_path_factory.mktemp("held") / "held_files.so"
    # gcc comes with the set-up: without it these tests fail, they are not left out
    made = subprocess.run(["gcc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", path, ROOT / "tests/held_files.c",
                           "-ldl"], check=False, capture_output=True, encoding="utf-8")
    assert made.returncode == 0, made.stderr
    return str(path)


@pytest.mark.parametrize("act", ["os.remove('a')", "os.unlink('a')", "os.rename('a', 'c')", "os.replace('b', 'a')",
                                 "os.rename('a', 'a')", "os.unlink('a', dir_fd=here)", "shutil.move('a', 'c')"])
@pytest.mark.parametrize("is_open", [True, False])
def test_files_that_are_open_are_held(preload, tmp_path, act, is_open):
    for name in "ab":
        (tmp_path / name).write_text(name, encoding="utf-8")
    script = f"""
        import os, shutil
        os.chdir({str(tmp_path)!r})
        here = os.open(".", os.O_RDONLY)
        stream = open("a", "rb")
        {'' if is_open else 'stream.close()'}
        try:
            {act}
            print("done")
        except PermissionError:
            print("held")
    """
    done = python(script, LD_PRELOAD=preload, HELD_FILES_UNDER=str(tmp_path))
    assert done.stdout.strip() == ("held" if is_open else "done"), done.stderr
    if is_open:  # so the file is still there
        elsewhere = python(script, LD_PRELOAD=preload, HELD_FILES_UNDER="/proc")
        assert elsewhere.stdout.strip() == "done", elsewhere.stderr


def run_pytest(tmp_path, test, *options):
    path = tmp_path / "test_one.py"
    path.write_text(textwrap.dedent(test), encoding="utf-8")
    return subprocess.run([sys.executable, *options, "--rootdir", ROOT, "-c", ROOT / "pyproject.toml", path], cwd=ROOT,
                          check=False, capture_output=True, encoding="utf-8")


@pytest.mark.skipif(sys.version_info < (3, 10), reason="older Python cannot warn")
def test_a_file_without_encoding_is_seen(tmp_path):
    test = """
        import os, pathlib
        import pytest

        @pytest.mark.parametrize(("module", "call"), [
            ("nm_urban.nm_urban_plugin.core.x", "open('x', 'w')"),
            ("nm_urban.processing_algs.x", "pathlib.Path('x').read_text()"),
            ("nm_urban.processing_algs.x", "open('x', 'w', encoding='utf-8')"), ("other.x", "open('x', 'w')")])
        def test_one(tmp_path, module, call):
            os.chdir(tmp_path)
            pathlib.Path("x").write_text("", encoding="utf-8")
            scope = {"__name__": module, "pathlib": pathlib}
            exec(f"def one(): {call}", scope)
            scope["one"]()
    """
    done = run_pytest(tmp_path, test, "-X", "warn_default_encoding", "-m", "pytest", "-v", "-p",
                      "tests.strict_encoding", "-p", "no:cacheprovider")
    found = re.findall(r"::test_one\[.*\] (\w+) +\[", done.stdout)
    assert found == ["FAILED", "FAILED", "PASSED", "PASSED"], done.stdout + done.stderr
    assert "EncodingWarning" in done.stdout


def test_the_plugin_is_rewritten_before_it_is_loaded(tmp_path):
    test = """
        import numpy as np
        def test_one():
            from tools.common import import_nm_urban
            import_nm_urban()
            from nm_urban.nm_urban_plugin.core import rings
            assert type(rings.np).__name__ == "WindowsNumpy"
            assert rings.np.arange(3).dtype == np.int32 and np.arange(3).dtype == np.int64
    """
    done = run_pytest(tmp_path, test, "-m", "pytest", "-q", "-p", "tests.windows_ints", "-p", "no:cacheprovider")
    assert "1 passed" in done.stdout, done.stdout + done.stderr
