use super::*;
use proptest::prelude::*;

fn check(accept: &str, given: &str, expected: Agreement) {
    let quantity = Quantity::parse(accept).expect("the test's quantity can be read");
    assert_eq!(
        quantity.compare(given),
        expected,
        "`{accept}`, given `{given}`"
    );
}

fn prints(text: &str, expected: &str) {
    let quantity = Quantity::parse(text).expect("the test's quantity can be read");
    assert_eq!(quantity.to_string(), expected);
}

fn refuses(text: &str, expected: &str) {
    assert_eq!(Quantity::parse(text), Err(expected.to_string()));
}

#[test]
fn a_known_unit_converts() {
    for given in [
        "43.2 min",
        "2592 s",
        "2,592 seconds",
        "0.72 h",
        "43 mins",
        "43.2m",
    ] {
        check("43.2 min ±5%", given, Agreement::Within);
    }
    check("360 MB", "0.36 GB", Agreement::Within);
    check("1 GiB", "1024 MiB", Agreement::Within);
    check("1 GiB", "1 GB", Agreement::Off);
    check("125 MB/s", "1 Gbit/s", Agreement::Within);
    check("125 MB/s", "1 Gbps", Agreement::Within);
}

#[test]
fn rates_convert_by_their_time() {
    check("1,500 /s ±1%", "1500 req/s", Agreement::Within);
    check("1,500 /s ±1%", "1.5k rps", Agreement::Within);
    check("1,500 /s", "90000 requests per minute", Agreement::Within);
    check("1,500 /s", "1500", Agreement::UnitMissing);
    check("1,500 /s", "1500 s", Agreement::UnitDiffers);
}

#[test]
fn a_noun_may_be_left_out_or_be_another() {
    check("6 entries", "6", Agreement::Within);
    check("6 entries", "6 rows", Agreement::Within);
    check("6 entries", "6 ms", Agreement::UnitDiffers);
    check("42", "42 servers", Agreement::Within);
}

#[test]
fn a_known_unit_may_not_be_left_out_but_percent_may() {
    check("43.2 min", "43.2", Agreement::UnitMissing);
    check("25 %", "25", Agreement::Within);
    check("43.2 min", "43.2 MB", Agreement::UnitDiffers);
}

#[test]
fn no_tolerance_means_exact() {
    check("3 sessions", "3.01", Agreement::Off);
    check("0.3 s", "300 ms", Agreement::Within);
    check("0", "0", Agreement::Within);
}

#[test]
fn a_tolerance_is_a_share_or_an_amount() {
    check("100 ms ±5%", "105 ms", Agreement::Within);
    check("100 ms ±5%", "105.1 ms", Agreement::Off);
    check("100 ms ± 5", "95", Agreement::UnitMissing);
    check("100 ms +-5", "95 ms", Agreement::Within);
    check("10 min ±30 s", "10.5 min", Agreement::Within);
    check("10 min ±30 s", "10.6 min", Agreement::Off);
}

#[test]
fn what_is_no_number_is_told_from_what_is_wrong() {
    for given in ["", "many", "NaN", "inf", "1e999", "3-5", "1,5", "4..2"] {
        check("42", given, Agreement::NotANumber);
    }
    check("42", "~42", Agreement::Within);
}

#[test]
fn grouping_and_factors_are_read() {
    for given in [
        "9,100,000",
        "9100000",
        "9_100_000",
        "9 100 000",
        "9.1M",
        "9.1 million",
        "9.1e6",
    ] {
        check("9,100,000 writes", given, Agreement::Within);
    }
}

#[test]
fn a_quantity_prints_as_a_deck_writes_it() {
    prints("43.2min ± 5 %", "43.2 min ±5%");
    prints("1040 ms +-1%", "1,040 ms ±1%");
    prints("9,100,000", "9100000");
    prints("99.8 % ±0.02%", "99.8 % ±0.02%");
    prints("10 min ±30 s", "10 min ±0.5");
    prints("7 % ±7%", "7 % ±7%");
    prints("-0", "0");
    prints("1.005k writes", "1,005 writes");
    prints("2 thousand million /s", "2,000,000,000 /s");
    prints("123456789012345e9 B", "123,456,789,012,345,000,000,000 B");
}

#[test]
fn what_cannot_be_meant_is_refused() {
    refuses(
        "1e999999999 ns",
        "`1e999999999 ns` is too large: at most 1e24",
    );
    refuses("1 ns ±1e400%", "`1e400%` is too large: at most 1e24");
    refuses("1e-400 s", "`1e-400 s` is too small: at least 1e-24");
    refuses("NaN ±5%", "`NaN` does not start with a number");
    refuses("5 min ±-1", "a tolerance is not negative, `-1` is");
    refuses(
        "5 min ±1 MB",
        "the tolerance is in `MB`, the number in `min`",
    );
    refuses(
        "1234567890.123456",
        "`1234567890.123456` has more than 15 digits",
    );
    refuses("1,5 ms", "`,5 ms` behind the number is no unit");
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC{0,40}", given in "[0-9a-zA-Z.,%±/ +-]{0,20}") {
        if let Ok(quantity) = Quantity::parse(&text) {
            quantity.compare(&given);
        }
    }

    #[test]
    fn print_then_read_is_the_same(
        value in -1e10f64..1e10, unit in "(|%|min|MB/s|writes)", share in 0u32..10_000,
    ) {
        let written = format!("{value:.4} {unit} ±{}%", f64::from(share) / 100.0);
        let quantity = Quantity::parse(&written);
        prop_assume!(quantity.is_ok());
        let quantity = quantity.unwrap();
        prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
    }

    #[test]
    fn a_quantity_accepts_itself(value in 0.001f64..1e9, unit in "(|%|min|MB/s|writes)") {
        let written = format!("{value:.3} {unit}");
        let quantity = Quantity::parse(&written).unwrap();
        prop_assert_eq!(quantity.compare(&written), Agreement::Within);
    }
}
