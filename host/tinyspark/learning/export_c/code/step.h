static inline uint8_t name_step(const name_layer *layer, int32_t sum)
{
    return name_output(layer, name_scaled(layer, sum) > 0 ? layer->most : 0);
}
