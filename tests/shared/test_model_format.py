"""Model format: what is dumped loads again, and nothing else does, whatever it claims to hold."""

import binascii
import struct
from array import array

from random_models import Random, buttons, gated, imu, proximity, replaced

from faults import fault
from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.model_format import HEADER, MAGIC, NO_LABEL, NO_LIMIT, Model, ModelError
from gesturekit.sample import AXES

MODELS = (
    imu(),
    imu(axes=AXES["imu"][:3], idle=2),
    gated(imu(axes=AXES["imu"][:3], idle=2), 900),
    imu(feature_set="shape", feature_version=1),
    imu(axes=("gz",), feature_set="statistics", feature_version=1),
    imu(sensor="imu+proximity", axes=AXES["imu+proximity"]),
    imu(sensor="imu+proximity", axes=("gz", "proximity"), gate=7 * 65535, peak=7 * 65535),
    gated(proximity(), 0, 1),
    proximity(),
    buttons(),
    buttons(("tanh", "step", "sigmoid"), outputs=3, axes=("button1", "button2", "one")),
)


def problem(data):
    """Return what load() says against data, or None."""
    try:
        model_format.load(data)
    except ModelError as error:
        return str(error)
    return None


def sealed(body):
    """Return body with a right checksum."""
    return bytes(body) + struct.pack("<I", binascii.crc32(bytes(body)))


def with_field(model, name, value):
    """Return the bytes of a model with one header field overwritten, checksum right."""
    body = bytearray(model_format.dump(model)[:-4])
    at = len(MAGIC)
    for field, code, _, _ in HEADER:
        if field == name:
            struct.pack_into("<" + code, body, at, value)
            return sealed(body)
        at += struct.calcsize("<" + code)
    raise KeyError(name)


def header_size():
    return len(MAGIC) + sum(struct.calcsize("<" + code) for _, code, _, _ in HEADER) + 32


def test_models_come_back():
    for model in MODELS:
        data = model_format.dump(model)
        loaded = model_format.load(data)
        assert loaded == model
        assert model_format.dump(loaded) == data


def test_the_header_table_and_the_fields_agree():
    values = list(range(len(HEADER) + 10))
    model = Model(*values)
    for at, (name, _, _, _) in enumerate(HEADER):
        assert getattr(model, name) == at


@fault(10, "a model cut at every byte")
def test_every_cut_is_refused():
    for model in (imu(hidden=1), proximity()):
        data = model_format.dump(model)
        for end in range(len(data)):
            assert problem(data[:end])
            assert end < 4 or problem(sealed(data[: max(0, end - 4)]))


@fault(10, "every byte of a model changed")
def test_every_flipped_byte_is_refused():
    data = model_format.dump(proximity())
    for at in range(len(data)):
        for flip in (1, 0x80, 0xFF):
            damaged = bytearray(data)
            damaged[at] ^= flip
            assert problem(bytes(damaged))


def test_bytes_left_over_are_refused():
    data = model_format.dump(proximity())
    assert problem(data + b"x")
    assert problem(sealed(data[:-4] + b"x")) == "model check failed: bytes left over"


@fault(11, "empty files, archives, pickles")
def test_foreign_files_are_refused():
    for data in (b"", b"TSM", b"\x80\x04pickle..", b"PK\x03\x04" * 9, bytes(100), b"TSM\x01" * 20):
        assert problem(data)


def test_header_limits():
    for name, code, least, greatest in HEADER:
        top = (1 << 8 * struct.calcsize("<" + code)) - 1
        if greatest < top:
            assert (
                problem(with_field(MODELS[0], name, greatest + 1)) == "model check failed: " + name
            )
        if least > 0:
            assert problem(with_field(MODELS[0], name, least - 1))


@fault(12, "sensors, rates and ranges that do not exist")
def test_settings_no_sensor_has_are_refused():
    for name, value in (
        ("rate", 105),
        ("accel_range", 3),
        ("gyro_range", 300),
        ("hop", 0),
        ("window", 10),
        ("lag", 0),
        ("quiet", 3),
        ("gate", 0),
        ("trigger", 1),
        ("feature_set", 0),
        ("feature_version", 9),
        ("unknown", 3),
        ("sensor", 1),
        ("idle", 3),
        ("axes", 0),
    ):
        assert problem(with_field(MODELS[0], name, value)), name


def test_buttons_are_asked_about_one_sample():
    for field, value in (
        ("take", 2),
        ("take", 0),
        ("trigger", 0),
        ("feature_set", 1),
        ("axes", 8),
    ):
        assert problem(with_field(buttons(), field, value)), field


def test_softmax_is_the_last_layer_or_none():
    assert problem(model_format.dump(buttons(("relu", "softmax"), outputs=2))) is None
    for activations in (("softmax", "linear"), ("relu", "softmax", "softmax")):
        try:
            model_format.dump(buttons(activations))
        except ModelError as error:
            assert str(error) == "model check failed: softmax before the last layer"
            continue
        raise AssertionError(activations)


def test_noise_in_a_model_is_refused_or_loads_and_runs():
    random = Random(11)
    loaded = 0
    for model in MODELS[5:]:
        body = model_format.dump(model)[:-4]
        for _ in range(300):
            damaged = bytearray(body)
            for _ in range(random.between(1, 4)):
                damaged[random.between(4, len(body) - 1)] = random.below(256)
            data = sealed(damaged)
            if problem(data) is None:
                loaded += 1
                again = model_format.load(data)
                if again.trigger == "button":
                    Classifier(again).classify(array("h", [1] * 6 * again.take))
    assert loaded > 100


def refused(model):
    """Return what dump() says against a model, or None."""
    try:
        model_format.dump(model)
    except ModelError as error:
        return str(error)
    return None


def test_gates_need_a_label_of_their_own_and_all_prototypes():
    model = gated(imu(axes=("gz",), idle=2), 900, unknown=1)
    assert refused(model) is None
    short, high = array("B", model.prototypes), array("B", model.prototypes)
    short.append(short[0])
    high[-1] = 64
    for changes, what in (
        ({"unknown": NO_LABEL}, "limits without a label"),
        ({"unknown": 2}, "unknown"),
        ({"prototypes": short}, "golden window"),
        ({"prototypes": array("B")}, "cut off"),
        ({"prototypes": high}, "prototypes"),
        ({"thresholds": array("B", [1, 2])}, "failed"),
        ({"limits": array("H", [900, NO_LIMIT])}, "failed"),
        ({"limits": array("H", [NO_LIMIT] * 3)}, "golden window"),
    ):
        assert what in (refused(replaced(model, **changes)) or ""), changes


@fault(12, "65,535 features, 255 labels, huge layers")
def test_hostile_sizes_are_refused_before_anything_is_made():
    data = model_format.dump(MODELS[0])[:-4]
    sizes = header_size()
    for counts in ((65535, 2, 3), (141, 255, 3), (141, 2, 255), (141, 0, 3), (141, 2, 0)):
        body = bytearray(data)
        struct.pack_into("<HBB", body, sizes, *counts)
        assert "number of" in problem(sealed(body))
    first_layer = sizes + 4 + 4 * 141
    for shape in ((65535, 65535), (141, 65535), (141, 0), (0, 6), (140, 6)):
        body = bytearray(data)
        struct.pack_into("<HH", body, first_layer, *shape)
        assert "of a layer" in problem(sealed(body))
    body = bytearray(data)
    struct.pack_into("<HH", body, first_layer, 141, 256)
    assert problem(sealed(body)) == "model check failed: the file is cut off"


@fault(12, "a file over the limit")
def test_a_huge_file_is_refused_at_once():
    assert problem(bytes(model_format.MAX_BYTES + 1)) == "model check failed: the file is too long"


def test_bad_labels_are_refused():
    for labels in (
        ("", "a"),
        ("a", "a"),
        ("x" * 65, "a"),
        ("a",),
        ("a", "\x1b[2J"),
        ("a", "\x9b2J"),
        ("\x7f", "a"),
    ):
        try:
            model_format.dump(proximity(labels=labels))
        except ModelError:
            continue
        raise AssertionError(labels)
    data = model_format.dump(proximity(labels=("closer", "ab")))[:-4]
    assert "UTF-8" in problem(sealed(data[:-9] + b"\xff" + data[-8:]))


def test_scales_that_could_overflow_are_refused():
    layer = proximity().layers[0]
    for field, value in (("multiplier", 64), ("shift", 25), ("biases", array("i", [1 << 24, 0]))):
        values = [value if name == field else getattr(layer, name) for name in FIELDS]
        try:
            model_format.dump(
                proximity(layers=[model_format.Layer(*values), proximity().layers[1]])
            )
        except ModelError:
            continue
        raise AssertionError(field)
    assert problem(model_format.dump(proximity())) is None


FIELDS = ("inputs", "outputs", "activation", "multiplier", "shift", "weights", "biases")
