/* tanh(x) = 2 * sigmoid(2 * x) - 1 */
static inline uint8_t name_tanh(const name_layer *layer, int32_t sum)
{
    const int32_t value = 2 * name_logistic(name_scaled(layer, sum)) - 16384;
    return name_output(layer, name_scale(value, layer->most, 14));
}
