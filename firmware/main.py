"""The loader: start the app, outlive its errors, and always leave a usable prompt.

It knows nothing of sensors or models. Ctrl-C (KeyboardInterrupt) is never caught, so it ends the
app at any moment; that is how mpremote gets in.
"""

import sys

SAFE_MODE_BUTTON = 2


def main():
    from board import Board

    board = Board()
    board.dark()
    if board.pressed(SAFE_MODE_BUTTON):
        print("Safe mode: Button 2 was held at the start, so the app does not run.")
        print("Press RESET without it to start the app.")
        return
    try:
        from app import App

        App(board).run()
    finally:
        board.dark()


try:
    main()
except Exception as error:
    sys.print_exception(error)
    print("The app has stopped; the prompt is yours. Press RESET to start it again.")
