/* The features of a movement: shapes, scales and length, then statistics. */
static inline void name_features(
        const int16_t *data, int32_t stride, int32_t count, int16_t *features)
{
    int16_t *scales = features + NAME_AXES * NAME_STEPS;
    name_shapes(data, stride, count, features, scales);
    name_levels(data, stride, count, scales + NAME_SENSORS + 1);
}
