"""The icons of the portal: own line drawings on a grid of 24, stroke and fill from the style sheet.

Inline SVG costs no request, follows the colour of the text around it and survives forced colours.
"""

from __future__ import annotations

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

_PATHS: Final[dict[str, str]] = {
    "add": "M12 5v14M5 12h14",
    "alert": "M12 4 2.8 20h18.4L12 4Zm0 6v4.5m0 2.5v.5",
    "back": "m9 5 7 7-7 7",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15L6 17Zm4 4.5h4M12 5V3",
    "book": "M12 6.5C10 5 7 4.5 3.5 4.5v14c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2v-14C17 4.5 14 5 12 6.5Zm0 0v14",
    "building": "M4 21V9.5L12 4l8 5.5V21M2.5 21h19M9 21v-6.5h6V21",
    "calendar": "M4 6h16v14.5H4V6Zm0 5h16M8.5 3.5V8M15.5 3.5V8",
    "chart": "M4 20.5h16.5M6.5 17v-5M12 17V5M17.5 17V9",
    "check": "m5 12.5 4.5 4.5L19.5 7",
    "clock": "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7.5V12l-3 2.5",
    "copy": "M8.5 8.5h11v12h-11v-12Zm-4 7v-12h11",
    "dashboard": "M4 4h7v9H4V4Zm0 12.5h7V20H4v-3.5ZM14 11h6v9h-6v-9Zm0-7h6v4h-6V4Z",
    "document": "M6 3h8.5L19 7.5V21H6V3Zm8 0v5h5M9.5 12.5h6M9.5 16.5h6",
    "download": "M12 4v11.5m-5-5 5 5 5-5M4.5 20h15",
    "edit": "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19 4 20Zm9.5-13L17 10.5",
    "error": "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM9 9l6 6m0-6-6 6",
    "exit": "M10 4H5v16h5M20 12H9.5M13 8l-4 4 4 4",
    "eye": "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12Z"
    "M12 9.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4Z",
    "inbox": "M4 5h16v14.5H4V5Zm0 9h4.5l1.5 2.5h4l1.5-2.5H20",
    "info": "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 11v5.5M12 7.5V8",
    "lock": "M5.5 11h13v9.5h-13V11ZM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5V17",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "next": "m15 5-7 7 7 7",
    "people": "M9 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM2.5 20c.3-4 2.6-6 6.5-6s6.2 2 6.5 6"
    "M15.5 5a3.3 3.3 0 0 1 0 6.3M18 14.5c2.2.8 3.3 2.6 3.5 5.5",
    "phone": "M7 2.5h10v19H7v-19ZM11 18.5h2",
    "pin": "M12 21.5c4.7-4.7 7-8.4 7-11.3a7 7 0 0 0-14 0c0 2.9 2.3 6.6 7 11.3Z"
    "M12 7.7a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z",
    "print": "M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7V14Z",
    "qr": "M4 4h6v6H4V4Zm10 0h6v6h-6V4ZM4 14h6v6H4v-6Zm10 0h2.5v2.5M20 14v2.5M14 20h2.5m3.5 0v-.5",
    "refresh": "M19.5 12a7.5 7.5 0 1 1-2.3-5.4L20 9m0-5v5h-5",
    "search": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm4.7 11.2L20.5 20.5",
    "shield": "M12 3l7.5 2.7v5.8c0 4.5-2.7 7.7-7.5 9.5-4.8-1.8-7.5-5-7.5-9.5V5.7L12 3Zm-3.5 8.7 2.5 2.5 4.5-4.7",
    "sound": "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15.5 9a4.3 4.3 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11",
    "store": "M4.5 10.5V20.5h15V10.5M3 9.5 5 4h14l2 5.5"
    "c-1.5 2-3.5 2-4.5 0-1.5 2-3 2-4.5 0-1.5 2-3 2-4.5 0-1 2-3 2-4.5 0Z"
    "M10 20.5v-5.5h4v5.5",
    "support": "M4 4.5h16V16h-7l-5 4.5V16H4V4.5ZM8 9h8M8 12.2h5",
    "trash": "M4 6.5h16M9 6.5V3.5h6v3M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6",
    "upload": "M12 16V4.5m-5 5 5-5 5 5M4.5 20h15",
    "user": "M12 3.5a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4ZM4 21c.5-4.7 3.2-6.5 8-6.5s7.5 1.8 8 6.5",
}


def _drawn(path: str) -> SafeString:
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        path,
    )


ICONS: Final[dict[str, SafeString]] = {name: _drawn(path) for name, path in _PATHS.items()}
