/* 1 if inputs are as far from every label's prototype as those of the golden window must be. */
static inline int name_gates_hold(const uint8_t *inputs)
{
    for (int n = 0; n < NAME_LABELS; n++) {
        if (name_limits[n] != NAME_NO_LIMIT
                && name_distance(inputs, n) != name_golden_distances[n]) {
            return 0;
        }
    }
    return 1;
}
