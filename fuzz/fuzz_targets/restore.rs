#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| esent_fuzz::restore(data));
