"""A device that holds passkeys, in software: it answers as a browser hands it on."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT_AND_VERIFIED, HOLDS_KEY = 0x05, 0x40


@dataclass
class Device:
    """One passkey, made when it is asked; `flags` say that a finger was on it."""

    origin: str = "https://mypage.example"
    flags: int = PRESENT_AND_VERIFIED
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str) -> str:
        """The answer to being asked for a new passkey."""
        asked = json.loads(options)
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        held = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id
        told = self._told(asked["rp"]["id"], HOLDS_KEY) + held + cbor2.dumps(public)
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", asked["challenge"]),
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told}),
        )

    def sign(self, options: str) -> str:
        """The answer to being asked to log in."""
        asked = json.loads(options)
        self.count += 1
        client_data = self._client_data("webauthn.get", asked["challenge"])
        told = self._told(asked["rpId"])
        signature = self.key.sign(
            told + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._answer(clientDataJSON=client_data, authenticatorData=told, signature=signature)

    def _told(self, host: str, more_flags: int = 0) -> bytes:
        flags = bytes([self.flags | more_flags])
        return hashlib.sha256(host.encode()).digest() + flags + self.count.to_bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, **parts: bytes) -> str:
        name = _text(self.credential_id)
        said: dict[str, Any] = {"id": name, "rawId": name, "type": "public-key"}
        return json.dumps(
            said | {"response": {part: _text(value) for part, value in parts.items()}}
        )


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def challenge_in(options: str) -> bytes:
    """The bytes that were asked to be signed."""
    text = json.loads(options)["challenge"]
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
