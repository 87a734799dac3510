static inline uint8_t name_linear(const name_layer *layer, int32_t sum)
{
    return name_output(layer, name_scaled(layer, sum));
}
