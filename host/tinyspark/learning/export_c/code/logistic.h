/* 2**14 / (1 + exp(-value / 64)) */
static inline int32_t name_logistic(int32_t value)
{
    const int32_t above = name_logistics[name_clamp(value < 0 ? -value : value, 0, 512)];
    return value >= 0 ? above : 16384 - above;
}
