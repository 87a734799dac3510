/* The features of a movement: scales and length, then statistics. */
static inline void name_features(
        const int16_t *data, int32_t stride, int32_t count, int16_t *features)
{
    int16_t shapes[NAME_AXES * NAME_STEPS];
    name_shapes(data, stride, count, shapes, features);
    name_levels(data, stride, count, features + NAME_SENSORS + 1);
}
