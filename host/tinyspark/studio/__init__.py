"""The studio: a page in the browser for everything that the commands do, with the same functions.

server.py serves it, guard.py keeps others out, seat.py owns the board, work.py long work, and
studio.py everything that outlives a reload. pages/ has one file a page, parts/ what pages share,
texts every word. Pages are built from plain state, look at it now and then, and keep none.
"""
