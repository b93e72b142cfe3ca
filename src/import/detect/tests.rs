//! Which format a file has, and what a folder gives.

use super::*;
use crate::import::file::tests::Shelf;
use crate::import::format::UTC;

fn read(files: &[(&str, &[u8])]) -> Result<Found, String> {
    let shelf = Shelf::new(files);
    read_folder("a", &shelf, None, &Options::plain(&UTC)).map_err(|fault| fault.to_string())
}

#[test]
fn a_quiz_is_no_list_of_headings_or_of_folded_answers() {
    let headed = "# Quiz\n\n## Question 1: easy\n\nWhich port?\n\n- A) 80\n- B) 443\n\n**Answer:** B\n\n\
        ## Question 2: hard\n\nWhich host?\n\n- A) one\n- B) two\n\n**Answer:** A\n";
    let folded =
        "### Q1. a?\n\n- A: b\n- B: c\n\n<details><summary>Answer</summary>B</details>\n\n";
    for text in [headed, &folded.repeat(3)] {
        let found = read(&[("a.md", text.as_bytes())]).unwrap();
        assert_eq!(found.formats, ["quiz"], "{text}");
    }
}

#[test]
fn json_of_no_known_program_is_told() {
    let told = |text: &str| {
        let shelf = Shelf::new(&[("a", text.as_bytes())]);
        let error = read_file("a", &shelf, None, &Options::plain(&UTC)).err();
        error.unwrap().to_string().contains("JSON of no program")
    };
    assert!(told(r#"[{"question": "a?", "answer": "b"}]"#));
    assert!(told("{\"front\": \"a\"}\n{\"front\": \"b\"}\n"));
    assert!(!told("[a](b) and no more\n"));
    assert!(!told("\"a\"\n"));
}

#[test]
fn a_folder_with_a_file_for_each_card_is_read_where_most_headings_ask() {
    let files: [(&str, &[u8]); 5] = [
        ("README.md", b"# Cards\n\nOne in each file.\n"),
        ("a.md", b"# What is a?\n\nb\n"),
        ("c.md", b"---\ntags: [x]\n---\n# C and d\n\n- e\n"),
        ("f.md", b"# Notes\n\n## g\n\nh\n"),
        ("i.md", b"# I\n\nj\n"),
    ];
    let found = read(&files[..4]).unwrap();
    assert_eq!((found.harvest.drafts.len(), found.passed_over), (2, 2));
    let found = read(&files).unwrap();
    assert_eq!((found.harvest.drafts.len(), found.passed_over), (1, 4));
    let shelf = Shelf::new(&files);
    let named = named("flashdown");
    let found = read_folder("a", &shelf, named, &Options::plain(&UTC)).unwrap();
    assert_eq!((found.harvest.drafts.len(), found.passed_over), (3, 2));
}

#[test]
fn a_list_of_questions_without_answers_names_the_option_that_takes_it() {
    let text = b"## 1. What is a?\n\n---\n\n## 2. What is b?\n\n---\n\n## 3. What is c?\n";
    let shelf = Shelf::new(&[("a.md", text)]);
    let fault = read_file("a.md", &shelf, None, &Options::plain(&UTC))
        .err()
        .unwrap();
    assert!(fault.hint.contains("`--keep-unanswered`"), "{}", fault.hint);
}

#[test]
fn programs_and_papers_of_a_repository_are_passed_over() {
    let deck = b"**Q:** a?\n**A:** b\n";
    let files: Vec<(&str, &[u8])> = [
        "a.md",
        "b.rs",
        "CHANGELOG.md",
        "CODE_OF_CONDUCT.md",
        ".github/c.md",
        "history.md",
    ]
    .map(|path| (path, &deck[..]))
    .to_vec();
    let found = read(&files).unwrap();
    assert_eq!((found.harvest.drafts.len(), found.passed_over), (2, 4));
    assert_eq!(
        read(&[("b.rs", deck)]).err().unwrap(),
        "a: there is no card in it: name a format with `--from`"
    );
}

#[test]
fn notes_of_each_plugin_of_obsidian_are_its_own() {
    for (text, format, n_cards) in [
        (
            "# Net\n\n<!-- CARD -->\nSTART\nBasic\nThis is a test.\nBack: Test successful!\nTags: Testing\nEND\n\nWhat is it?\n\nProse.\n",
            "obsidian-to-anki",
            1,
        ),
        (
            "## Inline\n- STARTI [Basic] What? Back: That. ENDI\n- STARTI [Cloze] A {b}. ENDI\n",
            "obsidian-to-anki",
            2,
        ),
        (
            "# Car #card\n\nA vehicle.\n\n## Controls #card\n\nParts.\n\n- Wheel\n\n### Braking #card\n\nA pedal.\n\n_And electric ones?_ #card\nThe same.\n",
            "flashcards-obsidian",
            4,
        ),
        (
            "# Note\n\nProse here.\n\nCapital of Spain?::Madrid ^1700000000101\n\nLargest planet?::Jupiter ^1700000000102\n",
            "flashcards-obsidian",
            2,
        ),
        (
            "#flashcards\n\nCapital of Spain?::Madrid\n\nLargest planet?::Jupiter\n",
            "obsidian",
            2,
        ),
        (
            "- What? #card\n  - That.\n- And? #card\n  - This.\n",
            "logseq",
            2,
        ),
        ("What? #flashcard\nThat.\n", "neuracache", 1),
        ("Q: a?\n---\nA: b\n---\nQ: c?\n---\nA: d\n", "hashcards", 2),
    ] {
        let found = read(&[("a.md", text.as_bytes())]).unwrap();
        assert_eq!(
            (found.formats, found.harvest.drafts.len()),
            (vec![format], n_cards),
            "{text}"
        );
    }
}
