"""Pictures of the lessons: one module each, with draw(path, **data) on the lesson's numbers."""
