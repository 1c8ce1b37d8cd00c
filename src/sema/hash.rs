//! A fast hash for the tables of names: the keys come from files that the user wrote, so no defence against collisions is needed.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table with the fast hash.
pub(crate) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Fast>>;

/// Multiply and rotate, eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Fast(u64);

impl Fast {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Fast {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.mix(chunk.try_into().map_or(0, u64::from_le_bytes));
        }
        let rest = chunks.remainder();
        self.mix(rest.iter().fold(rest.len() as u64, |word, b| word << 8 | u64::from(*b)));
    }

    fn write_u8(&mut self, n: u8) {
        self.mix(u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.mix(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.mix(n);
    }

    fn write_usize(&mut self, n: usize) {
        self.mix(n as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
