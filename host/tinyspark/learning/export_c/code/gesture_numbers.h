#define NAME_STEPS 16        /* parts of a movement: its shape is the means of them */
#define NAME_STATISTICS 7    /* numbers of each axis beside its shape */
#define NAME_SHAPE_UNIT 64   /* stands for one mean absolute deviation */
#define NAME_SHAPE_LIMIT 511
#define NAME_LEAST_SCALE 4   /* counts; a smaller shape is noise */

static inline int32_t name_abs(int32_t value)
{
    return value < 0 ? -value : value;
}

/* value / divisor, rounded down where C rounds towards 0; the divisor is positive. */
static inline int32_t name_floor_divide(int32_t value, int32_t divisor)
{
    return value / divisor - (value % divisor < 0);
}

static inline int32_t name_mean(const int16_t *values, int32_t count)
{
    int32_t sum = 0;
    for (int32_t t = 0; t < count; t++) {
        sum += values[t];
    }
    return name_floor_divide(sum, count);
}

/* About 16 * log2(value + 1), on straight lines between the powers of two. */
static inline int16_t name_log(int32_t value)
{
    int power = 0;
    value += 1;
    while (value >> power > 1) {
        power++;
    }
    return (int16_t)(16 * power + ((value << 4 >> power) & 15));
}
