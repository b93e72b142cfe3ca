use super::*;

fn community(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/community/gift/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

#[test]
fn community_files_give_their_counts() {
    let counts = [
        ("own.backend.gift", 12),
        ("pkeir-30.gift", 30),
        ("pkeir-5.gift", 5),
    ];
    for (name, expected) in counts {
        let (found, error) = harvest(&Gift, name, &community(name), &options(&[]));
        assert_eq!(
            (found.n_notes, found.refused.len(), error.as_str()),
            (expected, 0, ""),
            "{name}"
        );
        assert!(
            matches!(
                likeness(&Gift, "a.txt", &community(name)),
                Likeness::Cards(5..)
            ),
            "{name}"
        );
    }
}

/// Questions, cards and refusals of each file; what is not listed has one card of one question.
#[test]
fn each_small_file_gives_what_its_name_says() {
    let others = [
        ("TFTwoFeedback", 3, 3),
        ("category1", 0, 0),
        ("categorySpecialCharacter", 0, 0),
        ("description1", 2, 1),
        ("descriptionTitleEscapedColon", 2, 1),
        ("descriptionWithID", 2, 1),
        ("markdown", 4, 0),
        ("matching1", 2, 7),
        ("mc5", 4, 4),
        ("multiLineFeedback1", 2, 2),
        ("numerical1", 10, 10),
        ("options1", 14, 14),
        ("shortAnswer1", 2, 2),
        ("shortAnswer2", 2, 2),
        ("shortAnswerNotMatching", 2, 2),
        ("shortFirstEmbedded", 2, 2),
        ("shortFirstEmbeddedUnderline", 2, 2),
        ("shortFirstEmbeddedUnderlineHTML", 2, 2),
        ("tf2", 2, 2),
        ("totara_moodle_match", 1, 4),
    ];
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/community/gift/fuhrmanator"
    );
    let mut n_files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().to_string();
        let known = others.iter().find(|(known, ..)| *known == name);
        let (n_questions, n_cards) =
            known.map_or((1, 1), |(_, questions, cards)| (*questions, *cards));
        let (found, error) = harvest(&Gift, &name, &std::fs::read(&path).unwrap(), &options(&[]));
        assert_eq!(
            (found.n_notes, found.drafts.len(), found.refused.len()),
            (n_questions, n_cards, 0),
            "{name}"
        );
        let expected = if n_questions == 0 {
            format!("{name}: there is no question in it")
        } else {
            String::new()
        };
        assert_eq!(error, expected);
        n_files += 1;
    }
    assert_eq!(n_files, 50);
}

#[test]
fn escapes_of_all_signs_are_read() {
    let found = harvest(
        &Gift,
        "a",
        &community("fuhrmanator/escapeAll.gift"),
        &options(&[]),
    )
    .0;
    let choices: Vec<&str> = found.drafts[0]
        .choices
        .iter()
        .map(|choice| choice.text.as_str())
        .collect();
    assert_eq!(choices, ["~", "\\=", "\\#", "{", "}", ":", "\\\\"]);
}
