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
            "category",
            "categories",
            "topic",
            "topics",
            "schlagwörter",
            "stichwörter",
            "kategorie",
            "etichette",
            "categoria",
            "etiquetas",
            "categoría",
            "étiquettes",
            "catégorie",
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
