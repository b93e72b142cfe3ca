//! What columns are called.

mod choices;

use choices::is_first;
pub use choices::{Choices, choice, choices, is_list, numbered};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Question,
    Answer,
    Tags,
    Deck,
    Hint,
    Why,
    Id,
    Source,
}

/// All of them, with the keys of `--map`.
pub const ROLES: [(Role, &str); 8] = [
    (Role::Question, "question"),
    (Role::Answer, "answer"),
    (Role::Tags, "tags"),
    (Role::Deck, "deck"),
    (Role::Hint, "hint"),
    (Role::Why, "why"),
    (Role::Id, "id"),
    (Role::Source, "source"),
];

const QUESTIONS: &[&str] = &[
    "question",
    "questions",
    "question text",
    "q",
    "front",
    "front side",
    "card front",
    "term",
    "word",
    "prompt", // English
    "frage",
    "fragen",
    "vorderseite",
    "begriff", // German
    "domanda",
    "domande",
    "fronte",
    "termine", // Italian
    "pregunta",
    "preguntas",
    "enunciado",
    "anverso",
    "frente",
    "término", // Spanish
    "pergunta",
    "perguntas",
    "termo", // Portuguese
    "recto",
    "terme", // French
    "vraag",
    "voorkant", // Dutch
    "fråga",
    "framsida",
    "spørgsmål",
    "spørsmål",
    "forside",
    "kysymys", // Nordic
    "pytanie",
    "przód",
    "otázka",
    "kérdés",
    "întrebare",
    "soru", // Central and Eastern Europe
    "вопрос",
    "питання",
    "ερώτηση",
    "问题",
    "問題",
    "正面",
    "質問",
    "表面",
    "题目",
    "질문",
    "문제",
    "앞면",
    "câu hỏi",
    "pertanyaan",
    "السؤال", // Vietnamese, Indonesian, Arabic
    "mcq",
];

const ANSWERS: &[&str] = &[
    "answer",
    "answers",
    "ans",
    "a",
    "back",
    "back side",
    "card back",
    "definition",
    "meaning",
    "response",
    "antwort",
    "antworten",
    "rückseite",
    "bedeutung", // German
    "risposta",
    "risposte",
    "retro",
    "definizione", // Italian
    "respuesta",
    "respuestas",
    "reverso",
    "definición", // Spanish
    "resposta",
    "respostas",
    "verso",
    "definição", // Portuguese
    "réponse",
    "reponse",
    "réponses",
    "définition", // French
    "antwoord",
    "achterkant", // Dutch
    "svar",
    "baksida",
    "bagside",
    "bakside",
    "vastaus", // Nordic
    "odpowiedź",
    "tył",
    "odpověď",
    "válasz",
    "răspuns",
    "cevap", // Central and Eastern Europe
    "ответ",
    "відповідь",
    "απάντηση",
    "答案",
    "背面",
    "回答",
    "答え",
    "裏面",
    "解答",
    "답",
    "답변",
    "정답",
    "뒷면",
    "đáp án",
    "trả lời",
    "jawaban",
    "الإجابة", // Vietnamese, Indonesian, Arabic
];

const NAMES: &[(Role, &[&str])] = &[
    (Role::Question, QUESTIONS),
    (Role::Answer, ANSWERS),
    (
        Role::Tags,
        &[
            "tags",
            "tag",
            "labels",
            "label",
            "keywords",
            "schlagwörter",
            "stichwörter",
            "etichette",
            "etiquetas",
            "étiquettes",
            "теги",
            "标签",
            "タグ",
            "태그",
        ],
    ),
    (
        Role::Deck,
        &[
            "deck",
            "deck name",
            "stapel",
            "mazzo",
            "mazo",
            "baralho",
            "paquet",
            "колода",
            "牌组",
            "デッキ",
        ],
    ),
    (
        Role::Hint,
        &[
            "hint",
            "hints",
            "clue",
            "hinweis",
            "tipp",
            "suggerimento",
            "pista",
            "dica",
            "indice",
            "подсказка",
            "提示",
            "ヒント",
        ],
    ),
    (
        Role::Why,
        &[
            "why",
            "explanation",
            "explanations",
            "rationale",
            "extra",
            "back extra",
            "note",
            "notes",
            "comment",
            "comments",
            "erklärung",
            "spiegazione",
            "explicación",
            "explicacion",
            "explicação",
            "explicacao",
            "justificación",
            "feedback",
            "explication",
            "пояснение",
            "解释",
            "解説",
            "설명",
        ],
    ),
    (Role::Id, &["id", "guid", "uuid", "note id", "card id"]),
    (
        Role::Source,
        &[
            "source",
            "sources",
            "reference",
            "references",
            "url",
            "link",
            "quelle",
            "fonte",
            "fuente",
            "référence",
            "источник",
            "来源",
            "出典",
        ],
    ),
];

/// Columns that say of each card where it belongs.
const TOPICS: [&str; 18] = [
    "category",
    "categories",
    "topic",
    "topics",
    "subject",
    "subtopic",
    "subcategory",
    "chapter",
    "section",
    "genre",
    "area",
    "tema",
    "kategorie",
    "thema",
    "kapitel",
    "categoria",
    "categoría",
    "catégorie",
];

/// Whether the cells of a column name a topic.
pub fn is_topic(heading: &str) -> bool {
    TOPICS.contains(&plain(heading).as_str())
}

/// What the answer is called beside choices, where nothing says `answer`.
const SOLUTIONS: [&str; 24] = [
    "correct",
    "right",
    "right answer",
    "right option",
    "solution",
    "key",
    "answer key",
    "lösung",
    "richtig",
    "richtige antwort",
    "correcta",
    "respuesta correcta",
    "correta",
    "resposta correta",
    "gabarito",
    "corretta",
    "risposta corretta",
    "réponse correcte",
    "bonne réponse",
    "reponse correcte",
    "bonne reponse",
    "правильный ответ",
    "正确答案",
    "正解",
];

/// What may follow `correct` in such a name.
const CORRECT: [&str; 14] = [
    "answer", "answers", "option", "options", "choice", "choices", "letter", "index", "number",
    "no", "opt", "ans", "key", "id",
];

fn is_solution(heading: &str) -> bool {
    let name = plain(heading);
    let rest = name.strip_prefix("correct ");
    let is_named = rest.is_some_and(|rest| rest.split(' ').all(|word| CORRECT.contains(&word)));
    is_named || SOLUTIONS.contains(&name.as_str())
}

/// The role of each column. One called `a` holds no answer where another one does, nor where it is
/// the first of the choices.
pub fn roles<'c>(headings: impl Iterator<Item = &'c str> + Clone) -> Vec<Option<Role>> {
    let mut roles: Vec<Option<Role>> = headings.clone().map(role).collect();
    let choices = choices(headings.clone()).columns;
    let is_named =
        |(heading, role): (&str, &Option<Role>)| *role == Some(Role::Answer) && !is_first(heading);
    let has_answer = headings.clone().zip(&roles).any(is_named);
    let solution = headings.clone().position(is_solution).filter(|_| {
        let is_any = headings.clone().any(is_first) || headings.clone().any(is_list);
        !has_answer && (is_any || !choices.is_empty())
    });
    for (heading, role) in headings.zip(&mut roles) {
        let other = has_answer || solution.is_some() || !choices.is_empty();
        if other && is_first(heading) {
            *role = None;
        }
    }
    if let Some(solution) = solution {
        roles[solution] = Some(Role::Answer);
    }
    roles
}

fn spaced(text: &str) -> String {
    let text = text.trim().trim_end_matches(':').to_lowercase();
    text.replace(['_', '-'], " ")
}

/// A heading in small letters and single words: `correctAnswer`, `correct_answer`, and
/// `Correct answer(s) - choose one` are one.
fn plain(heading: &str) -> String {
    let end = [" - ", " – ", "("]
        .into_iter()
        .filter_map(|sign| heading.find(sign));
    let name = &heading[..end.min().unwrap_or(heading.len())];
    let name = if name.trim().is_empty() {
        heading
    } else {
        name
    };
    let (mut words, mut is_small) = (String::with_capacity(name.len() + 4), false);
    for c in name.trim().chars() {
        if is_small && c.is_uppercase() {
            words.push(' ');
        }
        is_small = c.is_lowercase();
        words.push(c);
    }
    spaced(&words)
}

/// The role of a column that is called `heading`, in any case and language known here.
pub fn role(heading: &str) -> Option<Role> {
    let name = plain(heading);
    let known = NAMES
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()));
    known.map(|(role, _)| *role)
}

#[cfg(test)]
mod tests;
