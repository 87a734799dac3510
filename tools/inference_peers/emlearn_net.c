/* emlearn's own network of floats, from the headers of its package. Reads floats.txt. */

#include <eml_net.h>

#include "driver.h"

#define MOST_LAYERS 4
#define WIDEST 512

static EmlNetLayer layers[MOST_LAYERS];
static float buffers[2][WIDEST];
static EmlNet network = { 0, layers, buffers[0], buffers[1], WIDEST };
static float *examples;

static float *floats(int count)
{
    float *values = malloc(count * sizeof(float));
    for (int at = 0; at < count; at++)
        values[at] = number();
    return values;
}

static void read_case(void)
{
    network.n_layers = number();
    for (int at = 0; at < network.n_layers; at++) {
        EmlNetLayer *layer = &layers[at];
        layer->n_inputs = number();
        layer->n_outputs = number();
        layer->weights = floats(layer->n_inputs * layer->n_outputs);
        layer->biases = floats(layer->n_outputs);
        int last = at == network.n_layers - 1;
        layer->activation = last ? EmlNetActivationSoftmax : EmlNetActivationRelu;
    }
    example_count = number();
    examples = floats(example_count * layers[0].n_inputs);
}

__attribute__((noinline)) static int best(int example)
{
    const float *inputs = examples + example * layers[0].n_inputs;
    if (eml_net_infer(&network, inputs, layers[0].n_inputs) != EmlOk)
        exit(3);
    return eml_net_argmax(network.activations2, eml_net_outputs(&network));
}
