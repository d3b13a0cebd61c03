"""Envelopes against securesystemslib, which in-toto and TUF use, and SM2 against OpenSSL; then theirs against ours."""
import base64
import copy
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner, SSlibKey

PROGRAM = sys.argv[1]
passed, failed = 0, []


def check(name, run):
    global passed
    try:
        assert run() is True, "no"
        passed += 1
        print(f"ok   {name}")
    except Exception as error:  # noqa: BLE001, every failure is reported
        failed.append(name)
        print(f"FAIL {name}: {type(error).__name__}: {error}"[:600])


def refused(run):
    try:
        run()
    except Exception:  # noqa: BLE001
        return True
    return False


def key_id(public):
    return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def sslib(public):
    return SSlibKey.from_crypto(public, keyid=key_id(public))


def accepts(document, key):
    # from_dict changes what it is given.
    return list(Envelope.from_dict(copy.deepcopy(document)).verify([key], 1)) == [key.keyid]


def with_payload(document, payload):
    changed = copy.deepcopy(document)
    changed["payload"] = base64.b64encode(payload).decode()
    return changed


def sm2(folder, document, message):
    """OpenSSL on the SM2 signature; cryptography does not know the curve."""
    der = subprocess.run(["openssl", "pkey", "-pubin", "-in", folder / "sm2.pub.pem", "-outform", "DER"],
                         check=True, capture_output=True).stdout
    sig = next(s["sig"] for s in document["signatures"] if s["keyid"] == hashlib.sha256(der).hexdigest())
    (folder / "sig").write_bytes(base64.b64decode(sig))
    (folder / "message").write_bytes(message)
    return subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", folder / "sm2.pub.pem", "-rawin", "-digest", "sm3",
         "-in", folder / "message", "-sigfile", folder / "sig", "-pkeyopt", "distid:1234567812345678"],
        capture_output=True).returncode == 0


def ours(folder, envelope, public):
    """Our program on an envelope by securesystemslib."""
    (folder / "theirs.json").write_text(json.dumps(envelope.to_dict()))
    (folder / "theirs.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    run = subprocess.run([PROGRAM, "check", folder / "theirs.json", folder / "theirs.pem"], capture_output=True, text=True)
    return run.stdout.strip() if run.returncode == 0 else run.stderr


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    subprocess.run([PROGRAM, "write", folder], check=True)
    one, both = (json.loads((folder / f).read_bytes()) for f in ("one.json", "both.json"))
    public = load_pem_public_key((folder / "ed25519.pub.pem").read_bytes())
    key, payload = sslib(public), (folder / "payload").read_bytes()
    other = sslib(Ed25519PrivateKey.generate().public_key())

    check("the key id is the SHA-256 of the public key", lambda: one["signatures"][0]["keyid"] == key.keyid)
    check("the payload is what was signed", lambda: Envelope.from_dict(copy.deepcopy(one)).payload == payload)
    check("the signed bytes are the same", lambda: Envelope.from_dict(copy.deepcopy(one)).pae() == (folder / "pae").read_bytes())
    check("securesystemslib accepts our envelope", lambda: accepts(one, key))
    check("it accepts one that SM2 signed as well", lambda: accepts(both, key))
    check("it refuses a changed payload", lambda: refused(lambda: accepts(with_payload(one, payload + b" "), key)))
    check("it refuses another key", lambda: refused(lambda: accepts(one, other)))
    if shutil.which("openssl"):
        check("OpenSSL accepts our SM2 signature", lambda: sm2(folder, both, (folder / "pae").read_bytes()))
        check("OpenSSL refuses it for other bytes", lambda: not sm2(folder, both, (folder / "pae").read_bytes() + b" "))
    else:
        print("NOT RUN: openssl is not installed, SM2 is not checked")

    private = Ed25519PrivateKey.generate()
    theirs = Envelope(payload="由别人签署".encode(), payload_type="text/plain", signatures={})
    theirs.sign(CryptoSigner(private, public_key=sslib(private.public_key())))
    check("we accept an envelope by securesystemslib",
          lambda: ours(folder, theirs, private.public_key()) == key_id(private.public_key()))
    theirs.payload += b" "
    check("we refuse it when it was changed", lambda: "WrongSignature" in ours(folder, theirs, private.public_key()))

print(f"{passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
