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
            "n →  -x +y",
            "choices that do not hold the answer: the card has the answer alone",
        ]
    );
}

#[test]
fn a_nought_anywhere_says_that_numbers_count_from_nought() {
    assert_eq!(
        found("question,answer1,answer2,answer3,correct_answer\nq,x,y,z,1\nr,x,y,z,0\n"),
        ["q →  -x +y -z", "r →  +x -y -z"]
    );
    assert_eq!(
        found("question,options,correct\nq,x|y|z,1\nr,1|2|3,2\ns,x|y|z,0\n"),
        [
            "q →  -x +y -z",
            "s →  +x -y -z",
            "a.csv:3: the answer is the number of one choice and the text of another: write the choices out",
        ]
    );
    assert_eq!(
        found("question,option0,option1,answer\nq,x,y,1\n"),
        ["q →  -x +y"]
    );
}

#[test]
fn the_number_of_the_last_choice_says_that_numbers_count_from_one() {
    assert_eq!(
        found("question,A,B,C,answer\nq,x,y,z,1\nr,x,y,z,3\n"),
        ["q →  +x -y -z", "r →  -x -y +z"]
    );
    let unclear =
        "which choice the number stands for is not clear: name the right one by its letter";
    assert_eq!(
        found("question,options,answer\nq,x|y|z,1\nr,x|y|z,2\n"),
        [format!("a.csv:2: {unclear}"), format!("a.csv:3: {unclear}")]
    );
    assert_eq!(
        found("question,option1,option2,answer\nq,x,y,0\nr,x,y,2\n"),
        [format!("a.csv:2: {unclear}"), format!("a.csv:3: {unclear}")]
    );
}

#[test]
fn answers_that_are_texts_are_no_numbers() {
    assert_eq!(
        found("question,option1,option2,option3,answer\nq,x,y,z,y\nr,4,3,1,3\n"),
        ["q →  -x +y -z", "r →  -4 +3 -1"]
    );
    assert_eq!(
        found("question,option1,option2,option3,answer\nq,x,y,z,B\nr,x,y,z,C\n"),
        ["q →  -x +y -z", "r →  -x -y +z"]
    );
}

#[test]
fn a_choice_that_is_alone_is_the_answer() {
    assert_eq!(
        found("Question,Ans1,Ans2,Correct ans\nq,x,y,2\nr,only,,1\ns,,,1\n"),
        [
            "q →  -x +y",
            "r → only",
            "a.csv:4: the answer names a choice that is not there: name the right one by its letter",
        ]
    );
}

#[test]
fn several_right_ones_may_be_a_run_of_letters_or_their_texts() {
    assert_eq!(
        found(
            "question,A,B,C,answer\nq,x,y,z,AC\nr,x,y,z,B\ns,x,y,z,x|y\nt,x,y,z,C. z\nu,x,y,z,AD\n"
        ),
        [
            "q →  +x -y +z",
            "r →  -x +y -z",
            "s →  +x +y -z",
            "t →  -x -y +z",
            "a.csv:6: the answer names a choice that is not there: name the right one by its letter",
        ]
    );
    assert_eq!(
        found("question,wrong1,wrong2,answer\nq,x,y,AD\n"),
        [
            "q → AD",
            "columns that no card takes in, `wrong1`, `wrong2`: `--map` names what they hold",
        ]
    );
}

#[test]
fn the_right_one_is_called_in_many_ways() {
    let expected = ["q →  -x +y -z", "r →  -x -y +z"];
    for (headings, answers) in [
        ("question,opt_a,opt_b,opt_c,correct_opt", ["b", "c"]),
        ("question,a,b,c,correct_index", ["2", "3"]),
        ("Question,1,2,3,Answer", ["2", "3"]),
        (
            "question,reponse_a,reponse_b,reponse_c,bonne_reponse",
            ["B", "C"],
        ),
        (
            "Question,Option 1,Option 2,Option 3,Correct Option Number",
            ["2", "3"],
        ),
        ("问题,选项A,选项B,选项C,答案", ["B", "(C)"]),
    ] {
        let rows = format!(
            "{headings}\nq,x,y,z,{}\nr,x,y,z,{}\n",
            answers[0], answers[1]
        );
        assert_eq!(found(&rows), expected, "{headings}");
    }
    assert_eq!(
        found("question,options,answer\nq,A. x B. y C. z,B\nr,A. x B. y C. z,A and C\n"),
        ["q →  -x +y -z", "r →  +x -y +z"]
    );
}

#[test]
fn an_index_does_not_count_as_the_headings_do() {
    assert_eq!(
        found("question,option1,option2,option3,correct_index\nq,x,y,z,1\n"),
        [
            "a.csv:2: which choice the number stands for is not clear: name the right one by its letter"
        ]
    );
}

#[test]
fn choices_may_be_listed_as_an_object() {
    let table =
        "pregunta;opciones;respuesta_correcta\nq;\"{\"\"A\"\":\"\"x\"\",\"\"B\"\":\"\"y\"\"}\";B\n";
    assert_eq!(found(table), ["q →  -x +y"]);
    assert_eq!(
        found("question,options,answer\nq,{},LAN\nr,a-> x || b-> y,b\n"),
        ["q → LAN", "r →  -x +y"]
    );
}

#[test]
fn columns_of_one_word_are_choices_if_the_answers_call_them() {
    assert_eq!(
        found("question,reply1,reply2,reply3,answer\nq,x,y,z,2\nr,x,y,z,3\n"),
        ["q →  -x +y -z", "r →  -x -y +z"]
    );
    assert_eq!(
        found("question,example1,example2,example3,answer\nq,x,y,z,an answer\nr,x,y,z,another\n")
            [..2],
        ["q → an answer", "r → another"]
    );
}

#[test]
fn columns_of_wrong_ones_leave_a_plain_card() {
    let lost = "columns that no card takes in, `distractor1`, `distractor2`, `distractor3`: `--map` names what they hold";
    assert_eq!(
        found("question,distractor1,distractor2,distractor3,answer\nq,21,25,80,22\nr,1,2,3,4\n"),
        ["q → 22", "r → 4", lost]
    );
    assert_eq!(
        found("question,option1,option2,answer\nq,21,25,22\n"),
        [
            "q → 22",
            "choices that do not hold the answer: the card has the answer alone",
        ]
    );
}

#[test]
fn the_hint_of_an_unclear_table_names_the_columns_that_are_known() {
    assert_eq!(
        found("URL,Question,Option A,Option B,GT\nu,q,x,y,B\n"),
        [
            "a.csv:1: which of the 5 columns asks and which answers is not clear (1 `URL`, 2 `Question`, 3 `Option A`, 4 `Option B`, 5 `GT`): say so, such as `--map question=Question --map answer=GT`"
        ]
    );
    let error = found("id,topic,prompt,outline\n1,t,q,a\n").join("");
    assert!(
        error.ends_with("`--map question=prompt --map answer=outline`"),
        "{error}"
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
