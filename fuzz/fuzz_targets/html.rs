//! No HTML makes its reading panic, no mark of the program's own is left in the Markdown, and a
//! card made of both sides is read again as it was written.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retain::deck::{cloze, parse_card, print_card};
use retain::import::draft::{Ask, Draft};
use retain::import::limits::Limits;
use retain::import::shape::card;
use retain::import::text::html::{Page, Side, plain, read};

fuzz_target!(|html: &str| {
    assert!(!plain(html).contains('\n'));
    // The length says how it is read, so that each seed is HTML and nothing else.
    let (clozes, is_markdown) = (html.len() & 1 == 1, html.len() & 2 == 2);
    let [question, answer] = [Side::Front, Side::Back].map(|side| {
        let page = Page {
            side,
            clozes,
            is_markdown,
        };
        let read = read(html, page, &Limits::default()).expect("it is within the limits");
        let is_own = |c| ('\u{fdd0}'..='\u{fdef}').contains(&c);
        assert!(!read.markdown.contains(is_own), "{}", read.markdown);
        read.markdown
    });
    let ask = match clozes && !cloze::numbers(&answer).is_empty() {
        true => Ask::Cloze,
        false => Ask::Recall,
    };
    let draft = Draft {
        place: "a.html:1".to_string(),
        question,
        answer,
        ask,
        ..Draft::default()
    };
    if let Ok(made) = card(&draft, "a") {
        let again = parse_card(&made.source).expect("it was read once");
        assert_eq!(print_card(&again), made.source);
    }
});
