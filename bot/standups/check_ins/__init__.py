"""The one message a member gets on a day, and what they answer."""
