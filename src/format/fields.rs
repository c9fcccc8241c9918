//! Fixed-place fields of the on-disk headers: a typed value at a documented offset of a byte image that is
//! otherwise kept as it is, so that bytes this engine does not know survive a rewrite.

use super::primitives::{Lgpos, Logtime, Signature};

/// A value that knows its bytes on disk (little endian).
pub trait Field: Copy {
    /// Bytes on disk.
    const SIZE: usize;
    /// From the value's bytes; `bytes` is exactly [`SIZE`](Self::SIZE) long.
    fn load(bytes: &[u8]) -> Self;
    /// Into the value's bytes; `bytes` is exactly [`SIZE`](Self::SIZE) long.
    fn store(self, bytes: &mut [u8]);
}

/// The value at `offset` of an image that is known to reach that far.
pub fn get<T: Field>(image: &[u8], offset: usize) -> T {
    T::load(&image[offset..offset + T::SIZE])
}

/// Puts a value at `offset` of an image that is known to reach that far.
pub fn put<T: Field>(image: &mut [u8], offset: usize, value: T) {
    value.store(&mut image[offset..offset + T::SIZE]);
}

macro_rules! integers {
    ($($type:ty),+) => {$(
        impl Field for $type {
            const SIZE: usize = size_of::<$type>();
            fn load(bytes: &[u8]) -> Self {
                let mut b = [0; size_of::<$type>()];
                b.copy_from_slice(bytes);
                <$type>::from_le_bytes(b)
            }
            fn store(self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.to_le_bytes());
            }
        }
    )+};
}
integers!(u8, u16, u32, u64);

impl Field for Lgpos {
    const SIZE: usize = 8;
    fn load(bytes: &[u8]) -> Self {
        let mut b = [0; 8];
        b.copy_from_slice(bytes);
        Lgpos::from_bytes(&b)
    }
    fn store(self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.to_bytes());
    }
}

impl Field for Logtime {
    const SIZE: usize = 8;
    fn load(bytes: &[u8]) -> Self {
        let mut b = [0; 8];
        b.copy_from_slice(bytes);
        Logtime(b)
    }
    fn store(self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0);
    }
}

impl Field for Signature {
    const SIZE: usize = 28;
    fn load(bytes: &[u8]) -> Self {
        let mut b = [0; 28];
        b.copy_from_slice(bytes);
        Signature(b)
    }
    fn store(self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0);
    }
}

/// Gives a struct with a private `image` of bytes a getter and a setter for every field.
/// `offset getter / setter: Type;`, with a doc comment that both share.
macro_rules! header_fields {
    ($header:ty { $( $(#[doc = $doc:literal])+ $offset:literal $get:ident / $set:ident : $type:ty; )+ }) => {
        impl $header {
            $(
                $(#[doc = $doc])+
                pub fn $get(&self) -> $type {
                    $crate::format::fields::get(&self.image[..], $offset)
                }
                $(#[doc = $doc])+
                pub fn $set(&mut self, value: $type) {
                    $crate::format::fields::put(&mut self.image[..], $offset, value);
                }
            )+

            /// Every field: offset, bytes, name and value, as a person reads them.
            pub fn fields(&self) -> Vec<(usize, usize, &'static str, String)> {
                use $crate::format::fields::Field;
                vec![$( ($offset, <$type as Field>::SIZE, stringify!($get), format!("{:?}", self.$get())) ),+]
            }
        }
    };
}
pub(crate) use header_fields;
