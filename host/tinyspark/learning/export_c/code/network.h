/* Makes inputs of the first layer from features. */
static inline void name_normalize(const int16_t *features, uint8_t *inputs)
{
    for (int i = 0; i < NAME_FEATURES; i++) {
        const int32_t off = (int32_t)features[i] - name_centers[i];
        const int32_t value = name_scale(off, name_multipliers[i], name_shifts[i]);
        inputs[i] = (uint8_t)name_clamp(NAME_ZERO + value, 0, 63);
    }
}

/* What a neuron gathers: at most 512 products of 128 * 63 and a bias of 2**23, below 2**24. */
static inline int32_t name_sum(const name_layer *layer, int neuron, const uint8_t *inputs)
{
    const int8_t *weights = layer->weights + (int32_t)neuron * layer->inputs;
    int32_t sum = layer->biases[neuron];
    for (int i = 0; i < layer->inputs; i++) {
        sum += weights[i] * (inputs[i] - layer->zero);
    }
    return sum;
}
