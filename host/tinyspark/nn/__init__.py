"""A small neural network library in the words of a textbook; numpy only.

layers   dense layers and activations       loss     what training makes small
optim    how weights follow gradients       network  layers in a row
train    batches, epochs, one seed
"""
