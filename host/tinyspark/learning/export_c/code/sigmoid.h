static inline uint8_t name_sigmoid(const name_layer *layer, int32_t sum)
{
    const int32_t value = name_logistic(name_scaled(layer, sum));
    return name_output(layer, name_scale(value, layer->most, 14));
}
