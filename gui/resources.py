"""Where the app's files lie: beside its own top-level folder, in a checkout and in an installation alike."""

from __future__ import annotations

from pathlib import Path
from typing import Final

RESOURCES: Final = Path(__file__).resolve().parents[1] / "resources"
ICONS: Final = RESOURCES / "icons"
LANGUAGES: Final = RESOURCES / "i18n"
# An installation has the documents among the resources: a top-level folder named docs might be anybody's there.
PACKED: Final = RESOURCES / "docs"
DOCUMENTS: Final = PACKED if PACKED.is_dir() else RESOURCES.parent / "docs"
