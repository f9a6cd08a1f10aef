"""The corpus: the recogniser is right on at least 98 % of its files, every planted defect is found, no false alarm."""

import pytest

from tools.corpus.build import Corpus, build
from tools.corpus.defects import cell, plant
from tools.corpus.score import score_roles


def test_the_same_seed_gives_the_same_files(qgis_app, tmp_path):
    one, two = (build_few(tmp_path / name) for name in ("one", "two"))
    assert one == two and len(one) == 8


def build_few(folder):
    """Names and roles of a few files."""
    from tools.corpus.schemas import schemas

    corpus = Corpus(folder, 7)
    for schema in schemas()[:8]:
        corpus.add(schema, "gpkg")
    return [(case.path, case.role) for case in corpus.cases]


def test_a_wrong_answer_would_be_counted(qgis_app, tmp_path):
    from tools.corpus.schemas import schemas

    corpus = Corpus(tmp_path, 7)
    case = corpus.add(schemas()[0], "gpkg")
    case.role = "farmland"
    score = score_roles(tmp_path, corpus.cases)
    assert score.share == 0 and score.wrong and score.sure


def test_a_defect_that_is_not_there_would_be_missed(qgis_app, tmp_path):
    from tools.corpus.check import check_cases

    corpus = Corpus(tmp_path, 7)
    plant(corpus, "dltb", "Q3104", cell("QSXZ", "99"))
    plant(corpus, "dltb", "Q6204", cell("BZ", None))
    found = check_cases(tmp_path, corpus.cases)
    assert [line.split(": ")[1] for line in found.missed] == ["Q6204 not found"] and not found.alarms


@pytest.mark.slow
def test_roles_defects_and_clean_files_of_the_whole_corpus(qgis_app, tmp_path):
    from tools.corpus.check import check_cases

    cases = build(tmp_path)
    score, found = score_roles(tmp_path, cases), check_cases(tmp_path, cases)
    assert score.count >= 150 and score.share >= 0.98 and not score.sure, (score.wrong, score.asked)
    assert found.alarms == [] and found.missed == []
    assert len(found.planted) >= 40
