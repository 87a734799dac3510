"""What a terminal shows and which keys it sends."""
