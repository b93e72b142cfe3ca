use super::*;
use crate::import::text::dialect::tests::{check, likeness, options, read, shown};

macro_rules! community {
    ($path:literal) => {
        &include_bytes!(concat!(
            "../../../../tests/data/community/markdown-mdanki/samples/",
            $path
        ))[..]
    };
}

#[test]
fn the_simple_sample_has_four_cards_and_a_heading_without_a_body() {
    let harvest = read(
        &Mdanki,
        &[("simple.md", community!("simple.md"))],
        &options(),
    );
    assert_eq!(
        shown(&harvest),
        "@simple.md:3 Simple Card #tree\n\
         Card front 1\n\
         => Card back 1. All cards use markdown syntax.\n\
         @simple.md:9 Simple Card\n\
         Card front 2\n\
         => Card back 2.\n\
         @simple.md:13 Simple Card #complexity #tree #tag\n\
         B-tree complexity: access, insert, delete\n\
         => All: O(log n)\n\
         @simple.md:19 Simple Card #tag1 #tag2\n\
         Card with additional front data\n\nFront data goes here\n\
         => Back data goes here\n\nAnd here\n\
         ! simple.md:31: the question has no answer: write one, or pass `--keep-unanswered`\n"
    );
}

#[test]
fn reference_links_and_media_of_the_complex_sample_are_resolved() {
    let files = [
        ("samples/complex.md", community!("complex.md")),
        ("samples/resources/nodejs.png", b""),
    ];
    let harvest = read(&Mdanki, &files, &options());
    assert_eq!(harvest.drafts.len(), 3);
    assert_eq!(harvest.drafts[1].tags, ["recursion", "algorithms"]);
    assert_eq!(
        harvest.drafts[2].answer,
        "Node.js is an open-source, cross-platform, JavaScript runtime environment that executes \
         JavaScript code outside of a browser.\n\n\
         **Inline-style**\n\n\
         With title: ![alt text](media/nodejs.png \"Node.js logo\")\n\n\
         Without title: ![alt text](media/nodejs.png)\n\n\
         **Reference-style**\n\n\
         With title: ![alt text](media/nodejs.png)\n\n\
         Without title: ![alt text](media/nodejs.png)"
    );
    assert_eq!(harvest.media.len(), 1);
    assert_eq!(harvest.losses.all(), []);
}

#[test]
fn media_that_cannot_come_along_are_counted() {
    let harvest = read(&Mdanki, &[("media.md", community!("media.md"))], &options());
    assert_eq!(harvest.drafts.len(), 2);
    assert_eq!(harvest.drafts[0].deck, ["Deck with media"]);
    let losses: Vec<(&str, usize)> = harvest
        .losses
        .all()
        .iter()
        .map(|loss| (loss.what.as_str(), loss.count))
        .collect();
    assert_eq!(
        losses,
        [
            ("media outside the folder are left out", 4),
            ("pictures on other computers are left as links", 2),
        ]
    );
}

#[test]
fn several_headings_above_are_topics() {
    check(
        &Mdanki,
        "# Net\nIntroduction.\n## What is TCP?\na\n# Disk\n## 2. What is RAID?\nb\n\n### More\n\nc\n\n## References\n- d\n",
        "@a.md:3 a #Net\nWhat is TCP?\n=> a\n\
         @a.md:6 a #Disk\nWhat is RAID?\n=> b\n\n### More\n\nc\n\
         - 1 text outside of cards is left out: a.md:2\n\
         - 1 contents, references and the like are left out: a.md:13\n",
    );
}

#[test]
fn headings_and_marks_in_code_are_code() {
    check(
        &Mdanki,
        "# D\n## a\n```\n## b\n%\n```\n<!--\n## c\n-->\n",
        "@a.md:2 D\na\n=> ```\n## b\n%\n```\n",
    );
}

#[test]
fn an_article_needs_to_be_named() {
    let article = format!("# Title\n\n## One\n{0}\n## Two\n{0}", "Prose.\n".repeat(20));
    assert_eq!(likeness(&Mdanki, article.as_bytes()), Likeness::Cards(0));
    assert_eq!(likeness(&Mdanki, b"Prose without headings."), Likeness::No);
    assert_eq!(likeness(&Mdanki, b"# D\n## Why?\na\n"), Likeness::Cards(1));
    assert_eq!(likeness(&Mdanki, b"## Why?\na\n"), Likeness::Cards(0));
}

#[test]
fn names_of_md2anki_are_ids_and_its_rules_part_the_sides() {
    let text = "# Deck\n\n## a? (66b3661f-e22e-4986-a50d-569fdac454ad)\n\nb\n\n\
        ## c (d) (24501c1a-f615-4355-a862-a00f64cc4725)\n\ne?\n\n---\n\nf\n\n---\n\ng\n";
    let harvest = read(&Mdanki, &[("a.md", text.as_bytes())], &options());
    assert_eq!(
        shown(&harvest),
        "@a.md:3 Deck\na?\n=> b\n@a.md:7 Deck\nc (d)\n\ne?\n=> f\n\n---\n\ng\n"
    );
    assert_eq!(
        harvest.drafts[0].id.as_deref(),
        Some("66b3661f-e22e-4986-a50d-569fdac454ad")
    );
}

#[test]
fn rules_between_questions_are_no_answers() {
    check(
        &Mdanki,
        "# Deck\n\n## What is a?\n\nb\n\n---\n\n## What is c?\n\nd\n\n---\n",
        "@a.md:3 Deck\nWhat is a?\n=> b\n@a.md:9 Deck\nWhat is c?\n=> d\n",
    );
    let asked = "# Deck\n\n## What is a?\n\n---\n\n## What is c?\n\n---\n";
    assert_eq!(likeness(&Mdanki, asked.as_bytes()), Likeness::Cards(0));
}

#[test]
fn marks_of_clozes_hide() {
    let harvest = read(
        &Mdanki,
        &[(
            "a.md",
            b"# D\n## a {{c1::b}} c\n## {{c1::d}}?\ne\n## f\ng {{c1::h::hint}}\n## i?\n`{{c1::j}}`\n",
        )],
        &options(),
    );
    let told: Vec<(&str, &str, Option<&str>, bool)> = harvest
        .drafts
        .iter()
        .map(|draft| {
            let is_cloze = draft.ask == crate::import::draft::Ask::Cloze;
            (
                draft.question.as_str(),
                draft.answer.as_str(),
                draft.why.as_deref(),
                is_cloze,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("", "a {{c1::b}} c", None, true),
            ("", "{{c1::d}}?", Some("e"), true),
            ("f", "g {{c1::h::hint}}", None, true),
            ("i?", "`{{c1::j}}`", None, false),
        ]
    );
}
