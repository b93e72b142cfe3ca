//! The words that mark questions and answers, with their numbers, stars, bullets and headings.

/// A side of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Question,
    Answer,
}

/// How a mark is written; marks of one card agree in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Colon,
    /// A full stop or bracket, as options of a quiz have it too.
    Stop,
}

/// Whether a mark names the side of a card, as `Front` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sided {
    No,
    /// `### Front`: a heading says enough.
    Heading,
    /// `Front:`: prose has such lines, too, so they only count where both sides are written so, and
    /// more than once.
    Line,
}

/// What says that a side of a card begins, and what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark<'t> {
    pub side: Side,
    pub sign: Sign,
    /// Bold, in a list or a heading, or with a longer word: not as hashcards has it.
    pub is_ours: bool,
    pub sided: Sided,
    pub rest: &'t str,
}

const WORDS: &[(&str, Side)] = &[
    ("Question", Side::Question),
    ("QUESTION", Side::Question),
    ("question", Side::Question),
    ("Answer", Side::Answer),
    ("ANSWER", Side::Answer),
    ("answer", Side::Answer),
    ("Ans", Side::Answer),
    ("Front", Side::Question),
    ("front", Side::Question),
    ("Back", Side::Answer),
    ("back", Side::Answer),
    ("正面", Side::Question),
    ("背面", Side::Answer),
    ("Pregunta", Side::Question),
    ("Respuesta", Side::Answer),
    ("Pergunta", Side::Question),
    ("Resposta", Side::Answer),
    ("Gabarito", Side::Answer),
    ("Frage", Side::Question),
    ("Antwort", Side::Answer),
    ("Domanda", Side::Question),
    ("Risposta", Side::Answer),
    ("Réponse", Side::Answer),
    ("Вопрос", Side::Question),
    ("Ответ", Side::Answer),
    ("Câu hỏi", Side::Question),
    ("Đáp án", Side::Answer),
    ("题目", Side::Question),
    ("问题", Side::Question),
    ("参考答案", Side::Answer),
    ("答案", Side::Answer),
    ("Q", Side::Question),
    ("A", Side::Answer),
    ("q", Side::Question),
    ("a", Side::Answer),
];

/// Those that name the side of a card.
const SIDES: &[&str] = &["Front", "front", "Back", "back", "正面", "背面"];

/// Reads the mark at the start of a line.
pub fn mark(line: &str) -> Option<Mark<'_>> {
    let trimmed = line.trim_start();
    let listed = without_count(without_bullet(trimmed));
    let headed = listed.trim_start_matches('#').trim_start();
    let bare = headed.trim_start_matches(['*', '_']);
    let stars = headed.len() - bare.len();
    if 3 < stars {
        return None;
    }
    let bare = ["Sample ", "Short ", "Model ", "Expected "]
        .iter()
        .find_map(|word| {
            bare.strip_prefix(word)
                .filter(|rest| rest.starts_with("Ans"))
        })
        .unwrap_or(bare);
    let (word, side) = WORDS.iter().find(|(word, _)| bare.starts_with(word))?;
    let rest = &bare[word.len()..];
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '#'));
    // `A 5: …` is no answer, `A5:` is.
    let is_number = rest
        .trim_start_matches([' ', '#'])
        .starts_with(|c: char| c.is_ascii_digit());
    let rest = if is_number { number } else { rest };
    let rest = match side {
        Side::Answer if 1 < word.len() => without_remark(rest),
        _ => rest,
    };
    let (rest, closed) = without_stars(rest, stars);
    let is_headed = headed.len() != listed.len();
    let sided = sided(word, is_headed);
    let sign = match rest.chars().next() {
        None if is_headed && 1 < word.len() => {
            return Some(Mark {
                side: *side,
                sign: Sign::Colon,
                is_ours: true,
                sided,
                rest: "",
            });
        }
        Some(':' | '：') => Sign::Colon,
        // `answer.` ends a sentence of prose.
        Some('.' | ')') if word.starts_with(char::is_uppercase) => Sign::Stop,
        _ => return None,
    };
    let rest = rest.strip_prefix(['：', ':', '.', ')'])?;
    let parted = rest.is_empty() || rest.starts_with([' ', '\t', '*', '_']) || sign == Sign::Colon;
    let rest = if closed {
        rest
    } else {
        without_stars(rest, stars).0
    };
    let is_small = matches!(*word, "q" | "a");
    if is_small && (sign == Sign::Stop || is_number || is_headed) {
        return None;
    }
    let is_ours = is_small
        || stars != 0
        || listed.len() != line.len()
        || is_headed
        || 1 < word.len()
        || sign == Sign::Stop
        || is_number;
    parted.then(|| Mark {
        side: *side,
        sign,
        is_ours,
        sided,
        rest: rest.trim_start(),
    })
}

fn sided(word: &str, is_headed: bool) -> Sided {
    match SIDES.contains(&word) {
        false => Sided::No,
        true if is_headed => Sided::Heading,
        true => Sided::Line,
    }
}

/// Without a remark on the word: `Answer (short): …`.
fn without_remark(rest: &str) -> &str {
    let inner = rest.trim_start().strip_prefix('(');
    let behind = inner.and_then(|inner| inner.split_once(')'));
    let behind = behind.filter(|(remark, rest)| remark.len() <= 40 && rest.starts_with([':', '*']));
    behind.map_or(rest, |(_, rest)| rest)
}

/// Without the number in front of a bare mark: `7 Q: …`.
fn without_count(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(' ') {
        Some(bare)
            if rest.len() < line.len()
                && ["Q:", "A:"].iter().any(|mark| bare.starts_with(mark)) =>
        {
            bare
        }
        _ => line,
    }
}

pub fn without_bullet(line: &str) -> &str {
    let bullet = line.chars().next().map_or(0, char::len_utf8);
    let is_bullet =
        line.starts_with(['-', '*', '+', '•']) && line[bullet..].starts_with([' ', '\t']);
    match is_bullet {
        true => line[bullet..].trim_start(),
        false => line,
    }
}

/// Without the marks of emphasis that end here, and whether they were there.
fn without_stars(text: &str, stars: usize) -> (&str, bool) {
    let n_ends = text
        .bytes()
        .take_while(|byte| matches!(byte, b'*' | b'_'))
        .count();
    match 0 < stars && stars <= n_ends {
        true => (&text[stars..], true),
        false => (text, false),
    }
}
