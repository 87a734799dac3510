/* Writes the means of equal parts of an axis, less its mean. */
static inline void name_shape(const int16_t *values, int32_t count, int32_t mean, int16_t *out)
{
    for (int32_t step = 0; step < NAME_STEPS; step++) {
        const int32_t first = step * count / NAME_STEPS;
        const int32_t end = (step + 1) * count / NAME_STEPS;
        const int32_t length = end > first ? end - first : 1;
        const int32_t part = name_mean(values + first, length) - mean;
        out[step] = (int16_t)name_clamp(part, INT16_MIN, INT16_MAX);
    }
}

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
static inline void name_statistics(
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

/* Divides the shapes of the axes of one sensor by their scale; returns its logarithm. */
static inline int16_t name_rescale(int16_t *shapes, int32_t size)
{
    int32_t scale = 0;
    for (int32_t i = 0; i < size; i++) {
        scale += name_abs(shapes[i]);
    }
    scale /= size;
    if (scale < NAME_LEAST_SCALE) {
        scale = NAME_LEAST_SCALE;
    }
    for (int32_t i = 0; i < size; i++) {
        const int32_t value = (int32_t)shapes[i] * NAME_SHAPE_UNIT;
        shapes[i] = (int16_t)name_clamp(
            name_floor_divide(value, scale), -NAME_SHAPE_LIMIT, NAME_SHAPE_LIMIT);
    }
    return name_log(16 * scale);
}

/* The features of a movement: all shapes, then all statistics, scales and the length. */
static inline void name_features(
        const int16_t *data, int32_t stride, int32_t count, int16_t *features)
{
    int16_t *shapes = features;
    int16_t *out = features + NAME_AXES * NAME_STEPS;
    for (int32_t axis = 0; axis < NAME_AXES; axis++) {
        const int16_t *values = data + axis * stride;
        const int32_t mean = name_mean(values, count);
        name_shape(values, count, mean, features + axis * NAME_STEPS);
        name_statistics(values, count, mean, out);
        out += NAME_STATISTICS;
    }
    for (int sensor = 0; sensor < NAME_SENSORS; sensor++) {
        const int32_t size = name_axes_of[sensor] * NAME_STEPS;
        *out++ = name_rescale(shapes, size);
        shapes += size;
    }
    *out = name_log(count);
}
