"""The golden window: code that computes otherwise is found, and the readable code takes over."""

from array import array

from random_models import Random, buttons, counts, gated, imu, light, motion, proximity

from gesturekit import golden, kernels, model_format, plain
from gesturekit.classifier import Classifier
from gesturekit.model_format import Golden, Model, ModelError

FEATURES = ("advance", "shapes", "statistics", "rescale")
NETWORK = ("pack", "run", "greatest", "distance")


class Code:
    """kernels, but for one function."""

    def __init__(self, **spoiled):
        for name in FEATURES + NETWORK:
            setattr(self, name, spoiled.get(name, getattr(kernels, name)))


def with_golden(model, count):
    data = counts(Random(count), len(model.axes) * count, 3000)
    return changed(model, golden.of(model, count, data))


def changed(model, window):
    return Model(*(tuple(model)[:-1] + (window,)))


def models():
    return (
        with_golden(imu(2, layers=[light(layer) for layer in imu(2).layers]), 30),
        with_golden(imu(3, axes=("ax", "ay", "gz")), 1),
        with_golden(proximity(), 3),
        with_golden(buttons(("tanh", "sigmoid"), outputs=2), 1),
        with_golden(imu(4, sensor="imu+proximity", axes=("ax", "proximity")), 2),
    )


def test_golden_windows_come_back_from_the_file():
    for model in models():
        loaded = model_format.load(model_format.dump(model))
        assert loaded == model and loaded.golden.count == model.golden.count


def test_sound_code_is_kept():
    for model in models():
        for code in (kernels, plain):
            assert golden.working(model, code) is code
        assert Classifier(model).warning is None


def wrong(function, place):
    """Return the function, after which the numbers of its argument `place` are others."""

    def spoiled(*arguments):
        result = function(*arguments)
        for at in range(len(arguments[place])):
            arguments[place][at] ^= 17
        return result

    return spoiled


def test_code_that_computes_otherwise_is_replaced():
    model = models()[0]
    for name, place in (("shapes", 2), ("statistics", 2), ("rescale", 0), ("run", 0), ("run", 4)):
        code = Code(**{name: wrong(getattr(kernels, name), place)})
        classifier = Classifier(model, code)
        assert classifier.warning and "otherwise" in classifier.warning, name
        samples = motion(Random(1), 40, 90) + motion(Random(2), 60, 0)
        heard = [said(made, samples) for made in (classifier, Classifier(model))]
        assert heard[0] == heard[1] and heard[0]


def test_a_stream_that_computes_otherwise_is_replaced():
    def off(*arguments):
        taken = kernels.advance(*arguments)
        arguments[4][1][0] += 1  # data
        return taken

    assert golden.working(models()[1], Code(advance=off)) is plain


def test_distances_that_come_out_otherwise_are_found():
    def less(*arguments):
        return kernels.distance(*arguments) - 1

    model = with_golden(gated(imu(axes=("gz",)), 900), 20)
    sound = Code()
    assert golden.working(model, sound) is sound
    assert golden.working(model, Code(distance=less)) is plain


def said(classifier, samples):
    """Return best label and confidence of every look."""
    heard = []
    at = 0
    while at < len(samples) // 6:
        at += classifier.push(samples, 6 * at, len(samples) // 6 - at)
        if classifier.best >= 0:
            heard.append((at, classifier.best, classifier.confidence))
    return heard


def test_a_window_that_no_code_agrees_with_is_an_error():
    for model in models():
        window = model.golden
        sums = array("i", window.sums)
        sums[-1] += 1
        for spoiled in (
            Golden(window.count, window.data, sums, window.confidences),
            Golden(window.count, window.data, window.sums, bytes(len(model.labels))),
        ):
            try:
                Classifier(changed(model, spoiled))
            except ModelError as error:
                assert "golden window" in str(error)
                continue
            raise AssertionError(model.sensor)


def test_a_window_of_another_length_is_refused():
    model = models()[2]
    for count in (2, 4):
        data = array("h", bytes(2 * count))
        window = Golden(count, data, model.golden.sums, model.golden.confidences)
        try:
            model_format.dump(changed(model, window))
        except ModelError as error:
            assert "golden window" in str(error)
            continue
        raise AssertionError(count)
