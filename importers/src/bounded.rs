//! A reader that gives out so many bytes and no more until it is told to go on: what bounds one row or one element.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Gives out at most what is allowed, then fails with [`io::ErrorKind::FileTooLarge`].
pub struct Bounded<R> {
    input: R,
    left: Rc<Cell<usize>>,
}

/// Renews what a [`Bounded`] may give out.
pub struct Allowance {
    left: Rc<Cell<usize>>,
    bytes: usize,
}

impl<R> Bounded<R> {
    /// A reader of so many bytes between two renewals, to which comes what a buffer behind it reads ahead.
    pub fn new(input: R, bytes: usize) -> (Self, Allowance) {
        let left = Rc::new(Cell::new(bytes));
        (Self { input, left: Rc::clone(&left) }, Allowance { left, bytes })
    }
}

impl Allowance {
    /// True when nothing is left to give out.
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Allows the full number of bytes again.
    pub fn renew(&self) {
        self.left.set(self.bytes);
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let size = self.input.read(buffer)?;
        self.left.set(left.saturating_sub(size));
        Ok(size)
    }
}
