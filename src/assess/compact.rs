//! A small open-addressing table from 64-bit hashes to a few bytes, for what must be remembered of every finding.
//!
//! A `HashMap<u64, u8>` takes 17 bytes a place, doubles when it is full, and holds the old and the new places meanwhile:
//! 430 MB at ten million. This one takes 9, grows by a quarter, and so needs some 12 bytes an entry at any size.

/// A table by hash. The hash is the key: nothing else of it is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Compact<V> {
    /// Zero is an empty place; the hash zero is kept as one.
    keys: Vec<u64>,
    values: Vec<V>,
    len: usize,
}

impl<V: Copy + Default> Compact<V> {
    /// The value of a hash, which is the default when it was not there.
    pub(super) fn entry(&mut self, hash: u64) -> &mut V {
        // At four fifths a search for what is not there looks at a dozen neighbours, one or two cache lines.
        if (self.len + 1) * 5 > self.keys.len() * 4 {
            self.grow();
        }
        let key = hash.max(1);
        let at = self.place(key);
        if self.keys[at] == 0 {
            self.keys[at] = key;
            self.len += 1;
        }
        &mut self.values[at]
    }

    /// Where a key is, or may be put.
    fn place(&self, key: u64) -> usize {
        // The high bits choose the place, so that the size need not be a power of two.
        let mut at = ((u128::from(key) * self.keys.len() as u128) >> 64) as usize;
        while self.keys[at] != 0 && self.keys[at] != key {
            at += 1;
            if at == self.keys.len() {
                at = 0;
            }
        }
        at
    }

    fn grow(&mut self) {
        let size = (self.keys.len() + self.keys.len() / 4).max(16);
        let larger = Compact { keys: vec![0; size], values: vec![V::default(); size], len: self.len };
        let old = std::mem::replace(self, larger);
        for (key, value) in old.keys.into_iter().zip(old.values).filter(|(key, _)| *key != 0) {
            let at = self.place(key);
            self.keys[at] = key;
            self.values[at] = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_map_holds(hashes in prop::collection::vec(prop_oneof![0u64..40, any::<u64>()], 0..400)) {
            let (mut table, mut map) = (Compact::<u32>::default(), BTreeMap::<u64, u32>::new());
            for hash in hashes {
                // Zero and one share a place, as the only pair.
                *table.entry(hash) += 1;
                *map.entry(hash.max(1)).or_default() += 1;
            }
            prop_assert_eq!(table.len, map.len());
            for (hash, count) in &map {
                prop_assert_eq!(*table.entry(*hash), *count);
            }
        }
    }

    #[test]
    fn it_grows_by_a_quarter() {
        let mut table = Compact::<u8>::default();
        for n in 1..=100_000u64 {
            *table.entry(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) = 1;
        }
        assert_eq!(table.len, 100_000);
        let bytes = table.keys.len() * 9;
        assert!(bytes <= 100_000 * 15, "{bytes}");
    }
}
