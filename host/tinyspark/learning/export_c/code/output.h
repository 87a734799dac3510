static inline int32_t name_scaled(const name_layer *layer, int32_t sum)
{
    return name_scale(sum, layer->multiplier, layer->shift);
}

static inline uint8_t name_output(const name_layer *layer, int32_t value)
{
    return (uint8_t)name_clamp(layer->next_zero + value, 0, layer->next_zero + layer->most);
}
