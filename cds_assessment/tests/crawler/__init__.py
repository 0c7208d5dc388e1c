"""What the web client asks the server for, walked in Python, without a browser."""
