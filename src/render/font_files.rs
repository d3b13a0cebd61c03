//! The fonts that are compiled in, packed.

pub(super) static REGULAR: &[u8] = include_bytes!("../../fonts/NotoSansSC_400Regular.ttf.zst");
pub(super) static BOLD: &[u8] = include_bytes!("../../fonts/NotoSansSC_700Bold.ttf.zst");

pub(super) fn unpack(packed: &[u8]) -> Vec<u8> {
    zstd::decode_all(packed).expect("the font is compiled in and whole")
}
