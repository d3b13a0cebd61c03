//! The time stamp of a pack: that it was there at a time, by the word of an authority.

use super::archive::Files;
use super::layout;
use super::verify::Verification;
use crate::signing::timestamp::Token;

/// What is stamped: the signed manifest, or the manifest where nobody signed.
pub fn stamped(files: &Files) -> Option<(&'static str, &[u8])> {
    [layout::ENVELOPE, layout::MANIFEST].into_iter().find_map(|path| Some((path, files.get(path)?.as_slice())))
}

pub(super) fn check(v: &mut Verification, files: &Files) {
    let Some(bytes) = files.get(layout::TIMESTAMP) else { return };
    let place = vec![layout::TIMESTAMP.to_owned()];
    let token = match Token::parse(bytes) {
        Ok(token) => token,
        Err(error) => {
            v.differs(
                "timestamp",
                format!("the time stamp does not hold: {error}"),
                format!("时间戳无效：{error}"),
                place,
            );
            return;
        }
    };
    let Some((path, content)) = stamped(files) else { return };
    match token.check(content) {
        Ok(()) => v.holds(
            "timestamp",
            format!(
                "{path} was stamped at {}; the authority's signature is checked by `openssl ts -verify`",
                token.time
            ),
            format!("{path} 的时间戳为 {}；时间戳机构的签名请用 `openssl ts -verify` 核验", token.time),
        ),
        Err(error) => v.differs("timestamp", error.to_string(), format!("时间戳与文件不符：{error}"), place),
    }
}
