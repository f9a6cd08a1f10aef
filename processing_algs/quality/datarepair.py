"""数据修复: a polygon layer with its faults of form and topology mended in a new layer, every change with its area."""

from __future__ import annotations

from collections import defaultdict

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsWkbTypes,
)

from ...nm_urban_plugin.analysis.reading.batches import features_of
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.core.quality import match_columns, read_rules, rules
from ...nm_urban_plugin.i18n import locale, tr, tr_noop
from ...nm_urban_plugin.jobs.quality.repair import STEPS, Piece, RepairJob, RepairResult
from ..framework.algorithm import INPUT, METHOD, OUTPUT, NmAlgorithm, Outputs
from ..framework.fields import LONG, extended, make_fields
from ..framework.method import version

CODE_FIELD, POLICY, CHANGES = "CODE_FIELD", "POLICY", "CHANGES"

OUTPUT_FIELDS = (("src_fid", "long"), ("part", "int"), ("MJ_JS", "real", 2), ("repaired", "text", 0, LONG))
CHANGE_FIELDS = (("src_fid", "long"), ("step", "text", 0, 16), ("detail", "text", 0, LONG), ("d_area_m2", "real", 2))

TITLES = {
    "vertices": tr_noop("Repeated vertices and spikes"), "invalid": tr_noop("Boundaries that cross themselves"),
    "parts": tr_noop("Multipart features into single ones"), "overlaps": tr_noop("Overlaps to the earlier feature"),
    "gaps": tr_noop("Gaps to the neighbour with the longest border"),
    "fragments": tr_noop("Fragments and slivers to the neighbour"),
}


class DataRepair(NmAlgorithm):
    ID = "datarepair"
    TITLE = tr_noop("Data repair (as a new layer)")
    GROUP = ("quality", tr_noop("Data"))

    def initAlgorithm(self, configuration=None) -> None:
        polygon = QgsProcessing.SourceType.TypeVectorPolygon
        self.add(QgsProcessingParameterFeatureSource(INPUT, tr("Polygon layer in a Gauss zone"), [polygon]))
        self.add(QgsProcessingParameterField(CODE_FIELD, tr("Land class (empty = found)"), None, INPUT, optional=True))
        for step in STEPS:
            self.add(QgsProcessingParameterBoolean(step.upper(), tr(TITLES[step]), True))
        self.add(QgsProcessingParameterFile(POLICY, tr("Rules (JSON file)"), extension="json", optional=True),
                 advanced=True)
        self.add(QgsProcessingParameterFeatureSink(OUTPUT, tr("Repaired layer"), polygon))
        self.add(QgsProcessingParameterFeatureSink(CHANGES, tr("List of changes"), QgsProcessing.SourceType.TypeVector,
                                                   None, True))
        self.add_rejects()
        self.add_numbers(N_CHANGES=tr("Changes"), D_AREA_M2=tr("Sum of area changes (m²)"),
                         TOTAL_M2=tr("Area of the repaired layer (m²)"), N_READ=tr("Features read"),
                         N_USED=tr("Features kept"), N_REJECTED=tr("Features rejected"))

    def prepared(self, parameters, context) -> RepairJob:
        given = self.given(parameters, INPUT, context)
        chosen = self.field(parameters, CODE_FIELD, context, given)
        names = [field.name() for field in given.source.fields()]
        code = chosen or match_columns(names).get("landuse_code", ("",))[0]
        steps = tuple(step for step in STEPS if self.parameterAsBool(parameters, step.upper(), context))
        if not steps:
            raise QgsProcessingException(tr("Choose at least one kind of repair."))
        policy = self.parameterAsFile(parameters, POLICY, context)
        return RepairJob(given, steps, code, read_rules(policy) if policy else rules())

    def perform(self, job: RepairJob, spool, feedback) -> RepairResult | None:
        return job.run(feedback)

    def source(self, job: RepairJob) -> Given:
        return job.given

    def counts(self, job: RepairJob) -> dict:
        return {"N_READ": job.tally.read, "N_USED": job.tally.used, "N_REJECTED": len(job.tally.rejects)}

    def write(self, job: RepairJob, result: RepairResult, outputs: Outputs) -> dict:
        """The user's attributes with the new geometry; areas in a field of their own, the old ones stay."""
        given = job.given
        fields, renamed = extended(given.source.fields(), make_fields(*OUTPUT_FIELDS), ("geom", "fid"))
        for old, new in renamed.items():
            outputs.feedback.pushWarning(tr("The layer's own field {old} is kept as {new}").format(old=old, new=new))
        pieces: dict[int, list[tuple[Piece, float]]] = defaultdict(list)
        for piece, area in zip(result.pieces, (result.areas / 100.0).tolist()):
            pieces[piece.fid].append((piece, area))
        single = "parts" in job.steps
        wkb = QgsWkbTypes.Type.Polygon if single else QgsWkbTypes.Type.MultiPolygon
        with outputs.open(OUTPUT, fields, wkb, given.crs, "datarepair", len(result.pieces)) as sink:
            for feature in features_of(given.source, QgsFeatureRequest()):
                for number, (piece, area) in enumerate(pieces.get(feature.id(), ()), 1):
                    geometry = piece.geometry
                    geometry.convertToSingleType() if single else geometry.convertToMultiType()
                    sink.add(geometry, [*feature.attributes(), piece.fid, number, area, ", ".join(piece.steps)])
        outputs.table(CHANGES, CHANGE_FIELDS, given.crs, "datarepair_changes",
                      ([c.fid, c.step, c.detail.text(locale()), c.d_area_m2] for c in result.changes))
        return {"N_CHANGES": len(result.changes), "TOTAL_M2": float(result.areas.sum()) / 100,
                "D_AREA_M2": round(sum(c.d_area_m2 for c in result.changes), 2),
                METHOD: "; ".join([", ".join(job.steps), given.crs.authid(), f"NM Urban {version()}"])}

    def log(self, job: RepairJob, result: RepairResult, feedback) -> None:
        """How many changes each step made, and the sum of their areas."""
        for step in job.steps:
            count = sum(one.step == step for one in result.changes)
            feedback.pushInfo(tr("{step}: {n} changes, {area:+.2f} m² in all.").format(
                step=tr(TITLES[step]), n=count, area=result.total(step)))
