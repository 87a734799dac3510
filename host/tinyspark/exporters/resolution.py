"""What of a dataset's settings does not come back when an export is imported again."""

from tinyspark.dataset.settings import IMU, PROXIMITY, Settings, has_accel, has_gyro


def losses(settings: Settings) -> list[str]:
    """Say what is rounded on the way back; empty when every count comes back as it was."""
    if settings.sensor == PROXIMITY.sensor:
        return []
    said = []
    pairs = (
        ("acceleration", has_accel, settings.accel_range, IMU.accel_range, "g"),
        ("rotation", has_gyro, settings.gyro_range, IMU.gyro_range, "dps"),
    )
    for what, has, own, kit, unit in pairs:
        if has(settings.axes) and own != kit:
            said.append(
                f"imported again, the {what} becomes counts of +-{kit} {unit}, "
                f"not +-{own} {unit}: rounded, or cut off beyond the range"
            )
    if settings.rate != IMU.rate:
        said.append(f"imported again, it is resampled from {settings.rate} to {IMU.rate} Hz")
    return said
