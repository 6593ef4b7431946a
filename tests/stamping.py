"""A time-stamping authority of our own: a root, a certificate for stamping alone, real tokens."""

import subprocess
from pathlib import Path

CONFIG = """
[tsa]
default_tsa = ours
[ours]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[stamping]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
"""
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    """`root.pem` is what a bureau puts on its list."""

    def __init__(self, folder: Path) -> None:
        """Two keys and two certificates, good from now on for a day."""
        folder.mkdir()
        self.folder = folder
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._run(
            "req", "-x509", *KEY, "-keyout", "root.key", "-out", "root.pem", "-days", "1",
            "-subj", "/CN=Fictional root", "-config", "tsa.cnf", "-extensions", "root", "-section", "tsa",
        )  # fmt: skip
        self._run(
            "req", "-new", *KEY, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Fictional stamps",
            "-config", "tsa.cnf", "-section", "tsa",
        )  # fmt: skip
        self._run(
            "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-out", "tsa.pem", "-days", "1", "-extfile", "tsa.cnf", "-extensions", "stamping",
        )  # fmt: skip

    def _run(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def answer(self, digest: str, *, token_only: bool = False) -> bytes:
        """What it answers to a request for a stamp over these 64 digits."""
        self._run("ts", "-query", "-digest", digest, "-sha256", "-cert", "-no_nonce", "-out", "query.tsq")
        kind = ["-token_out"] if token_only else []
        self._run(
            "ts", "-reply", "-config", "tsa.cnf", "-section", "ours", "-queryfile", "query.tsq", *kind,
            "-out", "answer",
        )  # fmt: skip
        return (self.folder / "answer").read_bytes()


def element(tag: int, *contents: bytes) -> bytes:
    """One piece of DER."""
    content = b"".join(contents)
    size = len(content)
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    return bytes([tag, *([] if size < 128 else [128 + len(length)]), *length]) + content


def unsigned(digest: str, moment: str, *, by: str = "608648016503040201", serial: bytes = b"\7") -> bytes:
    """A token as an authority builds it, with any time, but signed by nobody."""
    imprint = element(
        0x30, element(0x30, element(6, bytes.fromhex(by)), element(5)), element(4, bytes.fromhex(digest))
    )
    info = element(
        0x30, element(2, b"\1"), element(6, b"\x2a\3\4"), imprint, element(2, serial),
        element(0x18, moment.encode()),
    )  # fmt: skip
    content = element(
        0x30, element(6, bytes.fromhex("2a864886f70d0109100104")), element(0xA0, element(4, info))
    )
    signed = element(0x30, element(2, b"\3"), element(0x31), content, element(0x31))
    return element(0x30, element(6, bytes.fromhex("2a864886f70d010702")), element(0xA0, signed))
