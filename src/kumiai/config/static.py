"""Static files under names that change with their content, so browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """The hashed name where the files have been collected (`serve` does), else the plain one."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The name to link to."""
        if not self.hashed_files:
            return name
        return str(super().stored_name(name))
