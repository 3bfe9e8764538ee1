"""Where the app's files lie: beside its own top-level folder, in a checkout and in an installation alike."""

from __future__ import annotations

from pathlib import Path
from typing import Final

RESOURCES: Final = Path(__file__).resolve().parents[1] / "resources"
ICONS: Final = RESOURCES / "icons"
LANGUAGES: Final = RESOURCES / "i18n"
