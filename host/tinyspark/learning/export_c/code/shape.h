/* The features of a movement: shapes, scales and length. */
static inline void name_features(
        const int16_t *data, int32_t stride, int32_t count, int16_t *features)
{
    name_shapes(data, stride, count, features, features + NAME_AXES * NAME_STEPS);
}
