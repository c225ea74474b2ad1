//! A small generator of pseudo-random data: the same seed and key give the same sequence, on every
//! machine.

/// SplitMix64. Not for secrets; those of the emulator protect nothing.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

impl Rng {
    /// A sequence of its own for one thing, named by `label` and `numbers`, of the world made from
    /// `seed`.
    pub(crate) fn keyed(seed: u64, label: &str, numbers: &[i64]) -> Self {
        // FNV-1a over the key; SplitMix64 then spreads what is alike in it.
        let mut state = 0xcbf2_9ce4_8422_2325_u64;
        let bytes = seed.to_le_bytes().into_iter().chain(label.bytes());
        for byte in bytes.chain(numbers.iter().flat_map(|n| n.to_le_bytes())) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let mut rng = Self(state);
        rng.next();
        rng
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..bound`; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // The bias of the remainder is far below what sample data could show.
        self.next().checked_rem(bound).unwrap_or_default()
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low.saturating_add_unsigned(self.below(high.abs_diff(low) + 1))
    }

    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of `choices`, which is not empty.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(choices.len() as u64)).unwrap_or_default();
        &choices[index]
    }

    pub(crate) fn guid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        // Version 4, variant 1, so that strict parsers are content.
        let high = (high & 0xffff_ffff_ffff_0fff) | 0x4000;
        let low = (low & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }

    /// `len` characters from the alphabet of generated client secrets.
    pub(crate) fn text(&mut self, len: usize) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..len).map(|_| char::from(*self.pick(ALPHABET))).collect()
    }
}

/// A GUID made from a name: the id of something that is the same in every world, such as a control
/// of a benchmark.
pub(crate) fn guid_of(name: &str) -> String {
    Rng::keyed(0, name, &[]).guid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_key_gives_the_same_sequence_and_another_key_another() {
        let draw = |seed, label, number| Rng::keyed(seed, label, &[number]).guid();
        assert_eq!(draw(7, "tenant", 1), draw(7, "tenant", 1));
        assert_ne!(draw(7, "tenant", 1), draw(7, "tenant", 2));
        assert_ne!(draw(7, "tenant", 1), draw(8, "tenant", 1));
    }

    #[test]
    fn guids_are_of_version_four() {
        let guid = guid_of("anything");
        assert_eq!((guid.len(), &guid[14..15]), (36, "4"));
        assert!("89ab".contains(&guid[19..20]));
    }
}
