"""Where the cache lies, and keys that change when files change."""

from pathlib import Path

from dev import paths


def test_the_cache_that_is_named(tmp_path):
    environ = {"CDS_CACHE": str(tmp_path / "mine"), "XDG_CACHE_HOME": "/other"}
    assert paths.cache_dir(environ) == tmp_path / "mine"


def test_the_cache_of_the_user(tmp_path):
    environ = {"XDG_CACHE_HOME": str(tmp_path)}
    assert paths.cache_dir(environ) == tmp_path / "cds_assessment"
    assert paths.cache_dir({}) == Path.home() / ".cache/cds_assessment"


def test_clones_have_keys_of_their_own():
    assert paths.tree_key(Path("/a")) != paths.tree_key(Path("/b"))
    assert paths.database("demo") == f"cds_{paths.tree_key()}_demo"


def test_the_digest_follows_content_and_names(tmp_path):
    (tmp_path / "models").mkdir()
    model = tmp_path / "models/model.py"
    model.write_text("one")
    first = paths.digest_of([tmp_path])
    model.write_text("two")
    second = paths.digest_of([tmp_path])
    model.rename(tmp_path / "models/other.py")
    third = paths.digest_of([tmp_path])
    assert len({first, second, third}) == 3


def test_the_digest_passes_over_compiled_python(tmp_path):
    (tmp_path / "module.py").write_text("one")
    before = paths.digest_of([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/module.pyc").write_text("compiled")
    assert paths.digest_of([tmp_path]) == before
