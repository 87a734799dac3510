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

/* Writes the shapes of all axes, and to out the scales of the sensors and the length. */
static inline void name_shapes(
        const int16_t *data, int32_t stride, int32_t count, int16_t *shapes, int16_t *out)
{
    for (int32_t axis = 0; axis < NAME_AXES; axis++) {
        const int16_t *values = data + axis * stride;
        const int32_t mean = name_mean(values, count);
        name_shape(values, count, mean, shapes + axis * NAME_STEPS);
    }
    for (int sensor = 0; sensor < NAME_SENSORS; sensor++) {
        const int32_t size = name_axes_of[sensor] * NAME_STEPS;
        *out++ = name_rescale(shapes, size);
        shapes += size;
    }
    *out = name_log(count);
}
