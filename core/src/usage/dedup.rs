//! Which events were seen before (rule `merge_idempotent`).

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hasher};

/// Remembers ids by a 64-bit hash: exact up to 2⁻²⁴ or so at a million of them; then in a Bloom filter
/// that takes a fixed size.
#[derive(Debug)]
pub(super) struct SeenIds {
    /// With fixed keys: the same input gives the same answer.
    hasher: BuildHasherDefault<DefaultHasher>,
    exact: HashSet<u64, Identity>,
    max_exact: usize,
    filter: Option<Bloom>,
}

impl SeenIds {
    pub fn new(max_exact: usize) -> Self {
        Self { hasher: BuildHasherDefault::default(), exact: HashSet::default(), max_exact, filter: None }
    }

    /// Was the id seen before? It is from now on.
    pub fn is_known(&mut self, id: &str) -> bool {
        let hash = self.hasher.hash_one(id);
        if self.exact.contains(&hash) {
            return true;
        }
        if self.exact.len() < self.max_exact {
            return !self.exact.insert(hash);
        }
        let max_exact = self.max_exact;
        self.filter.get_or_insert_with(|| Bloom::new(max_exact)).is_known(hash)
    }

    /// How likely is it that an event that is new was taken for a known one, at most?
    pub fn false_drop_rate(&self) -> f64 {
        #[allow(clippy::cast_precision_loss)] // a rate
        let exact = self.exact.len() as f64 / 2_f64.powi(64);
        exact + self.filter.as_ref().map_or(0.0, Bloom::false_drop_rate)
    }
}

/// The hash is one already.
#[derive(Debug, Clone, Copy, Default)]
struct Identity(u64);

impl BuildHasher for Identity {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Bits by blocks of 512, so that a lookup touches one line of memory.
#[derive(Debug)]
struct Bloom {
    blocks: Vec<[u64; 8]>,
    inserted: u64,
}

/// How many bits a key sets.
const BITS: u32 = 9;
/// How many bits there are a key, for as many keys as the exact set holds.
const BITS_PER_KEY: usize = 64;

impl Bloom {
    fn new(keys: usize) -> Self {
        let blocks = (keys.max(1) * BITS_PER_KEY).div_ceil(512);
        Self { blocks: vec![[0; 8]; blocks], inserted: 0 }
    }

    fn is_known(&mut self, hash: u64) -> bool {
        let blocks = self.blocks.len() as u64;
        let at = usize::try_from((u128::from(hash) * u128::from(blocks)) >> 64).unwrap_or(0);
        let Some(block) = self.blocks.get_mut(at) else { return false };
        // the high bits chose the block; a multiplication spreads the low ones
        let mut bits = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut is_known = true;
        for step in 0..BITS {
            if step == 7 {
                bits = bits.wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ hash.rotate_left(32);
            }
            let bit = (bits >> 55) & 511;
            bits = bits.rotate_left(9);
            if let Some(word) = usize::try_from(bit >> 6).ok().and_then(|word| block.get_mut(word)) {
                is_known &= *word & (1 << (bit & 63)) != 0;
                *word |= 1 << (bit & 63);
            }
        }
        self.inserted += u64::from(!is_known);
        is_known
    }

    /// The share of set bits, to the power of the bits a key sets.
    fn false_drop_rate(&self) -> f64 {
        let set: u64 = self.blocks.iter().flatten().map(|word| u64::from(word.count_ones())).sum();
        #[allow(clippy::cast_precision_loss)] // a rate
        let share = set as f64 / (self.blocks.len() as f64 * 512.0);
        share.powi(9)
    }
}
