"""The page Inside: a take is chosen, followed, and every number of a neuron is there."""

import pytest
import trained
from nicegui.testing import User
from seat_desk import PATIENCE, PORT, Desk

from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.learning.glass_box import graph
from tinyspark.studio import glass
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Inside as Texts
from tinyspark.studio.texts import Parts


async def test_without_a_model_it_says_where_to_go(user: User, studio: Studio) -> None:
    await user.open("/inside")
    await user.should_see(Texts.NO_MODEL)
    await user.should_see(marker="to-train")


async def test_a_take_is_followed_step_by_step(user: User, studio: Studio) -> None:
    trained.train(studio)
    first, second = Dataset.open(studio.folder).recordings[:2]
    await user.open("/inside")
    steps = glass.see(studio, first.id).steps
    words = Parts.STEP.format(number=1, count=len(steps), title=steps[0].title)
    await user.should_see(words)
    user.find(marker="next").click()
    await user.should_see(steps[1].title)
    assert studio.glass.step == 1
    user.find(marker=f"take-{second.id}").click()
    await user.should_see(second.id) if first.label != second.label else None
    assert studio.glass.take == second.id


async def test_a_neuron_shows_its_terms_and_its_movement(user: User, studio: Studio) -> None:
    trained.train(studio)
    await user.open("/inside")
    await user.should_see(marker="network")
    [network] = user.find(marker="network").elements
    assert not network.props["every"]  # few lines at first sight
    user.find(marker="every").click()
    await user.should_see(Texts.EVERY)
    assert studio.glass.every and network.props["every"]
    studio.glass.choose(1, 0)
    await user.should_see(Texts.MOVEMENT)
    seen = glass.see(studio, studio.glass.take)
    terms = graph.terms(seen.trace, 0, 0)
    total = seen.trace.sums(0)[0]
    await user.should_see(Texts.SUM.format(count=len(terms) - 1, total=total))
    studio.glass.choose(0, 0)
    await user.should_see(Texts.INPUT_NODE)
    studio.glass.choose(0, 0)
    await user.should_not_see(Texts.INPUT_NODE)


async def test_the_gradient_check_says_its_figures(user: User, studio: Studio) -> None:
    trained.train(studio)
    await user.open("/inside")
    await user.should_see(marker="check")
    user.find(marker="check").click()
    await user.should_see("so the rules are right")


async def test_another_take_may_be_named_in_the_address(user: User, studio: Studio) -> None:
    trained.train(studio)
    last = Dataset.open(studio.folder).recordings[-1]
    await user.open(f"/inside?take={last.id}")
    assert studio.glass.take == last.id
    await user.open("/inside?take=nobody")
    await user.should_see(marker="network")
    assert studio.glass.take != "nobody"


async def test_only_a_connected_board_can_be_asked(user: User, seated: Studio, desk: Desk) -> None:
    trained.train(seated)
    await user.open("/inside")
    await user.should_see(Texts.NO_BOARD)
    desk.put(PORT)
    seated.seat.connect(PORT).result(PATIENCE)
    await user.should_not_see(Texts.NO_BOARD)
    await user.should_see(marker="ask-board")


async def test_a_take_that_cannot_be_read_is_told_and_another_one_shown(
    user: User, studio: Studio
) -> None:
    trained.train(studio)
    first, second = Dataset.open(studio.folder).recordings[:2]
    (studio.folder / "recordings" / f"{first.id}.csv").write_text("proximity\nmuch\n")
    with pytest.raises(UserError, match="cannot be read"):
        glass.see(studio, first.id)
    with pytest.raises(UserError, match="not there"):
        glass.see(studio, "nobody")
    studio.glass.look_at(second.id)
    await user.open("/inside")
    await user.should_see(marker="network")
    await user.should_not_see(marker=f"take-{first.id}")
