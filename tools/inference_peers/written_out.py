"""A network without loops, as beginners' courses write it: one long sum for every neuron.

A function for each neuron, since a compiled function cannot grow without end.
"""

from textbook import softmax


def make(case):
    lines = []
    calls = []
    for number, (rows, biases) in enumerate(case.layers):
        hidden = number < len(case.layers) - 1
        for neuron, row in enumerate(rows):
            terms = " + ".join(f"x[{at}] * {weight!r}" for at, weight in enumerate(row))
            name = f"neuron_{number}_{neuron}"
            lines.append(f"def {name}(x):")
            lines.append(f"    total = {terms} + {biases[neuron]!r}")
            lines.append("    return max(0.0, total)" if hidden else "    return total")
        names = ", ".join(f"neuron_{number}_{neuron}(x)" for neuron in range(len(rows)))
        calls.append(f"    x = [{names}]")
    namespace = {}
    for start in range(0, len(lines), 3):
        exec("\n".join(lines[start : start + 3]), namespace)
    exec("\n".join(["def run(x):"] + calls + ["    return x"]), namespace)
    layers = namespace["run"]
    return lambda inputs: softmax(layers(inputs)), case.inputs
