/* The features of a take: its counts as they are, axis after axis. */
static inline void name_features(
        const int16_t *data, int32_t stride, int32_t count, int16_t *features)
{
    for (int32_t axis = 0; axis < NAME_AXES; axis++) {
        for (int32_t t = 0; t < count; t++) {
            *features++ = data[axis * stride + t];
        }
    }
}
