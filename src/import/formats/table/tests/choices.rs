use super::*;

fn found(text: &str) -> Vec<String> {
    let (harvest, error) = harvest(&Csv, "a.csv", text.as_bytes(), &options(&[]));
    let mut told: Vec<String> = harvest.drafts.iter().map(told_choices).collect();
    told.extend(harvest.refused.iter().map(ToString::to_string));
    told.extend(harvest.losses.all().iter().map(|loss| loss.what.clone()));
    told.extend((!error.is_empty()).then_some(error));
    told
}

#[test]
fn lettered_choices_are_the_choices_of_a_card() {
    assert_eq!(
        found(
            "question,a,b,answer\nWhich keyword handles exceptions?,catch,try,b\nWhat does pop() remove?,the first item,the last item,b\n"
        ),
        [
            "Which keyword handles exceptions? →  -catch +try",
            "What does pop() remove? →  -the first item +the last item",
        ]
    );
    assert_eq!(
        found(
            "Question,A,B,C,D,Correct\nq,x,y,,,A\nr,x,y,z,v,\"B, d\"\ns,x,y,z,v,Z\nt,x,y,z,,D\nu,x,y,z,v,2\nw,x,y,z,v,other\nl,B,A,C,D,B\n"
        ),
        [
            "q →  +x -y",
            "r →  -x +y -z +v",
            "s →  -x -y +z -v",
            "w → other",
            "a.csv:5: the answer names a choice that is not there: name the right one by its letter",
            "a.csv:6: which choice the number stands for is not clear: name the right one by its letter",
            "a.csv:8: the answer is the letter of one choice and the text of another: write the choices out",
            "choices that do not hold the answer: the card has the answer alone",
        ]
    );
    assert_eq!(
        found("question,option_a,option_b,correct_option\nq,x,y,option_b\n"),
        ["q →  -x +y"]
    );
    assert_eq!(
        found("question,a,b\nq,x,y\n"),
        [
            "a.csv:1: which of the 3 columns asks and which answers is not clear (1 `question`, 2 `a`, 3 `b`): say so, such as `--map question=question --map answer=a`"
        ]
    );
}

#[test]
fn counted_choices_are_named_by_number() {
    let text = "Question - short,Answer 1 - short,Answer 2 - short,Answer 3 - short,Time limit (sec),Correct answer(s)\n\
        q,x,y,z,20,2\nr,x,y,z,20,\"1,3\"\ns,4,2,1,20,2\nt,x,y,,20,3\n";
    assert_eq!(
        found(text)[..4],
        [
            "q →  -x +y -z",
            "r →  +x -y +z",
            "s →  -4 +2 -1",
            "a.csv:5: the answer names a choice that is not there: name the right one by its letter",
        ]
    );
    assert_eq!(
        found("question,option1,option2,answer\nq,2,1,1\n"),
        [
            "a.csv:2: the answer is the number of one choice and the text of another: write the choices out"
        ]
    );
}

#[test]
fn choices_may_be_listed_in_one_cell() {
    let table = "question_text,options,correct_answer\n\
        q,\"x\ny, z\",\"y, z\"\n\
        r,x|y|z,y\n\
        s,\"[\"\"x\"\", \"\"y \\\"\"\"\"]\",x\n\
        t,\"['it''s', 'no']\",no\n\
        u,\"A) x; B) y\",B\n\
        v,\"x, y\",y\n\
        w,\"x, y\",z\n\
        n,x;y,2\n";
    assert_eq!(
        found(table),
        [
            "q →  -x +y, z",
            "r →  -x +y -z",
            "s →  +x -y \"",
            "t → no",
            "u →  -x +y",
            "v →  -x +y",
            "w → z",
            "a.csv:10: which choice the number stands for is not clear: name the right one by its letter",
            "choices that do not hold the answer: the card has the answer alone",
        ]
    );
}

/// `question → answer +right -wrong`.
fn told_choices(draft: &Draft) -> String {
    let mut told = format!("{} → {}", draft.question, draft.answer);
    for choice in &draft.choices {
        told.push_str(if choice.right { " +" } else { " -" });
        told.push_str(&choice.text);
    }
    told
}
