/* 1 if this compiler and processor give what TinySpark gave for the golden window, else 0. */
static inline int name_self_test(void)
{
    int16_t features[NAME_FEATURES];
    uint8_t inputs[NAME_FEATURES];
    int32_t sums[NAME_LABELS];
    uint8_t confidences[NAME_LABELS];
    name_features(name_golden_data, NAME_GOLDEN, NAME_GOLDEN, features);
    name_run(features, inputs, sums, confidences);
    for (int n = 0; n < NAME_LABELS; n++) {
        if (sums[n] != name_golden_sums[n]
                || confidences[n] != name_golden_confidences[n]) {
            return 0;
        }
    }
    return name_gates_hold(inputs);
}
