#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sociogram_fuzz::check(
    sociogram_fuzz::Format::Kaldi,
    bytes
));
