//! Printing and parsing are inverse, and nothing panics.

use super::*;
use crate::model::event::Rating;
use proptest::prelude::*;

fn pattern(chars: &'static str) -> impl Strategy<Value = Pattern> {
    (1..4_usize)
        .prop_flat_map(move |pieces| prop::collection::vec(chars, pieces))
        .prop_map(|pieces| {
            let escaped = pieces.iter().map(|piece| {
                piece.chars().map(|c| {
                    if r#"\"*:()-_"#.contains(c) {
                        format!("\\{c}")
                    } else {
                        c.to_string()
                    }
                })
            });
            let written: Vec<String> = escaped.map(|piece| piece.collect()).collect();
            Pattern::parse(&written.join("*")).unwrap()
        })
}

fn is_keyword(pattern: &Pattern) -> bool {
    pattern.as_literal().is_some_and(|word| {
        ["or", "and", "not"]
            .iter()
            .any(|k| word.eq_ignore_ascii_case(k))
    })
}

fn leaf() -> impl Strategy<Value = Selector> {
    let figure =
        (-9999_i32..9999, 0_i32..3).prop_map(|(n, places)| f64::from(n) / 10_f64.powi(places));
    let counted = prop::sample::select(vec![
        Property::Stability,
        Property::Lapses,
        Property::Reps,
        Property::Interval,
        Property::Due,
    ]);
    prop_oneof![
        pattern(r#"[a-zA-Zö0-9<>=!.,:()*"\\_-]{1,6}"#)
            .prop_filter("an operator is no word", |word| !is_keyword(word))
            .prop_map(Selector::Word),
        pattern(r#"[a-zö0-9 :()*"\\_-]{1,8}"#).prop_map(Selector::Text),
        (
            prop::sample::select(Field::ALL),
            pattern(r#"[a-zö0-9 :/()*"\\_-]{1,8}"#)
        )
            .prop_map(|(field, pattern)| Selector::Named(field, pattern)),
        prop::sample::select(State::ALL).prop_map(Selector::Is),
        prop::sample::select(CardKind::ALL).prop_map(Selector::Kind),
        (
            1..999_u32,
            prop::option::of(prop::sample::select(Rating::ALL.to_vec()))
        )
            .prop_map(|(days, rating)| Selector::Rated { days, rating }),
        (counted, prop::sample::select(Compare::ALL), figure)
            .prop_map(|(property, compare, figure)| Selector::Prop(property, compare, figure)),
    ]
}

/// Any selector.
pub(crate) fn selector() -> impl Strategy<Value = Selector> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Selector::and),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Selector::or),
            inner.prop_map(Selector::not),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_parses_to_the_same(selector in selector()) {
        let printed = selector.to_string();
        prop_assert_eq!(parse_line(&printed), Ok(selector), "{}", printed);
    }

    #[test]
    fn nothing_makes_it_panic(words in prop::collection::vec(r#"[a-z:*()"\\<>= -]{0,12}|\PC{0,8}"#, 0..6)) {
        if let Err(error) = parse(&words) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn what_was_read_prints_and_reads_again(text in r#"([a-d]|is:due|tag:|"| |-|not |or |\(|\)|\*|\\){0,20}"#) {
        if let Ok(selector) = parse_line(&text) {
            prop_assert_eq!(parse_line(&selector.to_string()), Ok(selector));
        }
    }
}
