//! TOP FLOOR, the C face: the only room with `extern`, raw pointers and `unsafe`.
