"""Classifier: from pushed samples to detections; golden streams, stillness, gaps."""

import binascii
from array import array

from random_models import Random, buttons, gated, imu, layer, motion, proximity

from faults import fault
from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.inference import Network
from gesturekit.plain_features import AVERAGE, BEGIN, COUNT, END, HOP, NEXT, OLDEST
from gesturekit.sample import AXES

COUNTS = (BEGIN, COUNT, END, NEXT, OLDEST)


def news(classifier, samples, width=6):
    """Push interleaved samples; return what was known at each piece of news."""
    found = []
    at, count = 0, len(samples) // width
    while at < count:
        at += classifier.push(samples, width * at, count - at)
        if classifier.news:
            found.append(
                (
                    classifier.active,
                    bytes(classifier.confidences),
                    classifier.best,
                    classifier.detection,
                    classifier.confidence,
                    classifier.end,
                    classifier.duration,
                )
            )
    return found


def test_a_gesture_is_reported_once():
    random = Random(1)
    samples = motion(random, 60, 70) + motion(random, 60, 0)
    classifier = Classifier(imu(threshold=0))
    results = [each for each in news(classifier, samples) if each[2] >= 0]
    assert len(results) == 1
    active, confidences, best, detection, confidence, end, duration = results[0]
    assert not active and detection == best and confidence == max(confidences)
    assert abs(end - 138) <= 2 and abs(duration - 86) <= 4


def test_news_comes_at_least_every_hop():
    classifier = Classifier(imu())
    assert len(news(classifier, motion(Random(1), 260, 0))) == 10


@fault(18, "counts of samples made smaller in rest, in movement and after a reset")
def test_counting_from_a_smaller_number_on_changes_nothing():
    random = Random(3)
    samples = motion(random, 60, 70) + motion(random, 40, 250) + motion(random, 60, 70)
    expected = news(Classifier(imu(threshold=0)), samples)
    assert len([each for each in expected if each[2] >= 0]) > 3
    for cut in (0, 30, 100, 185, 260, 380):
        classifier = Classifier(imu(threshold=0))
        found = news(classifier, samples[: 6 * cut])
        state = classifier._stream.state
        many = (1 << 20) // state[HOP] * state[HOP]  # means
        for place in COUNTS:
            state[place] += many
        classifier.pushed += many * state[AVERAGE]
        classifier._decision._free += many * state[AVERAGE]
        classifier.rebase()
        less = classifier.pushed - cut
        assert less < 1 << 19
        rest = news(classifier, samples[6 * cut :])
        found += [each[:5] + (each[5] - less,) + each[6:] for each in rest]
        assert [each[2:] for each in found if each[2] >= 0] == [
            each[2:] for each in expected if each[2] >= 0
        ]


def test_a_still_board_never_detects():
    for idle in (model_format.NO_LABEL, 2):
        classifier = Classifier(imu(threshold=0, idle=idle))
        for _, confidences, best, detection, _, _, _ in news(
            classifier, motion(Random(1), 3000, 0)
        ):
            assert best == detection == -1
            assert confidences == (b"\x00\x00\x00" if idle != 2 else b"\x00\x00\xff")


def test_frozen_and_saturated_samples_are_still():
    for value in (-32768, 0, 32767):
        classifier = Classifier(imu(threshold=0))
        found = news(classifier, array("h", [value] * 6 * 600))
        assert all(each[2] == -1 for each in found)


def test_too_short_or_too_weak_movements_are_ignored():
    random = Random(2)
    knock = motion(random, 100, 2) + motion(random, 100, 0)
    for changes in ({"least": 30}, {"peak": 100000, "least": 0}):
        classifier = Classifier(imu(threshold=0, **changes))
        assert all(each[2] == -1 for each in news(classifier, knock))


def test_a_motion_that_lasts_is_reported_while_it_lasts():
    wave = (0, 3000, 5000, 5500, 5000, 3000, 0, -3000, -5000, -5500, -5000, -3000)
    samples = array("h", [wave[at // 2 % 12] for at in range(900) for _ in range(6)])
    found = news(Classifier(imu(threshold=0)), samples)
    detected = [each for each in found if each[3] >= 0]
    assert len(detected) == 1 and detected[0][0] and detected[0][6] == 152


def test_a_reset_forgets_the_samples_before_a_gap():
    random = Random(4)
    classifier = Classifier(imu(threshold=0))
    news(classifier, motion(random, 60, 70))
    classifier.reset()
    assert not classifier.active
    assert all(each[2] == -1 for each in news(classifier, motion(random, 100, 0)))
    fresh = news(classifier, motion(random, 60, 70) + motion(random, 60, 0))
    assert any(each[3] >= 0 and each[5] > 290 for each in fresh)


def test_only_the_axes_of_the_model_count():
    random = Random(5)
    samples = motion(random, 60, 70) + motion(random, 60, 0)
    other = array("h", samples)
    for at in range(0, len(other), 6):
        for axis in (3, 4, 5):
            other[at + axis] = random.between(-32768, 32767)
    model = imu(axes=AXES["imu"][:3])
    assert news(Classifier(model), samples) == news(Classifier(model), other)


def test_a_button_take():
    classifier = Classifier(proximity(threshold=0))
    classifier.classify(array("h", [800, 400, 0]))
    first = (classifier.detection, bytes(classifier.confidences))
    classifier.classify(array("h", [0, 400, 800]))
    assert classifier.duration == 3 and classifier.confidence == max(classifier.confidences)
    assert first != (classifier.detection, bytes(classifier.confidences))
    classifier.reset()
    assert classifier.detection == -1


def test_an_unsure_take_is_no_detection():
    classifier = Classifier(proximity(threshold=255))
    classifier.classify(array("h", [10, 10, 10]))
    assert classifier.detection == -1 and classifier.best >= 0


def test_the_answer_of_levels_is_the_best_that_reaches_the_threshold():
    answers = set()
    for seed in range(10, 30):
        classifier = Classifier(buttons(("tanh", "sigmoid"), seed, 3, threshold=128))
        for pressed in range(4):
            classifier.classify(array("h", [pressed & 1, pressed >> 1, 1]))
            greatest = max(classifier.confidences)
            assert classifier.confidences[classifier.best] == classifier.confidence == greatest
            assert classifier.detection == (classifier.best if greatest >= 128 else -1)
            answers.add(classifier.detection)
    assert answers == {-1, 0, 1, 2}


def test_what_is_far_from_its_label_is_unknown():
    """At its limit a movement counts; the same is unknown where the limit is one less."""
    random = Random(9)
    samples = array("h")
    for _ in range(6):
        samples.extend(motion(random, 60, 70))
    samples.extend(motion(random, 60, 0))
    plain = imu(threshold=0, axes=AXES["imu"][3:])
    free = Classifier(plain)
    results = at = 0
    while at < len(samples) // 6:
        at += free.push(samples, 6 * at, len(samples) // 6 - at)
        if free.best >= 0:
            results += 1
            unknown = (free.best + 1) % 3
            network = Network(gated(plain, 0, unknown))
            network.run(free.features)
            distance = network.distances()[free.best - (unknown < free.best)]
            within = Classifier(gated(plain, distance, unknown))
            beyond = Classifier(gated(plain, distance - 1, unknown))
            for classifier in (within, beyond):
                news(classifier, samples[: 6 * at])
                assert list(classifier.sums) == list(free.sums)
            assert (within.best, within.detection) == (free.best, free.best)
            assert bytes(within.confidences) == bytes(free.confidences)
            assert (beyond.best, beyond.detection, beyond.confidence) == (unknown, -1, 255)
            assert sum(beyond.confidences) == 255
    assert results > 3


def test_takes_that_are_far_from_their_label_are_unknown():
    take = array("h", [800, 400, 0])
    free = Classifier(proximity(threshold=0))
    free.classify(take)
    for limit, known in ((3 * 63, True), (0, False)):
        classifier = Classifier(gated(proximity(threshold=0), limit, unknown=1 - free.best))
        classifier.classify(take)
        assert (classifier.best == free.best) == known
        assert classifier.detection == (free.best if known else -1)


def test_only_the_buttons_of_the_model_count():
    random = Random(1)
    model = buttons(
        axes=("button2",),
        centers=array("h", [0]),
        multipliers=array("B", [127]),
        shifts=array("B", [0]),
        layers=[layer(1, 4, "tanh", random), layer(4, 1, "sigmoid", random)],
    )
    classifier = Classifier(model)
    seen = []
    for pressed in ((0, 0, 1), (1, 0, 1), (0, 1, 1), (1, 1, 1)):
        classifier.classify(array("h", pressed))
        seen.append(bytes(classifier.confidences))
    assert seen[0] == seen[1] != seen[2] == seen[3]


def test_golden_streams():
    crc = 0
    for seed in range(1, 9):
        axes = AXES["imu"] if seed % 2 else AXES["imu"][:3]
        idle = 0 if seed % 3 else model_format.NO_LABEL
        classifier = Classifier(imu(seed, axes=axes, idle=idle))
        random = Random(seed)
        for _ in range(6):
            still, moving = 30 + random.below(60), random.below(300)
            samples = motion(random, still, moving, 1 << random.below(15))
            crc = binascii.crc32(repr(news(classifier, samples)).encode(), crc)
    assert crc == GOLDEN, crc


GOLDEN = 4004347145
