static inline int32_t name_clamp(int32_t value, int32_t least, int32_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* value * multiplier / 2**shift, rounded; half goes up. No negative number is shifted, since C
 * leaves it to the compiler what comes out. At most 2**24 * 63 + 2**23: below 2**31. */
static inline int32_t name_scale(int32_t value, int32_t multiplier, int shift)
{
    const int32_t scaled = value * multiplier + ((int32_t)1 << shift >> 1);
    return scaled >= 0 ? scaled >> shift : ~(~scaled >> shift);
}
