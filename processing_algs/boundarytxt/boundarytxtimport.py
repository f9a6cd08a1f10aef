"""界址点TXT导入: boundary-point files of land approval as parcels, with every defect named by file and line."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.area import OFFICIAL
from ...nm_urban_plugin.analysis.reading.crs import CrsRefused, gauss_zone
from ...nm_urban_plugin.analysis.reading.frames import Frame
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.core.ellipsoid.gauss import Zone
from ...nm_urban_plugin.core.resources import why_no_file
from ...nm_urban_plugin.core.units import ha, m2
from ...nm_urban_plugin.core.whole_file import LONGEST_PATH
from ...nm_urban_plugin.exchange.boundarytxt.format import Limits, limits, read_limits
from ...nm_urban_plugin.exchange.boundarytxt.notes import REPAIR, WARNING
from ...nm_urban_plugin.exchange.boundarytxt.reader import read_file, text_files
from ...nm_urban_plugin.exchange.boundarytxt.text import ENCODINGS
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ..framework.algorithm import INPUT, METHOD, OUTPUT, Cancelled, NmAlgorithm, Outputs
from ..framework.method import method_text
from .rows import PARCEL_FIELDS, Drawn, draw, row, target_crs, warn_of_overlaps

CRS, ENCODING, WHOLE_FOLDER, POLICY = "CRS", "ENCODING", "WHOLE_FOLDER", "POLICY"

#: How many lines of one kind the log shows; all of them are in the tables.
_SHOWN = 20


class BoundaryTxtImport(NmAlgorithm):
    ID = "boundarytxtimport"
    TITLE = tr_noop("Import boundary-point TXT")
    GROUP = ("exchange", tr_noop("Exchange files"))

    def initAlgorithm(self, configuration=None) -> None:
        self.add(QgsProcessingParameterFile(
            INPUT, tr("TXT file or folder"), QgsProcessingParameterFile.Behavior.File,
            fileFilter=tr("Boundary points") + " (*.txt *.TXT);;" + tr("All files") + " (*)"))
        self.add(QgsProcessingParameterBoolean(WHOLE_FOLDER, tr("Read the whole folder of the file"), False, True))
        self.add(QgsProcessingParameterCrs(CRS, tr("Zone (where the files name none; also of the output)"), None, True))
        self.add(QgsProcessingParameterEnum(ENCODING, tr("Encoding"), list(ENCODINGS), False, ENCODINGS[0], True, True),
                 advanced=True)
        self.add(QgsProcessingParameterFile(POLICY, tr("Limits (JSON file)"), extension="json", optional=True),
                 advanced=True)
        self.add(QgsProcessingParameterFeatureSink(OUTPUT, tr("Parcels of the files")))
        self.add_rejects()
        self.add_numbers(
            TOTAL_M2=tr("Official area of the parcels (m²)"), DECLARED_HA=tr("Declared area of the parcels (ha)"),
            N_FILES=tr("Files read"), N_READ=tr("Parcels found"), N_USED=tr("Parcels imported"),
            N_WARNED=tr("Parcels with warnings"), N_REPAIRED=tr("Parcels repaired"), N_REJECTED=tr("Parcels rejected"))

    def prepared(self, parameters, context) -> tuple[list[Path], Path, list[OSError], Zone | None, Limits]:
        return (*self._files(parameters, context), self._zone(parameters, context), self._limits(parameters, context))

    def compute(self, parameters, context, feedback, outputs: Outputs) -> dict:
        files, folder, closed, zone, within = self.prepared(parameters, context)
        encoding = self.parameterAsEnumString(parameters, ENCODING, context) or ENCODINGS[0]
        language, tally = locale(), Tally()
        found: list[Drawn] = []
        loose: list[str] = []
        for error in closed:
            tally.reject(str(error.filename), 0, tr("the folder cannot be listed ({error})").format(
                error=why_no_file(error).text(language)))
        for number, path in enumerate(files, 1):
            name = path.relative_to(folder).as_posix()
            reading = read_file(path, encoding, zone, within)
            found += [Drawn(name, parcel) for parcel in reading.parcels]
            for one in reading.rejected:
                title = " ".join(t for t in (one.number, one.name) if t)
                tally.reject(name, one.line, one.reason.text(language) + (f" ({title})" if title else ""))
            mended = {n for p in reading.parcels for n in p.notes if n.level == REPAIR}
            for remark in sorted(mended, key=lambda n: (n.line, n.code)):
                tally.repaired(name, remark.line, remark.text(language), None)
            loose += [f"{name}: {n.text(language)}" for n in reading.notes if n.level == WARNING]
            tally.read += len(reading.parcels) + len(reading.rejected)
            feedback.setProgress(60 * number / len(files))
            if feedback.isCanceled():
                raise Cancelled
        crs = target_crs(self.parameterAsCrs(parameters, CRS, context), found)
        drawn = [one for one in found if draw(one, crs, tally)]
        if not warn_of_overlaps(drawn, feedback):
            raise Cancelled
        tally.used = len(drawn)
        self._tell(feedback, tally, loose, drawn)

        with outputs.open(OUTPUT, PARCEL_FIELDS, QgsWkbTypes.Type.MultiPolygon, crs, "boundarytxt") as sink:
            for one in drawn:
                sink.add(one.geometry, row(one, language))
        outputs.rejects(tally, crs)
        total = sum(one.parcel.cents for one in drawn)
        declared = sum(round((one.parcel.declared_ha or 0) * 10_000) for one in drawn)
        feedback.pushInfo(tr("{n} parcels, {m2:.2f} m² = {ha:.4f} ha on the ellipsoid, {declared:.4f} ha declared"
                             ).format(n=len(drawn), m2=float(m2(total)), ha=float(ha(total)),
                                      declared=declared / 10_000))
        return {
            **outputs.results,
            "TOTAL_M2": float(m2(total)), "DECLARED_HA": declared / 10_000, "N_FILES": len(files), "N_READ": tally.read,
            "N_USED": tally.used, "N_WARNED": sum(bool(one.remarks(language)) for one in drawn),
            "N_REPAIRED": sum(one.repaired for one in drawn), "N_REJECTED": tally.count("rejected"),
            METHOD: method_text(OFFICIAL, Frame(crs, OUTPUT), extra=tr(
                "each parcel measured in the zone of its own coordinates, as they stand in the file"))}

    def _tell(self, feedback, tally: Tally, loose: list[str], drawn: list[Drawn]) -> None:
        """The log: what was rejected, what was repaired, what else was noticed."""
        language = locale()
        warned = [f"{one.file}: {text}" for one in drawn for text in one.warnings(language)]
        for title, lines in (
                (tr("Rejected"), [f"{r.src}: {r.reason}" for r in tally.rejects if r.action == "rejected"]),
                (tr("Repaired"), [f"{r.src}: {r.reason}" for r in tally.rejects if r.action == "repaired"]),
                (tr("To be checked"), list(dict.fromkeys([*loose, *warned])))):
            for line in lines[:_SHOWN]:
                feedback.pushWarning(f"{title}: {line}")
            if len(lines) > _SHOWN:
                feedback.pushWarning(f"{title}: " + tr("… and {n} more").format(n=len(lines) - _SHOWN))
        feedback.pushInfo(tr("Parcels: found {read}, imported {used}, rejected {rejected}.").format(
            read=tally.read, used=tally.used, rejected=tally.count("rejected")))

    def _files(self, parameters, context) -> tuple[list[Path], Path, list[OSError]]:
        """The files to read, the folder their names are relative to, and folders that cannot be listed. Raises where
        there are none."""
        text = self.parameterAsFile(parameters, INPUT, context)
        path = Path(text)
        if text and path.is_file() and self.parameterAsBoolean(parameters, WHOLE_FOLDER, context):
            path = path.parent
        if text and path.is_file():
            return [path], path.parent, []
        if len(text) > LONGEST_PATH and not path.exists():
            raise QgsProcessingException(tr("{name}: the path has {n} characters, Windows allows {most}: {path}"
                                            ).format(name=INPUT, n=len(text), most=LONGEST_PATH, path=text))
        if not text or not path.is_dir():
            raise QgsProcessingException(tr("{name}: there is no file or folder {path}").format(name=INPUT, path=text))
        files, closed = text_files(path)
        if not files and not closed:
            raise QgsProcessingException(tr("{name}: the folder {path} holds no .txt file").format(
                name=INPUT, path=path))
        return files, path, closed

    def _zone(self, parameters, context) -> Zone | None:
        """The user's zone; raises where the CRS is no Gauss zone of CGCS2000."""
        if parameters.get(CRS) in (None, ""):
            return None
        crs = self.parameterAsCrs(parameters, CRS, context)
        zone = gauss_zone(crs, CRS)
        if zone is None:
            raise CrsRefused(tr("{name}: {crs} is no Gauss zone of CGCS2000. Choose the zone of the coordinates "
                                "(EPSG:4521-4530 with prefix) and reproject the result afterwards.").format(
                name=CRS, crs=crs.authid() or crs.description()))
        return Zone(zone.meridian, zone.width, True)

    def _limits(self, parameters, context) -> Limits:
        path = self.parameterAsFile(parameters, POLICY, context)
        return read_limits(Path(path)) if path else limits()
