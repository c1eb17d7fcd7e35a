#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sociogram_fuzz::check_detection(bytes));
