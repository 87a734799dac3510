"""What the page Data is made of: the state of browsing, repairs, files that come and go, cards.

Modules named *_card.py and *_dialog.py draw; the others know no page.
"""
