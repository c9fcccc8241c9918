//! Records about databases and the engine's run: log streams of one generation are written, and played.

mod databases;
mod runs;
mod stream;
