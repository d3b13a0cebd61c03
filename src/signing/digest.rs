//! SHA-256 and SM3 of the same bytes, in one pass.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;

use crate::import::hex;

/// Both digests, in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Digests {
    /// SHA-256 (FIPS 180-4).
    pub sha256: String,
    /// SM3 (GB/T 32905-2016).
    pub sm3: String,
}

impl Digests {
    /// Digests of bytes.
    pub fn of(bytes: &[u8]) -> Digests {
        Digests { sha256: hex(&Sha256::digest(bytes)), sm3: hex(&Sm3::digest(bytes)) }
    }

    /// Digests of all that a reader gives, and how many bytes that were.
    ///
    /// # Errors
    /// The reader's.
    pub fn read(mut from: impl Read) -> io::Result<(Digests, u64)> {
        let mut digester = Digester::new(io::sink());
        let length = io::copy(&mut from, &mut digester)?;
        Ok((digester.finish().0, length))
    }
}

/// Digests what is written through it.
pub struct Digester<W> {
    sha256: Sha256,
    sm3: Sm3,
    to: W,
}

impl<W: Write> Digester<W> {
    /// Writes to `to`.
    pub fn new(to: W) -> Self {
        Digester { sha256: Sha256::new(), sm3: Sm3::new(), to }
    }

    /// The digests of all that was written, and the writer.
    pub fn finish(self) -> (Digests, W) {
        (Digests { sha256: hex(&self.sha256.finalize()), sm3: hex(&self.sm3.finalize()) }, self.to)
    }
}

impl<W: Write> Write for Digester<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A writer may take a part only; what it left comes again.
        let taken = self.to.write(bytes)?;
        self.sha256.update(&bytes[..taken]);
        self.sm3.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Write};

    use proptest::prelude::*;

    use super::{Digester, Digests};

    /// FIPS 180-4 and GB/T 32905-2016, annex A.
    #[test]
    fn published_vectors() {
        let abc = Digests::of(b"abc");
        assert_eq!(abc.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(abc.sm3, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        let long = Digests::of("abcd".repeat(16).as_bytes());
        assert_eq!(long.sm3, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    /// Gives and takes a few bytes at a time.
    struct Slow<T>(T);

    impl Read for Slow<&[u8]> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = buffer.len().min(3);
            self.0.read(&mut buffer[..n])
        }
    }

    impl Write for Slow<Vec<u8>> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(&bytes[..bytes.len().min(5)])
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    proptest! {
        #[test]
        fn streams_and_bytes_agree(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let whole = Digests::of(&bytes);
            prop_assert_eq!(Digests::read(Slow(&bytes[..])).unwrap(), (whole.clone(), bytes.len() as u64));
            let mut digester = Digester::new(Slow(Vec::new()));
            digester.write_all(&bytes).unwrap();
            let (digests, written) = digester.finish();
            prop_assert_eq!((digests, written.0), (whole, bytes));
        }
    }
}
