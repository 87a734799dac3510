/* The number of the greatest sum, the first of equal ones. */
static inline int name_greatest(const int32_t *sums)
{
    int best = 0;
    for (int n = 1; n < NAME_LABELS; n++) {
        if (sums[n] > sums[best]) {
            best = n;
        }
    }
    return best;
}
