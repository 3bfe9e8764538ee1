"""Windows' data protection for the current user: CryptProtectData and CryptUnprotectData (dpapi.h), through ctypes.

Imported on Windows alone. It was written from Microsoft's reference and has not been run: no Windows was at hand.
"""

from __future__ import annotations

import ctypes
from ctypes import wintypes
from typing import Any, Final

_NO_WINDOW: Final = 0x1  # CRYPTPROTECT_UI_FORBIDDEN


class _Blob(ctypes.Structure):
    _fields_ = (("size", wintypes.DWORD), ("at", ctypes.POINTER(ctypes.c_char)))


def protect(clear: bytes) -> bytes:
    """Sealed so that only this user of this machine can open it. Raises OSError."""
    return _call("CryptProtectData", clear)


def unprotect(sealed: bytes) -> bytes:
    """Raises OSError where it was sealed by somebody else."""
    return _call("CryptUnprotectData", sealed)


def _call(function: str, given: bytes) -> bytes:
    windows: Any = ctypes.windll  # type: ignore[attr-defined]  # there on Windows alone
    held = ctypes.create_string_buffer(given, len(given))
    source, result = _Blob(len(given), ctypes.cast(held, ctypes.POINTER(ctypes.c_char))), _Blob()
    if not getattr(windows.crypt32, function)(
        ctypes.byref(source), None, None, None, None, _NO_WINDOW, ctypes.byref(result)
    ):
        raise OSError(windows.kernel32.GetLastError(), function)
    try:
        return ctypes.string_at(result.at, result.size)
    finally:
        windows.kernel32.LocalFree(result.at)
