//! Quizzes in other languages than English.

use super::{check, read};

#[test]
fn answers_are_announced_in_many_languages() {
    let question = "## Which port?\n\nA) 80\nB) 443\n\n";
    let expected = "Which port?\n[ ] 80\n[x] 443";
    for answer in [
        "**Respuesta correcta: B**",
        "La respuesta correcta es la B",
        "Resposta: Letra b",
        "Alternativa correta: B",
        "**Gabarito:** B",
        "Réponse correcte : B",
        "Richtige Antwort: B",
        "**Đáp án: B**",
        "**Đáp án đúng:** B",
        "- 本题参考答案：B",
        "正确答案：B",
        "Правильный ответ: B",
        "**Ответ:** B",
    ] {
        check(&format!("{question}{answer}\n"), expected);
    }
    check(
        &format!("{question}**Respuestas correctas: A y B.**\n"),
        "Which port?\n[x] 80\n[x] 443",
    );
}

#[test]
fn questions_are_counted_in_many_languages() {
    for count in ["Pregunta 1.", "Questão 1:", "Câu 1.", "Вопрос 1.", "第1题"] {
        check(
            &format!("**{count}** Which port?\n\nA. 80\nB. 443\n\n**Answer: A**\n"),
            "Which port?\n[x] 80\n[ ] 443",
        );
    }
}

#[test]
fn chinese_signs_need_no_blank() {
    check(
        "14.哪个端口？\nA、八十\nB、EM四四三\n参考答案：B\n答案解析：加密\n\n15、哪个协议？\nA.明文\nB.密文\n答案：A\n",
        "哪个端口？\n[ ] 八十\n[x] EM四四三\nWhy: 加密\n%\n哪个协议？\n[x] 明文\n[ ] 密文",
    );
}

#[test]
fn dashes_may_stand_behind_numbers_and_letters() {
    check(
        "1- Which port?\n\na- 80\n\nb- 443\n\nAnswer: b\n\n2 - Which host?\n\na- one\n\nb- two\n\nAnswer: a\n",
        "Which port?\n[ ] 80\n[x] 443\n%\nWhich host?\n[x] one\n[ ] two",
    );
}

#[test]
fn an_explanation_in_italics_loses_its_label_and_its_marks() {
    check(
        "## Which port?\n\nA. 80\nB. 443\n\n**Đáp án: B**  \n*Giải thích: nó an toàn.*\n",
        "Which port?\n[ ] 80\n[x] 443\nWhy: nó an toàn.",
    );
}

#[test]
fn options_may_be_circled_numbers_or_have_a_word() {
    check(
        "### 1. 어느 포트?\n① 팔십\n② 사사삼\n\n<details>\n<summary>정답</summary>\n\n②\n\n</details>\n",
        "어느 포트?\n[ ] 팔십\n[x] 사사삼",
    );
    check(
        "**Pergunta 1:** Qual porta?\n**Opção A:** 80\n**Opção B:** 443\n**Resposta Correta:** B\n",
        "Qual porta?\n[ ] 80\n[x] 443",
    );
}

#[test]
fn labels_of_a_question_are_cut() {
    check(
        "## Questão 1\n\n**Enunciado:**  \nQual porta?\n\n**Alternativas:**  \na) 80  \nb) 443\n\n**Resposta correta:** b\n",
        "Qual porta?\n[ ] 80\n[x] 443",
    );
    check(
        "### Q3\n\n**Question:** Which port?\n**A.** 80\n**B.** 443\n**Correct Answer: B**\n",
        "Which port?\n[ ] 80\n[x] 443",
    );
}

#[test]
fn a_summary_may_promise_an_answer_and_more() {
    check(
        "### Frage 1\nWelcher Port?\n- a. 80\n- b. 443\n\n<details>\n<summary>Antwort und Erläuterung</summary>\n\n**Richtige Antwort: b.** Er ist sicher.\n</details>\n",
        "Welcher Port?\n[ ] 80\n[x] 443\nWhy: Er ist sicher.",
    );
}

#[test]
fn options_may_have_cyrillic_letters() {
    check(
        "1. Какой порт?\nа) 80\nб) 443\nв) 21\n\nОтвет: б\n\n2. Какой узел?\nа) один\nб) два\nв) три\n\nПравильный ответ: в) три\n",
        "Какой порт?\n[ ] 80\n[x] 443\n[ ] 21\n%\nКакой узел?\n[ ] один\n[ ] два\n[x] три",
    );
    check(
        "1. Какой порт?\nа) 80\nб) 443\n\n2. Какой узел?\nа) один\nб) два\n\n## Ответы\n\n1. б\n2. а\n",
        "Какой порт?\n[ ] 80\n[x] 443\n%\nКакой узел?\n[x] один\n[ ] два",
    );
    let text = "1. Какой порт?\nА) 80\nБ) 443\nВ) 21\n\nОтвет: B\n\n2. Какой узел?\nА) один\nБ) два\n\nОтвет: А\n";
    let drafts = read("a.md", text.as_bytes()).0.drafts;
    assert!(drafts.iter().all(|draft| draft.choices.is_empty()));
}
