"""What a narrative says was posted, channel by channel."""
