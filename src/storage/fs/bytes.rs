//! Bytes in memory as a file that can only be read.

use std::io;

use super::File;

/// A file that lies in memory.
pub struct Bytes(pub Vec<u8>);

fn read_only<T>() -> io::Result<T> {
    Err(io::ErrorKind::ReadOnlyFilesystem.into())
}

impl File for Bytes {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|at| self.0.get(at..)).unwrap_or_default();
        let size = rest.len().min(buffer.len());
        buffer[..size].copy_from_slice(&rest[..size]);
        Ok(size)
    }

    fn write_at(&self, _data: &[u8], _offset: u64) -> io::Result<()> {
        read_only()
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.0.len() as u64)
    }

    fn set_len(&self, _length: u64) -> io::Result<()> {
        read_only()
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_where_the_bytes_end() {
        let file = Bytes(vec![1, 2, 3]);
        let mut buffer = [9; 2];
        assert_eq!((file.read_at(&mut buffer, 2).unwrap(), buffer), (1, [3, 9]));
        assert_eq!(file.read_at(&mut buffer, u64::MAX).unwrap(), 0);
        assert!(file.read_exact_at(&mut buffer, 2).is_err() && file.write_at(&[0], 0).is_err());
    }
}
