//! Colours that are told apart by lightness, on paper without colour too.

/// Speech, and circles: the blue of Okabe and Ito's palette for the colour-blind.
pub(super) const SPEECH: &str = "#0072b2";
/// Speech of several at once: the palette's orange, which is lighter.
pub(super) const OVERLAP: &str = "#e69f00";
/// What is no value: a cell of somebody with themselves.
pub(super) const NOTHING: &str = "#e6e6e6";

/// The ends of the ramp in Oklab: nearly white, and a dark blue.
const LIGHT: [f64; 3] = [0.965, -0.005, -0.008];
const DARK: [f64; 3] = [0.34, -0.02, -0.13];

/// A colour between light (0) and dark (1), perceptually even: a straight line through Oklab.
pub(super) fn ramp(part: f64) -> String {
    let part = part.clamp(0.0, 1.0);
    let [l, a, b] = std::array::from_fn(|at| {
        let (light, dark) = (LIGHT.get(at).copied(), DARK.get(at).copied());
        let (light, dark) = (light.unwrap_or_default(), dark.unwrap_or_default());
        part.mul_add(dark - light, light)
    });
    hex(l, a, b)
}

/// A colour of the palette mixed with white, of which 1 has none.
pub(super) fn tint(colour: &str, part: f64) -> String {
    let channel = |at: usize| {
        let digits = colour.get(at..at + 2).unwrap_or_default();
        f64::from(u8::from_str_radix(digits, 16).unwrap_or_default())
    };
    let [red, green, blue] =
        [1, 3, 5].map(|at| byte((channel(at) - 255.0).mul_add(part, 255.0).round()));
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Whether white letters are read better on this part of the ramp than dark ones.
pub(super) fn is_dark(part: f64) -> bool {
    part > 0.52
}

/// From Oklab to sRGB (Ottosson, 2020). libm, so that the bits are the same everywhere.
fn hex(l: f64, a: f64, b: f64) -> String {
    let cube = |x: f64| x * x * x;
    let long = cube(0.396_337_777_4f64.mul_add(a, 0.215_803_757_3 * b) + l);
    let medium = cube((-0.105_561_345_8f64).mul_add(a, -0.063_854_172_8 * b) + l);
    let short = cube((-0.089_484_177_5f64).mul_add(a, -1.291_485_548 * b) + l);
    let linear = [
        4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
    ];
    let [red, green, blue] = linear.map(|channel| {
        let channel = channel.clamp(0.0, 1.0);
        let curved = if channel <= 0.003_130_8 {
            12.92 * channel
        } else {
            1.055 * libm::pow(channel, 1.0 / 2.4) - 0.055
        };
        (curved * 255.0).round()
    });
    format!("#{:02x}{:02x}{:02x}", byte(red), byte(green), byte(blue))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number between 0 and 255"
)]
fn byte(value: f64) -> u8 {
    value as u8
}
