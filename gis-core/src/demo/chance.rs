//! Numbers that look random and are the same on every machine (SplitMix64, Steele, Lea and Flood 2014).

use sha2::{Digest, Sha256};

/// A stream of numbers that depends on its name alone.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a name.
    pub fn named(name: &str) -> Self {
        let hash = Sha256::digest(name.as_bytes());
        Self(hash.iter().take(8).fold(0, |so_far, byte| (so_far << 8) | u64::from(*byte)))
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 (included) to 1 (not included).
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two others.
    pub fn between(&mut self, [low, high]: [f64; 2]) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A position in a list of that length; 0 for an empty one.
    pub fn index(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.bits() % length).unwrap_or(0)
    }

    /// One of the items.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let at = self.index(items.len());
        items.get(at)
    }

    /// A position in a list of weights, the likelier the greater its weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let found = weights.clone().position(|weight| {
            left -= weight;
            left < 0.0
        });
        found.unwrap_or(0)
    }

    /// True so often, 0 to 1.
    pub fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Decimal digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.index(10)).unwrap_or(0))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_the_same_numbers_each_time() {
        let (mut a, mut b) = (Chance::named("street"), Chance::named("street"));
        assert_eq!(a.bits(), b.bits());
        assert_ne!(Chance::named("street").bits(), Chance::named("address").bits());
    }

    #[test]
    fn numbers_stay_within_their_bounds() {
        let mut chance = Chance::named("bounds");
        for _ in 0..1000 {
            assert!((2.0..5.0).contains(&chance.between([2.0, 5.0])));
            assert!(chance.index(7) < 7);
        }
        assert_eq!(chance.pick::<u8>(&[]), None);
    }
}
