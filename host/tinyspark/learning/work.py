"""The takes of a dataset, to be fitted and scored again and again; tells how far it is.

Whoever scores a model by it scores the choice of its recipe, too: that is made anew for every
fold, inside the takes that train. Knows no report.
"""

from collections.abc import Callable, Sequence

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.learning import choice, fitting, splits
from tinyspark.learning.choice import Trial
from tinyspark.learning.epochs import Audience, Listen
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.front_end import Take
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.splits import Fold, Split
from tinyspark.learning.task import Task

Progress = Callable[[str, float], None]  # what is being done, and the share of all that is done
CHOICE = 3.0  # rounds: how long a choice takes, compared with a training
INNER_FOLDS = 3
SCORING = {
    "subject": "testing on persons that it has not seen",
    "session": "testing on sessions that it has not seen",
    "recording": "testing on later takes",
    "random": "testing on takes drawn at random",
    "given": "testing on takes marked test",
}  # by the name of a split
FEWEST = 3  # takes of every label, to split them once more


class Counter:
    """Tells how much of the work is done; a fit is one round of it.

    audience: looks on while networks are trained, or None.
    """

    def __init__(
        self, rounds: float, progress: Progress | None, listen: Listen | None = None
    ) -> None:
        self.audience = Audience(listen) if listen else None
        self._rounds = rounds
        self._progress = progress
        self._done = 0.0

    def count(self, what: str, rounds: float = 1.0) -> None:
        """Say what has been done, and how many rounds that was."""
        self._done += rounds
        if self._progress:
            self._progress(what, min(1.0, self._done / self._rounds))

    def finish(self) -> None:
        """Say that all is done, also if it took less rounds than thought."""
        self.count("done", self._rounds)


class Work:
    """A dataset, ready for fitting; alternatives: what may be changed about the recipe."""

    def __init__(
        self,
        dataset: Dataset,
        recipe: Recipe,
        alternatives: Sequence[dict[str, object]],
        seed: int,
        counter: Counter,
    ) -> None:
        self.recordings = dataset.recordings
        self.task = Task.of(dataset.labels, dataset.settings, recipe.unknown)
        self.takes = fitting.prepare(dataset.recordings, self.task.labels, dataset.settings)
        self._recipe = recipe
        self._alternatives = alternatives
        self._seed = seed
        self.counter = counter

    def inner(self, places: np.ndarray) -> Split | None:
        """Return a split of the takes at these places among themselves, None if they are few."""
        labels = np.array([self.takes[place].label for place in places])
        if min(np.bincount(labels)[np.unique(labels)]) < FEWEST:
            return None
        recordings = [self.recordings[place] for place in places]
        generator = np.random.default_rng(self._seed)
        split = splits.make(recordings, splits.hardest(recordings), generator)
        folds = splits.together(split.folds, labels, INNER_FOLDS)
        return Split(split.name, [Fold(places[fold.train], places[fold.test]) for fold in folds])

    def choose(self, places: np.ndarray, what: str) -> tuple[Recipe, list[Trial]]:
        """Return the recipe that suits the takes at these places, and what was tried."""
        known = np.array([self.takes[place].label < self.task.known for place in places])
        places = places[known]
        split = self.inner(places)
        if not self._alternatives or split is None:
            return self._recipe, []
        generator = np.random.default_rng(self._seed)
        cases = choice.Cases(self.takes, places, split.folds, self.task)
        chosen = choice.choose(cases, self._recipe, self._alternatives, generator)
        self.counter.count(what, CHOICE)
        return chosen

    def fit(
        self,
        takes: Sequence[Take],
        task: Task,
        recipe: Recipe,
        what: str,
        unseen: Sequence[Take] = (),
    ) -> Fitted:
        """Train on takes; unseen: others, which an audience may see it being scored on."""
        audience = self.counter.audience
        look = audience.at(what, unseen) if audience else None
        fitted = fitting.fit(takes, task, recipe, self._seed, look)
        self.counter.count(what)
        return fitted

    def score(self, split: Split, recipe: Recipe | None = None) -> list[HeldOut]:
        """Return what models say of takes that they have not seen, fold after fold.

        recipe: None to choose it in every fold.
        """
        heard = []
        what = SCORING[split.name]
        for number, fold in enumerate(split.folds):
            used = recipe or self.choose(fold.train, what)[0]
            learned, unseen = ([self.takes[at] for at in part] for part in (fold.train, fold.test))
            fitted = self.fit(learned, self.task, used, what, unseen)
            for place, take in zip(fold.test, unseen, strict=True):
                answer = fitted.answer(take)
                heard.append(HeldOut(int(place), take.label, number, answer, fitted.model))
        return heard
