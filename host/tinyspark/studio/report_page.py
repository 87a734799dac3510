"""Serves the report of the last training, the page that `tinyspark train` writes beside the model.

It is a file of ours, but a file: the browser shows it in a sandbox, without scripts, and lets it
load nothing. The guard is before it as before everything.
"""

from fastapi.responses import PlainTextResponse, Response
from nicegui import app

from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Train as Texts

PATH = "/report"
_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def add(studio: Studio) -> None:
    """Tell the server where the report is."""

    def report() -> Response:
        try:
            page = studio.report.read_bytes()
        except OSError:
            return PlainTextResponse(Texts.NO_REPORT, status_code=404, headers=_HEADERS)
        return Response(page, media_type="text/html; charset=utf-8", headers=_HEADERS)

    app.remove_route(PATH)
    app.get(PATH)(report)
