"""Bringing recordings: upload, answer what nobody may guess, see what was read, add it."""

import asyncio
from typing import Any

from nicegui import events, ui

from tinyspark.errors import UserError
from tinyspark.importers import ImportOptions
from tinyspark.importers.source import NotToldError
from tinyspark.importers.units import DPS_PER, G_PER
from tinyspark.studio import saying, texts
from tinyspark.studio.data import incoming
from tinyspark.studio.data.browsing import Browsing
from tinyspark.studio.data.incoming import MAX_FILES, MAX_TOTAL, MAX_UPLOAD, Brought, Incoming

TEXTS = texts.Data
LIMITS = {"files": MAX_FILES, "most": MAX_UPLOAD >> 20, "total": MAX_TOTAL >> 20}


class ImportDialog:
    """One import at a time; what was uploaded is forgotten when the dialog closes."""

    def __init__(self, browsing: Browsing) -> None:
        self._browsing = browsing
        self._incoming: Incoming | None = None
        self._brought: Brought | None = None
        with ui.dialog() as self._dialog, ui.card().classes("take-dialog").style("width: 44rem"):
            self._build()
        self._dialog.on("hide", self._forget)

    def open(self) -> None:
        """Begin an import."""
        self._forget()
        self._incoming = Incoming()
        self._show(None, ())
        self._dialog.open()

    def _build(self) -> None:
        ui.label(TEXTS.IMPORT_TITLE).classes("title").props("role=heading aria-level=2")
        ui.label(TEXTS.IMPORT_HOW.format(**LIMITS)).classes("soft")
        self._upload = ui.upload(
            multiple=True,
            auto_upload=True,
            label=TEXTS.CHOOSE_FILES,
            max_file_size=MAX_UPLOAD,
            max_total_size=MAX_TOTAL,
            max_files=MAX_FILES,
            on_multi_upload=self._uploaded,
            on_rejected=lambda: saying.trouble(UserError(TEXTS.REFUSED.format(**LIMITS))),
        )
        self._upload.props("flat bordered").style("width: 100%").mark("upload")
        self._state = ui.label().classes("lines").props("role=status").mark("import-state")
        with ui.element("div").classes("tools questions") as self._questions:
            ui.label(TEXTS.MUST_TELL).style("width: 100%")
            self._rate = ui.number(TEXTS.RATE, min=1, max=10_000).mark("rate")
            self._accel = ui.select(["", *G_PER], label=TEXTS.ACCEL, value="").mark("accel")
            self._gyro = ui.select(["", *DPS_PER], label=TEXTS.GYRO, value="").mark("gyro")
            self._per_g = ui.number(TEXTS.PER_G)
            self._per_dps = ui.number(TEXTS.PER_DPS)
            ui.button(TEXTS.READ, on_click=self._read).mark("read")
        self._per_g.bind_visibility_from(self._accel, "value", value="counts")
        self._per_dps.bind_visibility_from(self._gyro, "value", value="counts")
        self._fields: dict[str, Any] = {
            "rate": self._rate,
            "accel_unit": self._accel,
            "gyro_unit": self._gyro,
        }
        self._report = ui.label().classes("report").mark("import-report")
        with ui.row():
            self._add = ui.button(TEXTS.ADD, icon="add", on_click=self._do_add).mark("add")
            ui.button(TEXTS.CANCEL, on_click=self._dialog.close).props("flat")

    @saying.told
    async def _uploaded(self, event: events.MultiUploadEventArguments) -> None:
        """Put the files where the importers find them, and read them."""
        self._upload.reset()
        if self._incoming is None:
            return
        for file in event.files:
            await file.save(self._incoming.place(file.name, file.size()))
        await self._read()

    @saying.told
    async def _read(self) -> None:
        """Read what was uploaded, and show what it is or what is missing."""
        if self._incoming is None:
            return
        self._show(None, (), TEXTS.READING)
        try:
            options = ImportOptions(
                rate=self._rate.value,
                accel_unit=self._accel.value or "",
                gyro_unit=self._gyro.value or "",
                counts_per_g=self._per_g.value if self._accel.value == "counts" else None,
                counts_per_dps=self._per_dps.value if self._gyro.value == "counts" else None,
            )
            brought = await asyncio.to_thread(self._incoming.read, options)
            misfit = await asyncio.to_thread(incoming.misfit, self._browsing.shelf, brought)
        except NotToldError as error:
            self._show(None, error.missing, str(error).splitlines()[0])
        except Exception:
            self._show(None, ())
            raise
        else:
            self._show(brought, (), misfit)
            self._add.visible = not misfit

    @saying.told
    async def _do_add(self) -> None:
        """Add what was read and close."""
        if self._brought:
            shelf = self._browsing.shelf
            merge = await asyncio.to_thread(incoming.add, shelf, self._brought)
            known = merge.known + len(merge.renamed)
            self._dialog.close()
            saying.note(TEXTS.ADDED.format(added=len(merge.added), known=known))

    def _show(self, brought: Brought | None, missing: tuple[str, ...], state: str = "") -> None:
        """Show what was read, or the fields that somebody must fill in."""
        self._brought = brought
        asked = set(missing) | {name for name, field in self._fields.items() if field.value}
        self._questions.visible = bool(asked)
        for name, field in self._fields.items():
            field.visible = name in asked
        self._state.text = state
        self._report.text = "\n".join(brought.told) if brought else ""
        self._report.visible = self._add.visible = brought is not None

    def _forget(self) -> None:
        if self._incoming and not self._dialog.value:
            self._incoming.close()
            self._incoming = self._brought = None
            for field in self._fields.values():
                field.value = None if field is self._rate else ""
