//! Every type of record that redo knows: what it does to pages, and when it does nothing.

mod file;
mod fixture;
mod gates;
mod macros;
mod merge;
mod node;
mod page_move;
mod space;
mod split;
