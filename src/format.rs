//! GROUND FLOOR. What is on disk: bytes in, values out. No I/O, no locks, no globals, no unsafe.

pub mod primitives;
