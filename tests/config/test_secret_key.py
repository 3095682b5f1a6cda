import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kumiai.config import secret_key


class TestOf:
    def test_is_made_once_and_kept(self, tmp_path: Path) -> None:
        made = secret_key.of(tmp_path / "data")
        assert len(made) >= 64
        assert secret_key.of(tmp_path / "data") == made

    def test_can_be_read_by_its_owner_only(self, tmp_path: Path) -> None:
        secret_key.of(tmp_path)
        assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600

    def test_is_one_for_all_who_ask_at_once(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(16) as pool:
            made = set(pool.map(lambda _: secret_key.of(tmp_path), range(64)))
        assert len(made) == 1
        assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]

    def test_differs_between_installations(self, tmp_path: Path) -> None:
        assert secret_key.of(tmp_path / "one") != secret_key.of(tmp_path / "other")
