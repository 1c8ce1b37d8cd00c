//! Choices: from a seed, where runs are to be repeated by a number; from bytes, where a fuzzer is to steer.

/// A source of choices that never ends.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
    bytes: Vec<u8>,
    at: usize,
}

impl Dice {
    /// Choices that a number stands for.
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed, bytes: Vec::new(), at: 0 }
    }

    /// Choices read from bytes; past their end a generator goes on that is seeded by their number.
    pub fn of(bytes: &[u8]) -> Self {
        Self { state: bytes.len() as u64, bytes: bytes.to_vec(), at: 0 }
    }

    /// Less than `n`, which is above zero.
    pub fn below(&mut self, n: usize) -> usize {
        if let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            return *byte as usize % n;
        }
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }
}
