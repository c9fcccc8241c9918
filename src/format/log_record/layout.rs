//! How fixed structures in a log record become values and bytes again.
//!
//! All numbers are little-endian and packed: no padding anywhere. [`layout!`](layout) declares a
//! structure once; its size, its reader and its writer follow from the order of the fields.

use crate::error::{Error, Result};
use crate::fail;
use crate::format::primitives::{Lgpos, Logtime, Signature};

/// The rest of a record that is being taken apart.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `length` bytes.
    ///
    /// # Errors
    /// `LogFileCorrupt` when the record is shorter.
    #[inline(always)]
    pub fn bytes(&mut self, length: usize) -> Result<&'a [u8]> {
        match self.rest.split_at_checked(length) {
            Some((head, tail)) => {
                self.rest = tail;
                Ok(head)
            }
            None => Err(self.ends_early(length)),
        }
    }

    #[cold]
    fn ends_early(&self, wanted: usize) -> Error {
        crate::error!(LogFileCorrupt, "a log record ends {} bytes early", wanted - self.rest.len())
    }

    /// The next `N` bytes, where they lie.
    ///
    /// # Errors
    /// `LogFileCorrupt` when the record is shorter.
    #[inline(always)]
    pub fn array<const N: usize>(&mut self) -> Result<&'a [u8; N]> {
        match self.rest.split_first_chunk() {
            Some((head, tail)) => {
                self.rest = tail;
                Ok(head)
            }
            None => Err(self.ends_early(N)),
        }
    }

    /// The next fixed value.
    #[inline(always)]
    pub fn take<T: Layout>(&mut self) -> Result<T> {
        T::of(self.bytes(T::SIZE)?)
    }

    /// Everything that is left.
    pub fn remainder(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }
}

/// A value of fixed size in a log record.
///
/// Reading is inlined everywhere: a structure is read with one look at its length and a load for each field.
pub trait Layout: Sized {
    /// Bytes on disk.
    const SIZE: usize;
    /// The value of these [`SIZE`](Self::SIZE) bytes.
    ///
    /// # Errors
    /// `LogFileCorrupt` when they mean nothing, or there are fewer.
    fn of(bytes: &[u8]) -> Result<Self>;
    fn put(&self, out: &mut Vec<u8>);
}

/// The first `N` of a value's bytes.
#[inline(always)]
pub fn first<const N: usize>(bytes: &[u8]) -> Result<&[u8; N]> {
    match bytes.first_chunk() {
        Some(chunk) => Ok(chunk),
        None => Err(too_short(bytes.len(), N)),
    }
}

#[cold]
fn too_short(length: usize, wanted: usize) -> Error {
    crate::error!(LogFileCorrupt, "{length} bytes are no value of {wanted}")
}

macro_rules! number {
    ($($t:ty),*) => { $(
        impl Layout for $t {
            const SIZE: usize = size_of::<$t>();
            #[inline(always)]
            fn of(bytes: &[u8]) -> Result<Self> {
                Ok(<$t>::from_le_bytes(*first(bytes)?))
            }
            #[inline]
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }
    )* };
}

number!(u8, u16, u32, u64, i16, i32, i64);

impl<const N: usize> Layout for [u8; N] {
    const SIZE: usize = N;
    #[inline(always)]
    fn of(bytes: &[u8]) -> Result<Self> {
        Ok(*first(bytes)?)
    }
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

impl Layout for Lgpos {
    const SIZE: usize = 8;
    #[inline(always)]
    fn of(bytes: &[u8]) -> Result<Self> {
        Ok(Lgpos::from_bytes(first(bytes)?))
    }
    fn put(&self, out: &mut Vec<u8>) {
        self.to_bytes().put(out);
    }
}

impl Layout for Logtime {
    const SIZE: usize = 8;
    #[inline(always)]
    fn of(bytes: &[u8]) -> Result<Self> {
        Ok(Logtime(*first(bytes)?))
    }
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }
}

impl Layout for Signature {
    const SIZE: usize = 28;
    #[inline(always)]
    fn of(bytes: &[u8]) -> Result<Self> {
        Ok(Signature(*first(bytes)?))
    }
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }
}

/// Declares a packed on-disk structure and implements [`Layout`] for it.
macro_rules! layout {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::format::log_record::layout::Layout for $name {
            const SIZE: usize = 0 $(+ <$type as $crate::format::log_record::layout::Layout>::SIZE)*;
            #[inline(always)]
            fn of(bytes: &[u8]) -> $crate::error::Result<Self> {
                // The length is looked at once, and known for every field then.
                let mut fixed = $crate::format::log_record::layout::Cursor::new(
                    $crate::format::log_record::layout::first::<{ Self::SIZE }>(bytes)?,
                );
                Ok(Self { $($field: fixed.take()?,)* })
            }
            #[inline]
            fn put(&self, out: &mut Vec<u8>) {
                $($crate::format::log_record::layout::Layout::put(&self.$field, out);)*
            }
        }

        impl<'a> $crate::format::log_record::layout::Body<'a> for $name {
            fn read(cursor: &mut $crate::format::log_record::layout::Cursor<'a>, _kind: u8) -> $crate::error::Result<Self> {
                cursor.take()
            }
            fn write(&self, out: &mut Vec<u8>, _kind: u8) -> $crate::error::Result<()> {
                $crate::format::log_record::layout::Layout::put(self, out);
                Ok(())
            }
        }
    };
}
pub(crate) use layout;

/// Declares a set of named bits.
macro_rules! bits {
    ($(#[$meta:meta])* pub struct $name:ident($type:ty) { $($(#[$bit_meta:meta])* $constant:ident $method:ident = $value:expr,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $name(pub $type);

        impl $name {
            $(pub const $constant: $type = $value;
            $(#[$bit_meta])*
            pub fn $method(self) -> bool {
                self.0 & Self::$constant != 0
            })*
        }

        impl $crate::format::log_record::layout::Layout for $name {
            const SIZE: usize = size_of::<$type>();
            #[inline(always)]
            fn of(bytes: &[u8]) -> $crate::error::Result<Self> {
                Ok(Self($crate::format::log_record::layout::Layout::of(bytes)?))
            }
            #[inline]
            fn put(&self, out: &mut Vec<u8>) {
                $crate::format::log_record::layout::Layout::put(&self.0, out);
            }
        }
    };
}
pub(crate) use bits;

/// What follows the type byte of a record. `kind` is that byte: several types share one body and
/// differ in a field or two.
pub trait Body<'a>: Sized {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self>;
    /// # Errors
    /// `InvalidParameter` when a part is longer than its length field can say.
    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()>;
}

/// The length of `part` as a length field of type `N` stores it.
pub fn length_of<N: TryFrom<usize>>(part: &[u8]) -> Result<N> {
    match N::try_from(part.len()) {
        Ok(n) => Ok(n),
        Err(_) => fail!(InvalidParameter, "{} bytes are too many for one part of a log record", part.len()),
    }
}
