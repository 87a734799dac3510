/* The integer network in C: int8 weights, inputs that lack their zero point, the greatest output.
 *
 * The same sums as gesturekit's, so the same best label; softmax is left out. Reads case.txt.
 */

#include <stdint.h>

#include "driver.h"

#define MOST_LAYERS 4
#define WIDEST 512
#define MOST_INPUT 63 /* of what a ReLU hands on */

typedef struct {
    int inputs, outputs, multiplier, shift;
    int8_t *weights;
    int32_t *biases;
} Layer;

static Layer layers[MOST_LAYERS];
static int layer_count;
static int8_t *examples;

static int8_t *bytes(int count)
{
    int8_t *values = malloc(count);
    for (int at = 0; at < count; at++)
        values[at] = number();
    return values;
}

static void read_case(void)
{
    layer_count = number();
    for (int at = 0; at < layer_count; at++) {
        Layer *layer = &layers[at];
        layer->inputs = number();
        layer->outputs = number();
        layer->multiplier = number();
        layer->shift = number();
        layer->weights = bytes(layer->inputs * layer->outputs);
        layer->biases = malloc(layer->outputs * sizeof(int32_t));
        for (int neuron = 0; neuron < layer->outputs; neuron++)
            layer->biases[neuron] = number();
    }
    example_count = number();
    examples = bytes(example_count * layers[0].inputs);
}

static void dense(const Layer *layer, const int8_t *inputs, int32_t *sums)
{
    const int8_t *weights = layer->weights;
    for (int neuron = 0; neuron < layer->outputs; neuron++) {
        int32_t total = layer->biases[neuron];
        for (int index = 0; index < layer->inputs; index++)
            total += weights[index] * inputs[index];
        sums[neuron] = total;
        weights += layer->inputs;
    }
}

static void relu(const Layer *layer, const int32_t *sums, int8_t *outputs)
{
    int32_t half = (1 << layer->shift) >> 1;
    for (int neuron = 0; neuron < layer->outputs; neuron++) {
        int32_t value = (sums[neuron] * layer->multiplier + half) >> layer->shift;
        outputs[neuron] = value < 0 ? 0 : value > MOST_INPUT ? MOST_INPUT : value;
    }
}

__attribute__((noinline)) static int best(int example)
{
    static int8_t values[MOST_LAYERS][WIDEST];
    int32_t sums[WIDEST];
    const int8_t *inputs = examples + example * layers[0].inputs;
    for (int at = 0; at < layer_count; at++) {
        dense(&layers[at], inputs, sums);
        if (at < layer_count - 1)
            relu(&layers[at], sums, values[at]);
        inputs = values[at];
    }
    int found = 0;
    for (int label = 1; label < layers[layer_count - 1].outputs; label++)
        if (sums[label] > sums[found])
            found = label;
    return found;
}
