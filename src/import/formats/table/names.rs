//! What columns are called.

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
    "질문",
    "앞면",
];

const ANSWERS: &[&str] = &[
    "answer",
    "answers",
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
    "답",
    "답변",
    "뒷면",
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
            "explicação",
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
const TOPICS: [&str; 15] = [
    "category",
    "categories",
    "topic",
    "topics",
    "subject",
    "subtopic",
    "subcategory",
    "chapter",
    "section",
    "kategorie",
    "thema",
    "kapitel",
    "categoria",
    "categoría",
    "catégorie",
];

/// Whether the cells of a column name a topic.
pub fn is_topic(heading: &str) -> bool {
    let heading = heading.trim().trim_end_matches(':').to_lowercase();
    TOPICS.contains(&heading.as_str())
}

/// What the answer is called beside lettered choices, where nothing says `answer`.
const SOLUTIONS: [&str; 14] = [
    "correct",
    "correct answer",
    "correct answers",
    "correct option",
    "correct choice",
    "correct letter",
    "right",
    "right answer",
    "right option",
    "solution",
    "key",
    "answer key",
    "lösung",
    "richtig",
];

/// Words in front of the letter of a choice.
const CHOICES: [&str; 5] = ["option", "choice", "answer", "opt", "antwort"];

/// The place, from 0, of the choice that a heading or an answer calls by its letter: `b`, `B)`,
/// `Option B`, `option_b`.
pub fn choice(text: &str) -> Option<usize> {
    let name = spaced(text);
    let word = CHOICES.iter().find_map(|word| name.strip_prefix(word));
    let letter = word.map_or(name.as_str(), str::trim_start);
    match letter.trim_end_matches(['.', ')']).as_bytes() {
        [letter @ b'a'..=b'j'] => Some(usize::from(letter - b'a')),
        _ => None,
    }
}

/// The columns of lettered choices, from A on without a gap, two at least; else none.
pub fn choices<'c>(headings: impl Iterator<Item = &'c str> + Clone) -> Vec<usize> {
    let column = |place| {
        headings
            .clone()
            .position(|heading| choice(heading) == Some(place))
    };
    let columns: Vec<usize> = (0..).map_while(column).collect();
    match columns.len() {
        0 | 1 => Vec::new(),
        _ => columns,
    }
}

/// The role of each column. One called `a` holds no answer where another one does, nor where it is
/// the first of lettered choices.
pub fn roles<'c>(headings: impl Iterator<Item = &'c str> + Clone) -> Vec<Option<Role>> {
    let mut roles: Vec<Option<Role>> = headings.clone().map(role).collect();
    let is_letter = |heading: &str| choice(heading) == Some(0);
    let choices = choices(headings.clone());
    let is_named =
        |(heading, role): (&str, &Option<Role>)| *role == Some(Role::Answer) && !is_letter(heading);
    let has_answer = headings.clone().zip(&roles).any(is_named);
    let solution = headings
        .clone()
        .position(|heading| SOLUTIONS.contains(&spaced(heading).as_str()))
        .filter(|_| !has_answer && headings.clone().any(is_letter));
    for (heading, role) in headings.zip(&mut roles) {
        let other = has_answer || solution.is_some() || !choices.is_empty();
        if other && is_letter(heading) {
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

/// The role of a column that is called `heading`, in any case and language known here.
pub fn role(heading: &str) -> Option<Role> {
    let heading = heading.trim().trim_end_matches(':').to_lowercase();
    let (role, _) = NAMES
        .iter()
        .find(|(_, names)| names.contains(&heading.as_str()))?;
    Some(*role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_in_any_case_and_several_languages() {
        assert_eq!(role(" Question "), Some(Role::Question));
        assert_eq!(role("DOMANDA"), Some(Role::Question));
        assert_eq!(role("Rückseite"), Some(Role::Answer));
        assert_eq!(role("Note ID"), Some(Role::Id));
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
    }

    #[test]
    fn lettered_choices_have_no_gap() {
        let found = |headings: &str| choices(headings.split(','));
        assert_eq!(found("q,Option A,option_b,choice c,e"), [1, 2, 3]);
        assert!(found("q,a").is_empty());
        assert!(found("q,b,c").is_empty());
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
}
