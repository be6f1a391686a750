//! A stream of bytes as a stream of choices: what runs out chooses the first.

/// The bytes not yet spent.
pub struct Choices<'d>(std::slice::Iter<'d, u8>);

impl<'d> Choices<'d> {
    pub fn new(data: &'d [u8]) -> Self {
        Self(data.iter())
    }

    /// A number below `count`.
    pub fn below(&mut self, count: u8) -> u8 {
        self.0.next().map_or(0, |byte| byte % count)
    }

    /// Once in `count` times.
    pub fn once_in(&mut self, count: u8) -> bool {
        self.below(count) == 1
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.0.next().map_or(0, |byte| usize::from(*byte) % of.len())]
    }

    /// One, now and then two or three, each made by `make`.
    pub fn some<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..=self.below(3)).map(|_| make(self)).collect()
    }
}
