"""Pages of unions and what they publish, and of trades that people did not find."""
