"""All static checks: ruff, Qt 6, translations; bandit and detect-secrets over the unpacked zip."""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.common import PACKAGE, ROOT
from tools.release import check_qt6, i18n
from tools.release.package import PackageError, build


def run_tool(module, *arguments, cwd=ROOT):
    """Run ``python -m module`` of this environment and return the finished process."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )


def check_ruff():
    """Return ruff's findings as lines."""
    done = run_tool("ruff", "check", "--output-format=concise", ".")
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()


def check_qt():
    """Return the Qt 6 findings as lines."""
    return [f"{path}:{line}: {message}" for path, line, message in check_qt6.check_files()]


def check_bandit(folder):
    """Return bandit's findings (any severity: each one blocks an upload) as lines."""
    done = run_tool("bandit", "-q", "-r", "-f", "json", PACKAGE, cwd=folder)
    answer = json.loads(done.stdout)
    lines = [f"{e['filename']}: {e['reason']}" for e in answer["errors"]]
    return lines + [f"{r['filename']}:{r['line_number']}: {r['test_id']} {r['issue_text']}" for r in answer["results"]]


def check_secrets(folder):
    """Return what detect-secrets takes for a secret, as lines; its exit code is 0 even then."""
    done = run_tool("detect_secrets", "scan", "--all-files", PACKAGE, cwd=folder)
    results = json.loads(done.stdout)["results"]
    return [f"{name}:{one['line_number']}: {one['type']}" for name, ones in results.items() for one in ones]


def main():
    """Command line: run every check, print each result, fail if one has findings."""
    checks = [("ruff", check_ruff), ("qt6", check_qt), ("translations", i18n.problems)]
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(build(Path(folder) / "zip")) as archive:
                archive.extractall(folder)
            checks += [("bandit", lambda: check_bandit(folder)), ("detect-secrets", lambda: check_secrets(folder))]
        except PackageError as error:
            checks.append(("package", lambda text=str(error): [text]))
        failed = 0
        for name, check in checks:
            lines = check()
            failed += bool(lines)
            print(f"lint: {name}: {f'{len(lines)} findings' if lines else 'ok'}", flush=True)
            for line in lines:
                print(f"  {line}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
