/* How often an axis changes sides of its mean, by more than a margin. */
static inline int32_t name_crossings(
        const int16_t *values, int32_t count, int32_t mean, int32_t margin)
{
    int32_t crossed = 0;
    int side = 0;
    for (int32_t t = 0; t < count; t++) {
        const int32_t value = values[t] - mean;
        if (name_abs(value) > margin) {
            const int now = value > 0 ? 1 : -1;
            crossed += now == -side;
            side = now;
        }
    }
    return crossed;
}

/* Writes mean, deviation, height, depth, jerk, crossings and their rate of an axis. */
static inline void name_level(
        const int16_t *values, int32_t count, int32_t mean, int16_t *out)
{
    int32_t low = values[0], high = values[0], previous = values[0];
    int32_t deviation = 0, jerk = 0, crossed;
    for (int32_t t = 0; t < count; t++) {
        const int32_t value = values[t];
        deviation += name_abs(value - mean);
        jerk += name_abs(value - previous);
        low = value < low ? value : low;
        high = value > high ? value : high;
        previous = value;
    }
    crossed = name_crossings(values, count, mean, deviation / (2 * count));
    out[0] = (int16_t)mean;
    out[1] = name_log(4 * deviation / count);
    out[2] = name_log(4 * (high - mean));
    out[3] = name_log(4 * (mean - low));
    out[4] = name_log(4 * jerk / count);
    out[5] = (int16_t)(16 * crossed);
    out[6] = (int16_t)(1024 * crossed / count);
}

/* Writes the statistics of all axes. */
static inline void name_levels(
        const int16_t *data, int32_t stride, int32_t count, int16_t *out)
{
    for (int32_t axis = 0; axis < NAME_AXES; axis++) {
        const int16_t *values = data + axis * stride;
        const int32_t mean = name_mean(values, count);
        name_level(values, count, mean, out);
        if (axis >= NAME_AXES - NAME_RELATIVE) {
            out[0] = (int16_t)name_clamp(mean - values[0], INT16_MIN, INT16_MAX);
        }
        out += NAME_STATISTICS;
    }
}
