/* The zero point of its outputs is their least number, so what is below is cut off. */
static inline uint8_t name_relu(const name_layer *layer, int32_t sum)
{
    return name_output(layer, name_scaled(layer, sum));
}
