"""The pages in the order of the story; each module has PATH, TEXTS and build(studio)."""

from tinyspark.studio.pages import board, data, deploy, inside, lessons, live, record, train

PAGES = (board, record, data, train, inside, deploy, live, lessons)
