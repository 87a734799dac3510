// The unix port with the floats of an ESP32-S3: 32 bits.
#define MICROPY_CONFIG_ROM_LEVEL (MICROPY_CONFIG_ROM_LEVEL_EXTRA_FEATURES)
#define MICROPY_FLOAT_IMPL (MICROPY_FLOAT_IMPL_FLOAT)
#define MICROPY_FLOAT_USE_NATIVE_FLT16 (0)
#include "variants/mpconfigvariant_common.h"
