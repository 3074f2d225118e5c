"""The house's own seal: a signature that anybody can check with its public key, made from SECRET_KEY."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app


def sealed(content):
    """(signature, public key) of some bytes, both in hexadecimal."""
    key = seal()
    return key.sign(content).hex(), key.public_key().public_bytes_raw().hex()


def is_sealed(content, signature, public_key):
    """Whether this signature was made for exactly these bytes by the holder of that key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def seal():
    """The private key of this installation; it is derived, so that it is nowhere kept."""
    extensions = current_app.extensions
    if "sada-seal" not in extensions:
        secret = current_app.config["SECRET_KEY"].encode()
        seed = hashlib.scrypt(secret, salt=b"sada evidence", n=2**12, r=8, p=1, dklen=32)
        extensions["sada-seal"] = Ed25519PrivateKey.from_private_bytes(seed)
    return extensions["sada-seal"]
