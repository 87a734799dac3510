/* A layer. Its inputs are 0..63; one of these, the zero point, stands for 0. */
typedef struct {
    int16_t inputs;
    uint8_t zero;               /* zero point of the inputs */
    uint8_t multiplier, shift;  /* of a sum: multiplier / 2**shift */
    uint8_t next_zero;          /* zero point of the outputs */
    uint8_t most;               /* how far above it an output can be */
    const int8_t *weights;      /* of one neuron after the other */
    const int32_t *biases;
} name_layer;
