use super::*;

#[test]
fn columns_are_known_in_any_case_and_several_languages() {
    assert_eq!(role(" Question "), Some(Role::Question));
    assert_eq!(role("DOMANDA"), Some(Role::Question));
    assert_eq!(role("Rückseite"), Some(Role::Answer));
    assert_eq!(role("Note ID"), Some(Role::Id));
    assert_eq!(role("question_text"), Some(Role::Question));
    assert_eq!(role("questionText"), Some(Role::Question));
    assert_eq!(role("Question - max 120 characters"), Some(Role::Question));
    assert_eq!(role("(Answer)"), None);
    assert_eq!(role("country"), None);
}

#[test]
fn a_column_called_a_holds_an_answer_only_where_nothing_else_does() {
    let answer = |headings: &str| {
        let roles = roles(headings.split(','));
        roles.iter().position(|role| *role == Some(Role::Answer))
    };
    assert_eq!(answer("Q,A"), Some(1));
    assert_eq!(answer("question,a,b,answer"), Some(3));
    assert_eq!(answer("Question,A,B,C,D,Correct"), Some(5));
    assert_eq!(answer("question,a,solution"), Some(2));
    assert_eq!(answer("question,a,answer"), Some(2));
    assert_eq!(answer("question,a,b"), None);
    assert_eq!(answer("question,correct,answer"), Some(2));
    assert_eq!(answer("question,options,correctAnswer"), Some(2));
    assert_eq!(
        answer("Question,Answer 1,Answer 2,Correct answer(s)"),
        Some(3)
    );
}

#[test]
fn lettered_choices_have_no_gap() {
    let found = |headings: &str| choices(headings.split(',')).columns;
    assert_eq!(found("q,Option A,option_b,choice c,e"), [1, 2, 3]);
    assert_eq!(found("q,Answer 2 - short,Answer 1 - short"), [2, 1]);
    assert!(found("q,a").is_empty());
    assert!(found("q,b,c").is_empty());
}

#[test]
fn choices_are_counted_from_nought_too() {
    let found = choices("q,option0,option1,option2".split(','));
    assert_eq!((found.columns, found.first), (vec![1, 2, 3], Some(0)));
    let found = choices("q,Ans1,Ans2".split(','));
    assert_eq!((found.columns, found.first), (vec![1, 2], Some(1)));
}

#[test]
fn choices_of_an_unknown_word_are_three_at_least() {
    let found = choices("q,reply a,reply b,reply c".split(','));
    assert_eq!((found.columns, found.known), (vec![1, 2, 3], false));
    assert!(choices("q,reply a,reply b".split(',')).columns.is_empty());
    assert!(choices("q,media,idea,area".split(',')).columns.is_empty());
}

#[test]
fn no_name_has_two_roles() {
    let all: Vec<&str> = NAMES
        .iter()
        .flat_map(|(_, names)| names.iter().copied())
        .collect();
    for (idx, name) in all.iter().enumerate() {
        assert!(!all[..idx].contains(name), "{name}");
        assert_eq!(name.to_lowercase(), *name);
    }
}
