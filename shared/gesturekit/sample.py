"""What one sample is: its sensors, axes, order and units per count.

Knows numbers, not chips: registers live in the firmware's drivers.
"""

# The index is the sensor's number on the link and in model files.
SENSORS = ("imu", "proximity", "buttons", "imu+proximity")
RECORDABLE = ("imu", "proximity", "imu+proximity")  # can be streamed and recorded
# Samples of these come all the time, at the rate of the IMU; takes of others begin with a button.
CONTINUOUS = ("imu", "imu+proximity")
AXES = {
    "imu": ("ax", "ay", "az", "gx", "gy", "gz"),
    "proximity": ("proximity",),
    "buttons": ("button1", "button2", "one"),  # 1 while pressed, else 0; `one` is always 1
}
AXES["imu+proximity"] = AXES["imu"] + AXES["proximity"]  # the newest reading, held between two

# Sensitivity of the LSM6DS3TR-C (data sheet, table 3). The full-scale range times 1/32768 is
# not the sensitivity: 2000 dps has 70 mdps per count, which reaches to 2293 dps.
UG_PER_COUNT = {2: 61, 4: 122, 8: 244, 16: 488}  # micro-g per count, by range in g
UDPS_PER_COUNT = {125: 4375, 250: 8750, 500: 17500, 1000: 35000, 2000: 70000}  # micro-dps

IMU_RATES = (26, 52, 104, 208, 416)  # samples per second
DEFAULT_RATE = 104
DEFAULT_ACCEL_RANGE = 8  # g
DEFAULT_GYRO_RANGE = 2000  # dps

COUNT_MIN = -32768
COUNT_MAX = 32767
PROXIMITY_MAX = 1023  # the APDS-9930 has 10-bit proximity data
PROXIMITY_SPACING_MS = 250  # the course takes three samples, this far apart
PROXIMITY_TAKE = 3
