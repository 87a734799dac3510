"""From takes to a model: examples, training, scores, the integer model and its forms."""
