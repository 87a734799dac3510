"""Sampling never waits for a model: what comes meanwhile lies in the sensor's FIFO."""

import small_models
from fake_chips import still
from fakes import FakeBoard, named, run

from app import App


def scene(n):
    """Movements of half a second and, every fourth time, of three."""
    at = n % 832
    moving = at % 104 < 52 if at < 416 else at < 728
    return [n * 37 % 64 * 100] * 6 if moving else still(n)


def heard_with(inference_ms):
    """Classify for a minute with a model that takes so long; return the app and what it said."""
    slots = small_models.put(small_models.imu())
    app = App(FakeBoard(), slots)
    small_models.remove()
    board = app.board
    board.imu.scene = scene
    compute = app.loaded.classifier._features.compute

    def slowly(*values):
        board.ms += inference_ms
        compute(*values)

    app.loaded.classifier._features.compute = slowly
    app.enter(type(app.mode)(app, True))
    frames = []
    while board.ms < 60_000:
        run(app, 1000)
        frames += board.heard()
        board.say("ask_status")
        board.say("credit", frames[-1].seq)
    return app, named(frames, "scores"), named(frames, "detection"), named(frames, "status")


def assert_same_start(some, others, least):
    """Both say the same for as long as both say something."""
    both = min(len(some), len(others))
    assert both >= least
    assert [tuple(fields) for fields in some[:both]] == [tuple(fields) for fields in others[:both]]


def test_a_slow_model_loses_no_sample_and_says_the_same():
    _, scores, detections, _ = heard_with(0)
    app, late_scores, late_detections, statuses = heard_with(300)
    assert_same_start(scores, late_scores, 250)
    assert_same_start(detections, late_detections, 30)
    assert (statuses[-1].overruns, statuses[-1].bus_errors, statuses[-1].dropped) == (0, 0, 0)
    run(app, 1000)  # it catches up
    assert 0 <= app.board.imu.made - app.imu.index < 10
