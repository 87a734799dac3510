/* 2**14 * exp of a sum that is `below` under the best; scaled sums count sixteenths. */
static inline int32_t name_power(const name_layer *layer, int32_t below)
{
    const int32_t held = name_clamp(below, 0, (int32_t)1 << 24);
    const int32_t logit = name_scale(held, layer->multiplier, layer->shift);
    return logit <= 128 ? name_exponentials[logit] : 0;
}

/* Writes the share of each label's exp(logit), 0..255. */
static inline void name_softmax(
        const name_layer *layer, const int32_t *sums, int32_t best, uint8_t *confidences)
{
    int32_t powers[NAME_LABELS];
    int32_t total = 0;
    for (int n = 0; n < NAME_LABELS; n++) {
        powers[n] = name_power(layer, best - sums[n]);
        total += powers[n];
    }
    for (int n = 0; n < NAME_LABELS; n++) {
        confidences[n] = (uint8_t)((powers[n] * 255 + total / 2) / total);
    }
}
