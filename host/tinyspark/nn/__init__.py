"""A small neural network library in the words of a textbook; numpy only.

layers          dense layers and activations      loss            what training makes small
dropout         layers that drop at random        optim           how weights follow gradients
network         layers in a row, one or many      schedules       how the learning rate changes
train           epochs, batches, one seed         watch           early stopping
gradient_check  is backward() right?              quasi_newton    BFGS and L-BFGS by SciPy
sweep           many settings at once             threads         BLAS with one thread

One network and K networks at once are the same code: wherever a shape starts with dots, such as
[..., inputs, outputs], K networks have one more axis in front. Errors are TrainingErrors.
"""
