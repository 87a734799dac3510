#define NAME_NO_LIMIT 65535 /* of a label without a prototype */

/* The sum of the differences of inputs from a label's prototype: at most 512 * 63. */
static inline int32_t name_distance(const uint8_t *inputs, int label)
{
    const uint8_t *prototype = name_prototypes;
    int32_t distance = 0;
    for (int n = 0; n < label; n++) {
        if (name_limits[n] != NAME_NO_LIMIT) {
            prototype += NAME_FEATURES;
        }
    }
    for (int i = 0; i < NAME_FEATURES; i++) {
        const int32_t off = (int32_t)inputs[i] - prototype[i];
        distance += off < 0 ? -off : off;
    }
    return distance;
}

/* Returns the best label, or that of what is unknown, then surely, for what is too far from it. */
static inline int name_judge(const uint8_t *inputs, int best, uint8_t *confidences)
{
    if (name_limits[best] == NAME_NO_LIMIT
            || name_distance(inputs, best) <= name_limits[best]) {
        return best;
    }
    for (int n = 0; n < NAME_LABELS; n++) {
        confidences[n] = n == NAME_UNKNOWN ? 255 : 0;
    }
    return NAME_UNKNOWN;
}
