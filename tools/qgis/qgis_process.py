"""Run ``qgis_process`` with one plugin folder in a private profile, as a user's batch job would."""

import json
import os
import shutil
import subprocess
from pathlib import Path


class QgisProcessError(RuntimeError):
    """qgis_process ended with an error; the message holds all that it wrote."""


def executable():
    """Return the program; Debian's ``qgis_process`` is a wrapper that dies of its own options, so ``.bin`` comes first.

    Raises FileNotFoundError if QGIS is not installed.
    """
    for name in ("qgis_process.bin", "qgis_process"):
        path = shutil.which(name)
        if path:
            return path
    raise FileNotFoundError("qgis_process was not found: install QGIS (make setup says how)")


class QgisProcess:
    """qgis_process with a profile of its own.

    ``profile``: a folder, made if missing. ``plugin_path``: the folder that holds the folder ``nm_urban``; None if the
    plugin lies inside the profile. ``language``: 'en' or 'zh_CN'.
    """

    def __init__(self, profile, plugin_path=None, language="en"):
        self.profile = Path(profile)
        self.env = dict(os.environ)
        self.env.pop("QGIS_PLUGINPATH", None)
        self.env.update(
            QT_QPA_PLATFORM="offscreen",
            QGIS_CUSTOM_CONFIG_PATH=str(self.profile),
            # Qt 5 reads and writes non-ASCII paths only in a UTF-8 locale.
            LC_ALL="C.UTF-8",
            LANGUAGE="",
            PYTHONIOENCODING="utf-8",
        )
        if plugin_path is not None:
            self.env["QGIS_PLUGINPATH"] = str(plugin_path)
        for name in ("QGIS3.ini", "QGIS4.ini"):  # QGIS 4 has a file of its own
            settings = self.profile / "profiles" / "default" / "QGIS" / name
            if not settings.exists():
                settings.parent.mkdir(parents=True, exist_ok=True)
                settings.write_text(f"[locale]\nuserLocale={language}\noverrideFlag=true\n", encoding="utf-8")

    def call(self, *arguments, timeout=900):
        """Run with these arguments and return the finished process (text in ``stdout`` and ``stderr``)."""
        return subprocess.run(
            [executable(), *[str(argument) for argument in arguments]],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )

    def checked(self, *arguments, timeout=900):
        """Like `call`, but raise QgisProcessError if the exit code is not 0."""
        done = self.call(*arguments, timeout=timeout)
        if done.returncode != 0:
            raise QgisProcessError(
                f"qgis_process {' '.join(str(a) for a in arguments)}\nexit code {done.returncode}\n"
                f"{done.stdout}\n{done.stderr}"
            )
        return done

    def enable(self, plugin="nm_urban"):
        """Switch the plugin on in this profile."""
        self.checked("plugins", "enable", plugin)

    def algorithms(self):
        """Return ``{provider id: {algorithm id: facts}}``; algorithm ids are full (``nmurban:parcelarea``)."""
        answer = parse_json(self.checked("--json", "list").stdout)
        return {name: provider["algorithms"] for name, provider in answer["providers"].items()}

    def run(self, algorithm_id, parameters, timeout=900):
        """Run an algorithm (full id, or the path of a model) and return its results.

        A value may be text, number, bool, Path, list (several values), dict (sent as JSON) or None (left out).
        Raises QgisProcessError if the algorithm fails.
        """
        return self.run_json(algorithm_id, parameters, timeout)["results"]

    def run_json(self, algorithm_id, parameters, timeout=900):
        """Like `run`, but return the whole answer: ``results``, ``log``, ``inputs``, versions."""
        done = self.checked("--json", "run", algorithm_id, "--", *arguments_of(parameters), timeout=timeout)
        return parse_json(done.stdout)


def arguments_of(parameters):
    """Return the parameters as ``NAME=value`` arguments (3.22 has no JSON on stdin yet: that came with 3.24)."""
    arguments = []
    for name, value in parameters.items():
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            if one is None:
                continue
            if isinstance(one, bool):
                one = "true" if one else "false"
            elif isinstance(one, dict):
                one = json.dumps(one, ensure_ascii=False)
            arguments.append(f"{name}={one}")
    return arguments


def parse_json(text):
    """Return the JSON object in ``text``, skipping what was printed around it."""
    start = text.find("{")
    if start < 0:
        raise QgisProcessError(f"no JSON in the answer of qgis_process:\n{text}")
    return json.JSONDecoder().raw_decode(text[start:])[0]
