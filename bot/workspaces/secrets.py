"""Encrypting what must not be read by who reads the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from bot.errors import GiveUp


class Cipher:
    """Encrypts with a key made from the settings' secret; a value that another secret encrypted is refused."""

    def __init__(self, secret: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, encrypted: str) -> str:
        """Raises GiveUp when the key is not the one that encrypted it."""
        try:
            return self._fernet.decrypt(encrypted.encode()).decode()
        except InvalidToken as error:
            raise GiveUp(
                "a stored token cannot be read: ROLECALL_ENCRYPTION_KEY is not the one it was stored with"
            ) from error
