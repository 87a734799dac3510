/* This model has no gates: every answer stands, however far away the movement is. */
static inline int name_judge(const uint8_t *inputs, int best, uint8_t *confidences)
{
    (void)inputs;
    (void)confidences;
    return best;
}
