"""Parts that pages are made of: each a Python class, and the component that draws it."""
