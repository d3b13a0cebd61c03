//! The zip file of a pack: one canonical form, so that the same files give the same bytes and a changed byte is seen even
//! where no file's content changes.
//!
//! Files are stored, not deflated: what is large is compressed already (PDF, XLSX, Zstandard), and a stored file has
//! exactly one form, whatever the version of a compressor.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, Write};

use time::OffsetDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Files of a pack by their path, `/` between folders.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The most files a pack may hold.
const MOST_FILES: usize = 200_000;

/// The most bytes a pack may hold in all.
const MOST_BYTES: u64 = 16 << 30;

/// An archive that is no pack.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It cannot be read as a zip file at all.
    #[error("it cannot be read as a zip file ({0})")]
    Unreadable(String),
    /// One of its files is damaged.
    #[error("the file {path} in it is damaged ({message})")]
    Damaged {
        /// The file.
        path: String,
        /// How.
        message: String,
    },
    /// A name that could write outside the folder it is unpacked into, or hide another.
    #[error("the name {0:?} in it is not allowed")]
    Name(String),
    /// Too large.
    #[error("it holds more than a pack may ({0})")]
    TooLarge(&'static str),
    /// It cannot be written.
    #[error("it cannot be written")]
    Write(#[source] std::io::Error),
}

/// Writes files in the order of their paths, all dated `at`.
///
/// # Errors
/// The sink's.
pub fn write<W: Write + Seek>(out: W, files: &Files, at: OffsetDateTime) -> Result<W, ArchiveError> {
    let failed = |e: zip::result::ZipError| ArchiveError::Write(std::io::Error::other(e));
    let mut writer = ZipWriter::new(out);
    for (path, bytes) in files {
        let large = u32::try_from(bytes.len()).is_err();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(moment(at))
            .unix_permissions(0o644)
            .large_file(large);
        writer.start_file(path.as_str(), options).map_err(failed)?;
        writer.write_all(bytes).map_err(ArchiveError::Write)?;
    }
    writer.finish().map_err(failed)
}

/// A moment as zip keeps it: two-second steps, no zone.
fn moment(at: OffsetDateTime) -> DateTime {
    let year = u16::try_from(at.year()).unwrap_or(1980);
    DateTime::from_date_and_time(year, at.month().into(), at.day(), at.hour(), at.minute(), at.second())
        .unwrap_or_default()
}

/// Whether a path is one that a pack may hold.
pub fn allowed(path: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.ends_with(['.', ' '])
            && !part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'))
    };
    !path.is_empty() && path.len() <= 240 && path.split('/').all(plain)
}

/// Reads every file.
///
/// # Errors
/// It is no zip file, a file is damaged, a name is not allowed or stands twice, or there is too much.
pub fn read(bytes: &[u8]) -> Result<Files, ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| ArchiveError::Unreadable(e.to_string()))?;
    if archive.len() > MOST_FILES {
        return Err(ArchiveError::TooLarge("files"));
    }
    let mut files = Files::new();
    let mut total = 0_u64;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|e| ArchiveError::Unreadable(format!("entry {at}: {e}")))?;
        let path = entry.name().map_err(|e| ArchiveError::Unreadable(format!("entry {at}: {e}")))?.into_owned();
        if !allowed(&path) || entry.is_symlink() {
            return Err(ArchiveError::Name(path));
        }
        let damaged = |message: String| ArchiveError::Damaged { path: path.clone(), message };
        if entry.compression() != CompressionMethod::Stored {
            return Err(damaged("it is not stored as packs store files".into()));
        }
        total = total.saturating_add(entry.size());
        if entry.size() > bytes.len() as u64 || total > MOST_BYTES {
            return Err(ArchiveError::TooLarge("bytes"));
        }
        let mut content = Vec::with_capacity(usize::try_from(entry.size()).unwrap_or(0));
        entry.read_to_end(&mut content).map_err(|e| damaged(e.to_string()))?;
        drop(entry);
        if files.insert(path.clone(), content).is_some() {
            return Err(ArchiveError::Name(path));
        }
    }
    Ok(files)
}

/// Compares an archive with what [`write()`] makes of its files.
///
/// # Errors
/// The name of the file at the first difference; what lies behind the last file is `(end of the archive)`.
pub fn is_canonical(bytes: &[u8], files: &Files, at: OffsetDateTime) -> Result<(), String> {
    let again = match write(Cursor::new(Vec::with_capacity(bytes.len())), files, at) {
        Ok(cursor) => cursor.into_inner(),
        Err(error) => return Err(format!("({error})")),
    };
    if again == bytes {
        return Ok(());
    }
    let offset = again.iter().zip(bytes).position(|(a, b)| a != b).unwrap_or(again.len().min(bytes.len()));
    let mut end = 0_usize;
    for (path, content) in files {
        // A local head is 30 bytes and the name; for very large files 20 bytes more.
        end += 30 + path.len() + content.len() + if u32::try_from(content.len()).is_err() { 20 } else { 0 };
        if offset < end {
            return Err(path.clone());
        }
    }
    Err("(end of the archive)".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const AT: OffsetDateTime = datetime!(2026-12-31 23:59:59 +8);

    fn sample() -> Files {
        [("01-a/x.txt", "one"), ("02-b/商.txt", "two"), ("index.html", "")]
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
            .into()
    }

    fn packed() -> Vec<u8> {
        write(Cursor::new(Vec::new()), &sample(), AT).expect("written").into_inner()
    }

    #[test]
    fn what_was_written_is_read_and_is_canonical() {
        let bytes = packed();
        let files = read(&bytes).expect("a zip file");
        assert_eq!(files, sample());
        assert_eq!(is_canonical(&bytes, &files, AT), Ok(()));
    }

    /// An archive of this form must be readable, byte for byte the same, by every later version.
    #[test]
    fn the_form_is_fixed() {
        assert_eq!(
            crate::import::sha256(&packed()),
            "c92d03e8f5ae74da129e9259888a05353abd42d82b7bdc34f4f2d88f7f7c99e6"
        );
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for bad in ["../x", "/x", "a//b", "a/./b", "a\\b", "c:x", "a/..", "a.", "", "a\nb"] {
            assert!(!allowed(bad), "{bad:?}");
        }
        for good in ["a", "04-attestations/files/策略 2026.pdf", "x/y.z"] {
            assert!(allowed(good), "{good:?}");
        }
    }

    proptest! {
        #[test]
        fn no_changed_byte_goes_unseen(at in 0..packed().len(), flip in 1_u8..) {
            let mut bytes = packed();
            bytes[at] ^= flip;
            let seen = match read(&bytes) {
                Ok(files) => files != sample() || is_canonical(&bytes, &files, AT).is_err(),
                Err(_) => true,
            };
            prop_assert!(seen);
        }
    }
}
