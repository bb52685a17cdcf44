"""The one front door: a sentence, a question, an answer from the registry or from what is known about roles."""
