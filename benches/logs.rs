//! Reading and checking logs, in GB/s and as a part of the speed of a memory copy, on one core, from memory.
//!
//! ```sh
//! ESENT_BENCH_SET=backup.tar.xz cargo bench --bench logs
//! ```

mod support;

use std::hint::black_box;
use std::io;

use esent::storage::fs::File;
use esent::storage::log_reader::{LogReader, ReaderMemory};
use support::{Set, best, gigabytes_per_second, ratio};

/// A log in memory.
struct Memory<'a>(&'a [u8]);

impl File for Memory<'_> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let from = self.0.get(offset as usize..).unwrap_or_default();
        let count = from.len().min(buffer.len());
        buffer[..count].copy_from_slice(&from[..count]);
        Ok(count)
    }
    fn write_at(&self, _: &[u8], _: u64) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.len() as u64)
    }
    fn set_len(&self, _: u64) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

fn main() {
    let set = Set::unpack();
    let logs: Vec<Vec<u8>> = set.logs.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let bytes: usize = logs.iter().map(Vec::len).sum();
    let mut buffer = Vec::new();
    let copy = best(|| {
        for log in &logs {
            buffer.clear();
            buffer.extend_from_slice(log);
            black_box(&buffer);
        }
    });
    // Each log into memory of its own, as a reader without a buffer has to.
    let copy_to_new = best(|| logs.iter().for_each(|log| drop(black_box(log.clone()))));
    let mut spare = ReaderMemory::default();
    let check = best(|| {
        for log in &logs {
            let mut reader = LogReader::open(Memory(log)).unwrap();
            reader.use_memory(std::mem::take(&mut spare));
            reader.check().unwrap();
            spare = reader.into_memory();
        }
    });
    let mut records = 0_u64;
    let parse = best(|| {
        records = 0;
        for log in &logs {
            let mut reader = LogReader::open(Memory(log)).unwrap();
            reader.use_memory(std::mem::take(&mut spare));
            reader.check().unwrap();
            while let Some(record) = reader.next().unwrap() {
                black_box(&record);
                records += 1;
            }
            spare = reader.into_memory();
        }
    });
    println!("{} MiB, {records} records\n\n| | GB/s | part of the copy's speed |\n|-|-|-|", bytes >> 20);
    for (name, time) in [
        ("memory copy", copy),
        ("memory copy to new memory", copy_to_new),
        ("read, verify every segment", check),
        ("the same, and parse every record", parse),
    ] {
        println!("| {name} | {:.2} | {:.2} |", gigabytes_per_second(bytes, time), ratio(copy, time));
    }
}
