/* Fills the confidences and returns the number of the best label; -1 for a count that is none. */
static inline int name_classify(
        const int16_t *data, int32_t stride, int32_t count, uint8_t *confidences)
{
    int16_t features[NAME_FEATURES];
    uint8_t inputs[NAME_FEATURES];
    int32_t sums[NAME_LABELS];
    if (count < NAME_SHORTEST || count > NAME_LONGEST) {
        return -1;
    }
    name_features(data, stride, count, features);
    return name_judge(
        inputs, name_run(features, inputs, sums, confidences), confidences);
}
